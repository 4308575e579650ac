"""A remark that was recorded by mistake is taken out within ten minutes; the record says that it was."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from procurement.engagement import services
from procurement.engagement.models import Remark
from socialvalue.audit.models import AuditSubject
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import commissioning as build
from tests.builders import engagement as make

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)


def at(minutes: float):
    return clock.at(START + timedelta(minutes=minutes))


@pytest.fixture
def said():
    with at(0):
        return make.remark(build.commission())


def test_it_is_taken_out_and_the_record_keeps_that_but_not_its_words(said):
    body = said.commission
    key = said.pk
    with at(9.9):
        services.undo_remark(said, by=body.lead)
    assert not Remark.objects.exists()
    events = list(timeline(body).order_by("pk").values_list("verb", "sentence", "actor"))[-2:]
    who = said.get_group_display().lower()
    assert events == [
        ("remark", f"recorded what {who} said", said.recorded_by_id),
        ("undo remark", f"undid recording what {who} said", body.lead.pk),
    ]
    assert said.text not in str(list(timeline(body).values()))
    labels = AuditSubject.objects.filter(object_type="procurement.remark").values_list("label", flat=True)
    assert list(labels) == [f"Remark {key} ({said.get_group_display()})"] * 2


def test_after_ten_minutes_it_stands(said):
    with at(10), pytest.raises(WrongState, match=r"^This could be undone for 10 minutes, until 10:10am\. It stands now\.$"):
        services.undo_remark(said, by=said.recorded_by)


def test_a_colleague_does_not_undo_it(said):
    with at(1), pytest.raises(NotAllowed, match=r"^Only the person who recorded this remark can undo it$"):
        services.undo_remark(said, by=build.commissioner(said.commission.council))


def test_the_button_stands_in_the_banner_and_beside_the_remark(client):
    with at(0):
        body = build.commission()
        client.force_login(body.lead)
        typed = {"text": "Regular times would let me work.", "question": "at-risk", "group": "carers", "said_on": "2026-11-25"}
        typed["method"] = "visit"
        client.post(reverse("remark-new", args=[body.reference]), typed)
        (made,) = Remark.objects.all()
        undo = reverse("remark-undo", args=[body.reference, made.pk])
        once = [
            client.get(reverse("remarks", args=[body.reference])).content.decode().count(f'action="{undo}"') for _ in range(2)
        ]
    assert once == [1, 1]
    with at(5):
        client.force_login(build.commissioner(body.council))
        assert undo not in client.get(reverse("remarks", args=[body.reference])).content.decode()
        client.force_login(body.lead)
        assert "Undone. The remark is not recorded." in client.post(undo, follow=True).content.decode()
        assert client.post(undo).status_code == 404
    assert not Remark.objects.exists()


def test_the_list_asks_once_however_many_were_just_recorded(client, django_assert_num_queries):
    with at(0):
        body = build.commission()
        client.force_login(body.lead)
        page = reverse("remarks", args=[body.reference])
        make.remark(body)
        client.get(page)
        with django_assert_num_queries(LIST):
            client.get(page)
        for number in range(2):
            make.remark(body, text=f"Sundays would help, said {number}.")
        with django_assert_num_queries(LIST):
            assert client.get(page).content.decode().count("You can undo this until") == 3


LIST = 7
