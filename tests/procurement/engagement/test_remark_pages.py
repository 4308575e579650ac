"""Remarks on their pages: recorded, answered, filtered."""

import pytest
from django.urls import reverse

from procurement.engagement import services
from procurement.engagement.models import Remark
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.procurement.engagement.steps import text
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def test_an_answer_is_recorded_from_its_key_question_and_mistakes_are_kept(client):
    body = build.commission()
    client.force_login(body.lead)
    page = text(client, reverse("key-questions", args=[body.reference]))
    assert "Why: The loss is weighed before the decision" in page
    url = reverse("remark-new", args=[body.reference]) + "?question=at-risk"
    assert url in page
    typed = {
        "question": "at-risk", "text": "Do not lose the Saturday club.", "group": "carers", "said_on": "2099-01-01",
        "method": "visit", "said_by": "A name",
    }  # fmt: skip
    page = text(client, url, typed)
    assert 'href="#id_said_on_0"' in page
    assert 'href="#id_said_by"' in page
    assert "Do not lose the Saturday club." in page
    answer = client.post(url, {**typed, "said_on": "2026-01-05", "said_by": ""})
    assert answer.url == reverse("key-questions", args=[body.reference]) + "#at-risk"
    assert "Do not lose the Saturday club." in text(client, reverse("key-questions", args=[body.reference]))


def test_two_people_answer_a_remark(client):
    body = build.commission()
    remark = make.remark(body)
    client.force_login(body.lead)
    services.respond(remark, by=body.lead, response="Theirs")
    url = reverse("remark-respond", args=[body.reference, remark.pk])
    page = text(client, url, {"response": "Mine", "version": "1"})
    assert "Somebody else saved this" in page
    assert "Mine" in page.split("<textarea")[1]
    assert "Theirs" in page.split("What is saved now")[1].split("</dl>")[0]
    assert Remark.objects.get().response == "Theirs"


def test_remarks_are_filtered_by_question_group_and_answer(client):
    body = build.commission()
    first = make.remark(body, text="First words")
    make.remark(body, text="Second words", group="providers", question="measure")
    services.respond(first, by=body.lead, response="Done")
    client.force_login(body.lead)
    url = reverse("remarks", args=[body.reference])
    for query in ("?question=measure", "?group=providers", "?answered=no"):
        page = text(client, url + query)
        assert "Second words" in page
        assert "First words" not in page
    assert "First words" in text(client, url + "?answered=yes&group=invented")
    assert "No results. Change or clear the filters" in text(client, url + "?group=staff")


def test_you_said_we_did_names_groups_and_never_people(client):
    body = build.commission()
    remark = make.remark(body, said_by="Ada Example", agreed_to_be_named=True)
    services.respond(remark, by=body.lead, response="Times are regular now.")
    make.remark(body, text="Still open")
    client.force_login(body.lead)
    page = as_read(text(client, reverse("you-said", args=[body.reference])))
    assert "Times are regular now." in page
    assert "Carers and families" in page
    assert "1 without one is left out" in page
    assert "Ada Example" not in page
    assert "Still open" not in page
    assert "Ada Example" in text(client, reverse("remarks", args=[body.reference]))
