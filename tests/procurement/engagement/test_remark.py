"""Remarks: what is refused, whose name is kept, and what was done about them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from procurement.commissioning import services as commissioning
from procurement.engagement import services
from procurement.engagement.models import Remark
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, WrongState
from tests.builders import commissioning as build
from tests.builders import engagement as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"question": "invented"}, "question"),
        ({"said_by": "A name"}, "said_by"),
    ],
)
def test_a_wrong_remark_is_refused_at_its_field(wrong, field):
    body = build.commission()
    for attempt in (
        lambda: make.remark(body, **wrong),
        lambda: services.edit_remark(make.remark(body), by=body.lead, **wrong),
    ):
        with pytest.raises(Refused) as error:
            attempt()
        assert [name for name, _ in error.value.problems] == [field]


def test_a_remark_is_not_of_tomorrow_nor_of_another_commissions_event():
    body, other = build.commission(), build.commission()
    with pytest.raises(Refused) as error:
        make.remark(body, said_on=clock.today() + timedelta(days=1), event=make.event(other))
    assert {name for name, _ in error.value.problems} == {"said_on", "event"}


def test_a_name_is_kept_only_with_consent_also_in_the_database():
    body = build.commission()
    named = make.remark(body, said_by="A carer", agreed_to_be_named=True)
    with pytest.raises(Refused, match="agreed to be named"):
        services.edit_remark(named, by=body.lead, agreed_to_be_named=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=named.pk).update(agreed_to_be_named=False)
    services.edit_remark(named, by=body.lead, agreed_to_be_named=False, said_by="")


def test_what_was_done_needs_words_and_is_dated():
    body = build.commission()
    remark = make.remark(body)
    with pytest.raises(Refused, match=r"Write what was done about it, or why nothing was") as error:
        services.respond(remark, by=body.lead, response=" ")
    assert error.value.field == "response"
    answered = services.respond(remark, by=body.lead, response="Times are fixed now.", expected_version=1)
    assert (answered.responded_by, answered.responded_at) == (body.lead, clock.now()) or answered.responded_at
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.respond(remark, by=body.lead, response="Mine", expected_version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=remark.pk).update(responded_at=None)


def test_a_closed_commission_keeps_its_engagement_as_it_is():
    body = build.commission()
    remark = make.remark(body)
    commissioning.move_stage(body, "close", by=body.lead, reason="The need is known already")
    with pytest.raises(WrongState, match="closed"):
        services.respond(remark, by=body.lead, response="X")
