"""Ten contracts of every kind a register has, lived through by the real services: what the copies are copies of.

Together they have a little more than 400 reported values. Everything is illustrative.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal as D
from random import Random
from typing import Any

from contracts.obligations import services as commitments
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi
from contracts.performance.composing import SubScore
from contracts.performance.enums import Kind
from contracts.register import services as register
from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.schedule import services as schedule
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.common import clock
from socialvalue.framework.models import Measure
from socialvalue.law.days import add_months
from socialvalue.places.models import District

SEEN = "Compared with the provider’s own list at the review meeting."
MET = "Both sides met and wrote down what changed."
# The number of the KPI whose latest return is sent back, where one is
ASKED = 2
SIGNED_BEFORE = timedelta(days=10)


@dataclass(frozen=True)
class Around:
    """Everybody and everything around the ten contracts."""

    council: Organisation
    directorate: Directorate
    manager: User
    director: User
    supplier: Organisation
    reporter: User
    measures: tuple[Measure, ...]
    districts: tuple[District, ...]


@dataclass(frozen=True)
class Life:
    """``began``: months ago; ``months``: how long it is agreed for. ``kpis``: names of ``TERMS``. ``missing``: last periods."""

    title: str
    began: int
    months: int
    kpis: tuple[str, ...]
    value: D = D(400000)
    in_house: bool = False
    owned: bool = True
    missing: int = 0
    then: tuple[str, ...] = field(default=())


SCORE = [
    sub.plain()
    for sub in (
        SubScore(key="visits", wording="Visits on time", weight=D(60), unit="%", target=D(95)),
        SubScore(key="conduct", wording="Conduct on site", weight=D(40), rule="scale"),
    )
]
TERMS: dict[str, dict[str, Any]] = {
    "sum": {"target": D(8), "minimum": D(6), "frequency": "quarter"},
    "monthly": {"target": D(3), "minimum": D(2), "frequency": "month"},
    "share": {"target": D(80), "minimum": D(70), "frequency": "quarter", "kind": Kind.RATIO, "unit": "%"},
    "level": {"target": D(60), "frequency": "quarter", "kind": Kind.LEVEL},
    "lower": {"target": D(9), "minimum": D(12), "frequency": "quarter", "direction": "lower", "unit": "complaints"},
    "counted": {"frequency": "quarter", "unit": "visitors"},
    "kept": {"frequency": "half_year", "kind": Kind.YES_NO, "unit": ""},
    "done": {"frequency": "", "kind": Kind.MILESTONE, "unit": ""},
    "score": {"target": D(70), "minimum": D(50), "frequency": "quarter", "kind": Kind.COMPOSITE, "unit": "", "sub_scores": SCORE},
    "own duty": {"target": D(95), "frequency": "quarter", "kind": Kind.RATIO, "unit": "%", "client_side": True},
}
USUAL = ("sum", "sum", "share", "level", "lower")
LIVES = (
    Life("Care and support in the home", 27, 48, USUAL),
    Life("School meals", 27, 60, ("sum", "share", "share", "level", "counted"), D(1450000), missing=1),
    Life("Highway repairs", 27, 36, ("monthly", "monthly", "monthly", "monthly", "share"), D(3200000)),
    Life("Short breaks for carers", 27, 48, (*USUAL, "kept"), D(240000), then=("correct", "send back", "waive")),
    Life("Street lighting advice", 27, 48, USUAL, D(90000), in_house=True),
    Life("Smoking and weight advice", 30, 48, USUAL, D(330000), then=("end",)),
    Life("Residential respite", 34, 30, (*USUAL, "sum"), D(390000)),
    Life("Advocacy", 6, 36, USUAL, D(310000), then=("submitted only",)),
    Life("Soft landscaping of verges", -3, 36, USUAL, D(640000), then=("draft",)),
    Life("Lunch clubs", 27, 30, (*USUAL, "done", "own duty", "score"), D(18000), owned=False, missing=2),
)


class Living:
    """One life after another, each at the days it tells of. What is reported follows from ``seed``."""

    def __init__(self, around: Around, today: date, *, seed: int):
        self.around, self.today = around, today
        self.chance = Random(seed)  # noqa: S311 - figures to measure with, no secrets
        self.measures = self._measures()

    def live(self, life: Life) -> Contract:
        """The contract as it stands today, after everything that happened to it."""
        contract = self._signed(life)
        if "draft" in life.then:
            return contract
        with at(contract.starts_on):
            register.start_contract(contract, by=self.around.manager, in_force_already=True)
        self._report(contract, life)
        for what in life.then:
            if what in ACTS:
                ACTS[what](self, Contract.objects.get(pk=contract.pk))
        if contract.last_day < self.today:
            with at(contract.last_day + timedelta(days=1)):
                register.end_what_is_over(clock.now())
        return Contract.objects.get(pk=contract.pk)

    def _measures(self) -> Iterator[Measure]:
        """One measure after another, round and round, so that each priority has its share."""
        found = self.chance.sample(self.around.measures, len(self.around.measures))
        while True:
            yield from found

    def _signed(self, life: Life) -> Contract:
        """Entered ten days before it begins (of one that is still to come: lately), with its obligations agreed."""
        one = self.around
        starts_on = add_months(self.today.replace(day=1), -life.began)
        details = ContractDetails(
            title=life.title,
            directorate=one.directorate,
            starts_on=starts_on,
            ends_on=add_months(starts_on, life.months) - timedelta(days=1),
            total_value=life.value,
            route="in_house" if life.in_house else "tender",
            manager=one.manager if life.owned else None,
            lead_director=one.director if life.owned else None,
        )
        with at(min(starts_on - SIGNED_BEFORE, self.today - timedelta(days=1))):
            contract = register.register_contract(
                details,
                by=one.manager,
                council=one.council,
                suppliers=[] if life.in_house else [one.supplier],
                districts=self.chance.sample(one.districts, 2),
                illustrative=True,
            )
            for name in life.kpis:
                self._promise(contract, name)
            if "draft" not in life.then:
                commitments.record_as_signed(contract, by=one.manager, note="Schedule 4 of the signed contract")
        return Contract.objects.get(pk=contract.pk)

    def _promise(self, contract: Contract, name: str) -> None:
        terms = dict(TERMS[name])
        measure = self._measure_for(terms)
        priority = None if measure else self.chance.choice(self.around.measures).outcome.priority
        basis = self.chance.choice(["required", "offered"])
        wording = measure.name if measure else f"What is promised beside the measures: {name}"
        obligation = commitments.add_obligation(
            contract, ObligationDetails(basis=basis, wording=wording, measure=measure, priority=priority), by=self.around.manager
        )
        if measure:
            terms |= {"unit": measure.unit, "direction": measure.direction}
            if measure.direction == "lower" and "minimum" in terms:
                terms["minimum"] = terms["target"] + (terms["target"] - terms["minimum"])
        if terms.get("kind") == Kind.MILESTONE:
            terms["milestone_on"] = add_months(contract.starts_on, 12)
        commitments.add_kpi(obligation, KpiTerms(wording=wording[:300], **terms), by=self.around.manager)

    def _measure_for(self, terms: dict[str, Any]) -> Measure | None:
        """The next measure that counts in the unit these terms have; None where they have a unit of their own."""
        kind = terms.get("kind", Kind.SUM)
        if kind not in (Kind.SUM, Kind.RATIO, Kind.LEVEL) or terms.get("unit", "%") != "%" or terms.get("client_side"):
            return None
        return next(one for one in self.measures if (one.unit == "%") == (kind == Kind.RATIO))

    def _report(self, contract: Contract, life: Life) -> None:
        """Every period that is over: handed in ten days after it and verified four days later, where that day has come."""
        for kpi in Kpi.objects.filter(obligation__contract=contract).order_by("number"):
            over = [due for due in rows_of(kpi) if due.ends_on + timedelta(days=10) <= self.today]
            handed_in = over[: len(over) - life.missing]
            for due in handed_in:
                self.hand_in(due)
                if "send back" in life.then and kpi.number == ASKED and due == handed_in[-1]:
                    self.send_back(due)
                elif "submitted only" not in life.then and due.ends_on + timedelta(days=14) <= self.today:
                    self.verify(due)

    def hand_in(self, due: DueReturn) -> None:
        by = self.reporter(due)
        with at(due.ends_on + timedelta(days=10)):
            draft = returns.save_return(due, by=by, **self._figure(due), evidence_note="The provider’s own list (illustrative)")
            returns.submit_return(draft, by=by)

    def verify(self, due: DueReturn) -> None:
        with at(due.ends_on + timedelta(days=14)):
            returns.verify_return(due.returns.latest("number"), by=self.verifier(due), comment=SEEN)

    def send_back(self, due: DueReturn) -> None:
        with at(due.ends_on + timedelta(days=10)):
            latest = due.returns.latest("number")
            returns.query_return(latest, by=self.verifier(due), comment="Which of these people stayed for six months?")

    def _figure(self, due: DueReturn) -> dict[str, Any]:
        kind, better = due.kpi.kind, self.chance.choice([D("0.75"), D("0.95"), D(1), D("1.1")])
        if kind in (Kind.YES_NO, Kind.MILESTONE):
            return {"value": D(1)}
        if kind == Kind.RATIO:
            share = min((due.target or D(50)) * better, D(100))
            return {"numerator": (share * 2).quantize(D(1)), "denominator": D(200)}
        if kind == Kind.COMPOSITE:
            return {"answers": {"visits": str(95 * better), "conduct": self.chance.choice(["fair", "good"])}}
        return {"value": ((due.target or D(20)) * better).quantize(D("0.01"))}

    def by_council(self, due: DueReturn) -> bool:
        return due.kpi.client_side or not due.kpi.obligation.contract.suppliers.exists()

    def reporter(self, due: DueReturn) -> User:
        return self.around.manager if self.by_council(due) else self.around.reporter

    def verifier(self, due: DueReturn) -> User:
        return self.around.director if self.by_council(due) else self.around.manager


def at(day: date) -> AbstractContextManager:
    return clock.at(datetime.combine(day, time(10), tzinfo=clock.LONDON))


def rows_of(kpi: Kpi) -> list[DueReturn]:
    return list(DueReturn.objects.filter(kpi=kpi).select_related("kpi__obligation__contract").order_by("starts_on"))


def _kpi(contract: Contract, number: int) -> Kpi:
    return Kpi.objects.get(obligation__contract=contract, number=number)


def _over(living: Living, contract: Contract, number: int) -> list[DueReturn]:
    """The periods of a KPI whose return has been verified by now."""
    return [due for due in rows_of(_kpi(contract, number)) if due.returns.filter(status="verified").exists()]


def _correct(living: Living, contract: Contract) -> None:
    """Two figures were wrong: one correction is verified and takes its place, the other waits."""
    first, second = _over(living, contract, 1)[:2]
    for due in (first, second):
        with at(due.ends_on + timedelta(days=40)):
            draft = returns.correct_return(due, by=living.reporter(due), reason="Two people were counted twice.")
            returns.submit_return(draft, by=living.reporter(due))
    with at(first.ends_on + timedelta(days=45)):
        returns.verify_return(first.returns.latest("number"), by=living.verifier(first), comment=SEEN)


def _waive(living: Living, contract: Contract) -> None:
    """The period that runs now is given up for one KPI."""
    due = next(due for due in rows_of(_kpi(contract, 3)) if due.ends_on >= living.today)
    with at(living.today - timedelta(days=2)):
        schedule.waive(due, by=living.around.manager, reason="The service is closed for the whole of this period.")


def _end(living: Living, contract: Contract) -> None:
    """It ended before the agreed day."""
    day = living.today - timedelta(days=20)
    with at(day):
        schedule.end_contract(contract, by=living.around.manager, reason="The provider closed its office.", ended_on=day)


ACTS: dict[str, Callable[[Living, Contract], None]] = {"correct": _correct, "waive": _waive, "end": _end}
