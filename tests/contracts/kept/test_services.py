"""Every service that changes a figure keeps it, on the very day: after each act, what is kept is what the statement says.

``ACTS`` are done one after the other on one day; each says whether what is kept changed by it, so that an act which leaves the
figures as they were cannot hide a service that forgets them.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.kept.models import Kept, KeptContract, KeptKpi
from contracts.kept.selectors.checking import settled, sums_unlike, unlike
from contracts.kept.services import roll
from contracts.obligations import services as obligations
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.register import services as register
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule import services as schedule
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.brought import steps as brought

pytestmark = pytest.mark.django_db
# Two quarters are over and due, and the half year's end is near the day
NOW = datetime(2025, 11, 3, 9, tzinfo=clock.LONDON)
WHY = "The provider and the council agreed it at their meeting in October."


class Stage:
    """The contract, its people, and what the acts need of it, fresh each time."""

    def __init__(self):
        with clock.at(datetime(2025, 3, 1, 9, tzinfo=clock.LONDON)):
            self.contract, self.who = build.active_contract()
            brought.with_framework(self.who)
            self.draft, _ = build.draft_contract(self.who)
            self.ending, _ = build.active_contract(self.who, starts_on=date(2025, 4, 1), ends_on=date(2025, 11, 2))
        Directorate.objects.create(council=self.who.council, code="NEW", name="Another")

    def due(self, number: int) -> DueReturn:
        rows = DueReturn.objects.filter(kpi__obligation__contract=self.contract, kpi__number=1).order_by("starts_on")
        return rows[number]

    def sent(self, number: int) -> Return:
        return Return.objects.filter(due=self.due(number)).latest("number")

    def fresh(self) -> Contract:
        return Contract.objects.get(pk=self.contract.pk)

    def kpi(self, number: int = 1) -> Kpi:
        return Kpi.objects.get(obligation__contract=self.contract, number=number)

    def obligation(self, code: str = "O1") -> Obligation:
        return Obligation.objects.get(contract=self.contract, code=code)


def add(s: Stage):
    terms = KpiTerms(wording="Visits", unit="visits", frequency="quarter", target=Decimal(2), reported_from=date(2025, 10, 1))
    obligations.add_kpi(s.obligation(), terms, by=s.who.manager)


def agree(s: Stage):
    obligations.agree(s.obligation(), by=s.who.manager)
    obligations.agree(s.obligation(), by=s.who.reporter)


def sign(s: Stage):
    build.obligation(s.draft, s.who)
    obligations.record_as_signed(s.draft, by=s.who.manager, note="Schedule 4 of the signed contract")
    register.start_contract(s.draft, by=s.who.manager)


def lower(s: Stage):
    """A target that both sides agree anew, while the schedule follows."""
    obligations.edit_kpi(s.kpi(), by=s.who.manager, reason=WHY, target=Decimal(9), minimum=Decimal(1))
    agree(s)


def bring_over(s: Stage):
    """An agreement of earlier records, and the return of a quarter that is over."""
    base = {"contract": s.fresh().reference, "kpi": "8"}
    wording = {"wording": "Two visits a quarter.", "origin": "required", "agreed on": "2025-03-01", "priority": "LE"}
    kpi = {"kpi wording": "Visits", "kpi kind": "sum", "unit": "visits", "target": "2", "frequency": "quarterly"}
    made = brought.obligations(s.who, base | {"obligation": "O8", "reported from": "2025-04-01"} | wording | kpi)
    assert made.code == 0, made.problems
    row = {"start date": "Q1 2025/26", "value": "2", "status": "verified"}
    assert brought.returns(s.who, base | row, verified_by=s.who.director).code == 0


ACTS = [
    ("bring over from earlier records", bring_over),
    ("submit", lambda s: build.submitted_return(s.due(0), s.who, "3")),
    ("undo submit", lambda s: returns.undo_submit(s.sent(0), by=s.who.reporter)),
    ("submit again", lambda s: returns.submit_return(s.sent(0), by=s.who.reporter)),
    ("query", lambda s: returns.query_return(s.sent(0), by=s.who.manager, comment="Which sites were these?")),
    ("answer", lambda s: returns.submit_return(s.sent(0), by=s.who.reporter)),
    ("verify", lambda s: returns.verify_return(s.sent(0), by=s.who.manager, comment=build.SEEN)),
    ("undo verify", lambda s: returns.undo_verify(s.sent(0), by=s.who.manager)),
    ("verify again", lambda s: returns.verify_return(s.sent(0), by=s.who.manager, comment=build.SEEN)),
    ("waive", lambda s: schedule.waive(s.due(1), by=s.who.manager, reason=WHY)),
    ("owe again", lambda s: schedule.owe_again(s.due(1), by=s.who.manager, reason=WHY)),
    (
        "another directorate",
        lambda s: register.edit_contract(s.fresh(), by=s.who.manager, directorate=Directorate.objects.get(code="NEW")),
    ),
    ("start, and recorded as signed", sign),
    ("another last day", lambda s: obligations.change_dates(s.fresh(), by=s.who.manager, reason=WHY, ends_on=date(2026, 3, 31))),
    ("goes on", lambda s: obligations.carry_on(s.fresh(), by=s.who.manager, until=date(2028, 3, 31), reason=WHY)),
]  # fmt: skip
# Of what nobody agreed, or of periods to come, nothing counts yet: these must not make the two differ
QUIET = [
    ("the nightly end of what is over", lambda s: register.end_what_is_over(NOW)),
    ("add a KPI", add),
    ("agree", agree),
    ("other terms", lower),
    ("end an obligation", lambda s: obligations.end_obligation(s.obligation(), by=s.who.manager, reason=WHY)),
    (
        "an end before its time",
        lambda s: schedule.end_contract(s.fresh(), by=s.who.manager, reason=WHY, ended_on=date(2025, 11, 1)),
    ),
]


@pytest.fixture
def stage():
    found = Stage()
    with clock.at(NOW):
        roll()
        yield found


def kept(council) -> set:
    """Everything kept, as it can be compared."""
    rows = [*KeptContract.objects.filter(council=council).values(), *KeptKpi.objects.filter(council=council).values()]
    return {str(sorted((name, str(value)) for name, value in row.items() if name != "id")) for row in rows}


def check(council, name: str) -> None:
    keys = settled(council.pk, NOW.date())
    assert len(keys) == Contract.objects.filter(council=council).exclude(status="draft").count(), name
    assert unlike(keys, NOW.date()) == [], f"{name}: keep(contract) as the last write"
    assert sums_unlike(council.pk) == [], name


def test_each_act_is_kept(stage):
    council = stage.who.council
    check(council, "at first")
    for minute, (name, act) in enumerate(ACTS):
        before = kept(council)
        with clock.at(NOW + timedelta(minutes=minute)):
            act(stage)
        assert kept(council) != before, f"{name} changes nothing here and shows nothing"
        check(council, name)


def test_what_does_not_count_yet_is_right_too(stage):
    for name, act in QUIET:
        act(stage)
        check(stage.who.council, name)
    assert not Kept.objects.filter(changed=True).exists()


def test_the_guard_sees_a_figure_that_nobody_kept(stage):
    due = stage.due(0)
    build.submitted_return(due, stage.who)
    Kpi.objects.filter(pk=due.kpi_id).update(client_side=True)
    assert len(unlike(settled(stage.who.council.pk, NOW.date()), NOW.date())) > 0
