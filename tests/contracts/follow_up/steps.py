"""What several tests of the list to follow up do."""

from datetime import datetime

from contracts.follow_up.models import FollowUp
from contracts.follow_up.services import follow
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from tests.builders import contracts as build

NOW = datetime(2026, 1, 20, 9, tzinfo=clock.LONDON)
WHOLE = {"direct_result": "Yes, of this work.", "anyway": "No, not without it.", "evidence_note": "In the provider’s list."}


def dues_of(contract) -> list[DueReturn]:
    return list(DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("kpi", "starts_on"))


def looked() -> list[tuple[str, str]]:
    """(question, sentence) of everything that is open once the clock has looked."""
    follow(clock.now())
    return list(FollowUp.objects.open().order_by("due__starts_on", "question", "rule").values_list("question", "sentence"))


def history(values: list[str]):
    """A contract of nine periods before the one that runs, monthly, with these values in the first of them."""
    contract, who = build.active_contract(kpi={"frequency": "month", "target": None, "minimum": None})
    for due, value in zip(dues_of(contract), values, strict=False):
        build.submitted_return(due, who, value, **WHOLE)
    return contract, who
