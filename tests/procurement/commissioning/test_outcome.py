"""Sought outcomes: what they rest on, dropped and taken up again."""

import pytest

from procurement.commissioning import services
from procurement.commissioning.enums import SoughtStatus
from procurement.commissioning.models import SoughtOutcome
from socialvalue.common.errors import Refused, WrongState
from tests.builders import commissioning as build
from tests.builders import engagement

pytestmark = pytest.mark.django_db


def test_remarks_of_another_commission_are_refused():
    body, other = build.commission(), build.commission()
    foreign = engagement.remark(other)
    for attempt in (
        lambda: build.outcome(body, remarks=[foreign]),
        lambda: services.edit_outcome(build.outcome(body), by=body.lead, remarks=[foreign]),
        lambda: services.add_entry(body, by=body.lead, kind="need", text="X", remarks=[foreign]),
    ):
        with pytest.raises(Refused, match=r"Choose remarks of this commission") as error:
            attempt()
        assert error.value.field == "remarks"


def test_an_outcome_is_dropped_with_a_reason_and_taken_up_again():
    body = build.commission()
    kept = build.requirement(body)
    with pytest.raises(Refused, match="requirements first"):
        services.drop_outcome(kept.sought, by=body.lead, reason="Nobody asked for this")
    services.remove_requirement(kept, by=body.lead, reason="It is out of proportion")
    with pytest.raises(WrongState, match=r"This requirement was removed already"):
        services.remove_requirement(kept, by=body.lead, reason="It is out of proportion")
    with pytest.raises(Refused, match="Say why"):
        services.drop_outcome(kept.sought, by=body.lead, reason="")
    services.drop_outcome(kept.sought, by=body.lead, reason="Nobody asked for it")
    with pytest.raises(Refused, match="dropped"):
        build.requirement(body, SoughtOutcome.objects.get())
    assert services.take_up_outcome(kept.sought, by=body.lead).status == SoughtStatus.PROVISIONAL
