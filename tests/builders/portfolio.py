"""Ten small contracts of one council that between them meet every case of the rule of standing; made by the real services.

Figures that are expected of them are worked out by hand in ``tests/measurement/portfolio``. A year of quarters from 1 April 2025,
as known on 25 April 2026, when the last return has been due for five days.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.obligations import services as commitments
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.register import services as register
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule import services as schedule
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.framework.models import Measure, Priority
from socialvalue.framework.services.versions import publish_version, start_version

from . import contracts, people
from . import measurement as build

D = Decimal
SPAN = (date(2025, 4, 1), date(2026, 3, 31))
AS_OF = date(2026, 4, 25)
CORRECTED_ON = date(2026, 4, 28)
BEGAN = date(2025, 4, 1)
NOBODY = "Nobody came in this period, the service was closed."
SEEN = "Seen on site with the provider’s own list."
WHY = "Both sides met and wrote it down."
# What is handed in for a period: nothing, a value, two numbers, or that there were no cases
GAP, NO_CASES = None, "no cases"


def on(day: date, hour: int = 10):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON))


@dataclass
class Portfolio:
    """The council with its contracts by reference."""

    scene: build.Scene
    newer: dict[str, Measure]  # measures of the second version of the framework
    directorates: dict[str, Directorate]
    contracts: dict[str, Contract] = field(default_factory=dict)

    @property
    def council(self):
        return self.scene.council

    def kpi(self, reference: str, number: int) -> Kpi:
        return Kpi.objects.get(obligation__contract__reference=reference, number=number)

    # A contract and what it promises

    def enter(self, reference: str, title: str, directorate: str, **details) -> Contract:
        signed = details.get("starts_on", BEGAN) - timedelta(days=12)
        with on(signed):
            contract, _ = contracts.draft_contract(
                self.scene.who, reference=reference, title=title, directorate=self.directorates[directorate], **details
            )
        self.contracts[reference] = contract
        return contract

    def promise(
        self,
        contract: Contract,
        measure: Measure | str = "",
        *,
        priority: str = "",
        day: date | None = None,
        agreed: bool = True,
        **terms,
    ) -> Kpi:
        """An obligation with one KPI, quarterly unless told, written ``day`` or ten days before the start. Both sides agree it."""
        measure = self.scene.measures[measure] if isinstance(measure, str) and measure else measure or None
        named = {"measure": measure}
        if priority:
            version = self.scene.measures["LE2.2"].outcome.priority.version
            named["priority"] = Priority.objects.get(code=priority, version=version)
        words = {"wording": "What is promised", "source_note": "Schedule 4, paragraph 2"}
        defaults = {"wording": f"Promise {Kpi.objects.count() + 1}", "frequency": "quarter"}
        if measure:
            defaults |= {"unit": measure.unit, "direction": measure.direction}
        with on(day or contract.starts_on - timedelta(days=10)):
            who = self.scene.who
            details = ObligationDetails(basis="required", **words, **named)
            obligation = commitments.add_obligation(contract, details, by=who.manager)
            kpi = commitments.add_kpi(obligation, KpiTerms(**defaults | terms), by=who.manager)
            if agreed:
                self.agree(kpi)
        return kpi

    def agree(self, kpi: Kpi, *, council: bool = True) -> None:
        """Each side agrees what stands; in-house the council alone."""
        who, obligation = self.scene.who, Obligation.objects.get(pk=kpi.obligation_id)
        if obligation.contract.suppliers.exists():
            obligation = commitments.agree(obligation, by=who.reporter)
        if council:
            commitments.agree(obligation, by=who.manager)

    def start(self, contract: Contract) -> None:
        with on(contract.starts_on):
            register.start_contract(Contract.objects.get(pk=contract.pk), by=self.scene.who.manager)

    def change(self, kpi: Kpi, day: date, *, agreed: bool, **terms) -> None:
        """Proposed on ``day``; the supplier agrees a day later, the council (where ``agreed``) two days later."""
        with on(day):
            commitments.edit_kpi(Kpi.objects.get(pk=kpi.pk), by=self.scene.who.manager, reason=WHY, **terms)
        who, obligation = self.scene.who, Obligation.objects.get(pk=kpi.obligation_id)
        with on(day + timedelta(days=1)):
            obligation = commitments.agree(obligation, by=who.reporter)
        if agreed:
            with on(day + timedelta(days=2)):
                commitments.agree(obligation, by=who.manager)

    # What is reported of it

    def report(self, kpi: Kpi, *values, skip: int = 0) -> None:
        """A value for each period from the first one (after ``skip``): handed in ten days after it, verified two days later."""
        for due, value in zip(self.rows(kpi)[skip:], values, strict=False):
            if value is not GAP:
                self.verify(self.hand_in(due, value))

    def rows(self, kpi: Kpi) -> list[DueReturn]:
        return list(DueReturn.objects.filter(kpi=kpi).order_by("starts_on"))

    def hand_in(self, due: DueReturn, value) -> Return:
        with on(due.ends_on + timedelta(days=10)):
            draft = returns.save_return(due, by=self._reporter(due), **_typed(value))
            return returns.submit_return(draft, by=self._reporter(due))

    def verify(self, handed_in: Return) -> Return:
        with on(handed_in.due.ends_on + timedelta(days=12)):
            return returns.verify_return(handed_in, by=self._verifier(handed_in.due), comment=SEEN)

    def send_back(self, handed_in: Return) -> None:
        with on(handed_in.due.ends_on + timedelta(days=12)):
            returns.query_return(handed_in, by=self._verifier(handed_in.due), comment="Which days were they?")

    def _by_council(self, due: DueReturn) -> bool:
        return due.kpi.client_side or not due.kpi.obligation.contract.suppliers.exists()

    def _reporter(self, due: DueReturn):
        return self.scene.who.manager if self._by_council(due) else self.scene.who.reporter

    def _verifier(self, due: DueReturn):
        return self.scene.who.director if self._by_council(due) else self.scene.who.manager

    def correct(self) -> None:
        """Three days after the figures were told: the last 3 apprenticeships of P-01 were 1."""
        due = self.rows(self.kpi("P-01", 1))[3]
        with on(CORRECTED_ON):
            draft = returns.correct_return(due, by=self.scene.who.reporter, reason="Two of them did not start.")
            draft = returns.save_return(due, by=self.scene.who.reporter, expected_version=draft.version, **_typed("1"))
            draft = returns.submit_return(draft, by=self.scene.who.reporter)
            returns.verify_return(draft, by=self.scene.who.manager, comment=SEEN)


def _typed(value) -> dict:
    if value == NO_CASES:
        return {"no_cases": True, "narrative": NOBODY}
    if isinstance(value, tuple):
        return {"numerator": D(value[0]), "denominator": D(value[1])}
    return {"value": D(value)}


def portfolio() -> Portfolio:
    """All ten."""
    with on(date(2025, 2, 1)):
        found = _begin()
    for make in (
        _sums, _changes, _minimums, _allowances, _shares, _levels, _done_or_not, _early_end, _extension, _in_house,
    ):  # fmt: skip
        make(found)
    return found


def _begin() -> Portfolio:
    scene = build.scene()
    old = scene.measures["LE2.2"].outcome.priority.version
    author = people.person(scene.council, Role.COMMISSIONER)
    newer = publish_version(start_version(old.framework, by=author), by=author)
    measures = {m.code: m for m in Measure.objects.filter(outcome__priority__version=newer)}
    named = {"ASCH": "Adult Social Care and Health", "GET": "Growth, Environment and Transport"}
    bodies = {code: Directorate.objects.create(council=scene.council, code=code, name=name) for code, name in named.items()}
    return Portfolio(scene, measures, bodies)


def _sums(book: Portfolio) -> None:
    """P-01: one with target and minimum, one with neither."""
    one = book.enter("P-01", "Home care", "ASCH")
    aimed = book.promise(one, "LE2.2", target=D(3), minimum=D(2))
    free = book.promise(one, "LE2.2")
    book.start(one)
    book.report(aimed, "3", "4", "2", "3")
    book.report(free, "1", "2", "0", "5")


def _changes(book: Portfolio) -> None:
    """P-02: a target that both sides agreed after half the year, and one that only the supplier has agreed."""
    one = book.enter("P-02", "Day centres", "ASCH")
    later = book.promise(one, "CD2.1")
    proposed = book.promise(one, "LE1.1", target=D(2))
    book.start(one)
    book.report(later, "20", "20")
    book.change(later, date(2025, 10, 20), agreed=True, target=D(10), minimum=D(8))
    book.report(later, "7", "10", skip=2)
    book.report(proposed, "1", "2", "2")
    book.change(proposed, date(2026, 1, 20), agreed=False, target=D(1))
    book.report(proposed, "2", skip=3)


def _minimums(book: Portfolio) -> None:
    """P-03: the same figures, with a minimum for half the year and for all of it."""
    one = book.enter("P-03", "Warm homes", "ASCH")
    half = book.promise(one, "GS2.1", target=D(10), minimum=D(8))
    whole = book.promise(one, "GS2.1", target=D(10), minimum=D(8))
    book.start(one)
    book.report(half, "5", "5")
    book.change(half, date(2025, 10, 20), agreed=True, minimum=None)
    book.report(half, "5", "5", skip=2)
    book.report(whole, "5", "5", "5", "5")


def _allowances(book: Portfolio) -> None:
    """P-04: complaints, of which so many are allowed a year; under no priority."""
    one = book.enter("P-04", "Meals at home", "ASCH")
    allowance = {"unit": "complaints", "direction": "lower", "per": "year"}
    some = book.promise(one, target=D(3), minimum=D(6), **allowance)
    many = book.promise(one, target=D(10), minimum=D(12), **allowance)
    just = book.promise(one, target=D(3), **allowance)
    book.start(one)
    book.report(some, "1", "1", "1", "1")
    book.report(many, "5", "4", "3", "2")
    book.report(just, "0", "3", "0", "0")


def _shares(book: Portfolio) -> None:
    """P-05: so many out of so many, each with periods without cases; of the last there never were any."""
    one = book.enter("P-05", "Recovery service", "ASCH")
    apprentices = book.promise(one, "LE2.1", kind="ratio", target=D(3), minimum=D(2))
    paid = book.promise(one, "BK2.1", kind="ratio", target=D(90), minimum=D(85))
    left = book.promise(one, "GE2.2", kind="ratio", target=D(10))
    book.start(one)
    book.report(apprentices, ("3", "100"), NO_CASES, ("1", "50"), ("6", "150"))
    book.report(paid, ("9", "10"), NO_CASES, ("80", "100"), GAP)
    book.report(left, NO_CASES, NO_CASES, NO_CASES, NO_CASES)


def _levels(book: Portfolio) -> None:
    """P-06: 130 days in two periods of 92 and 38, a level and a share."""
    one = book.enter("P-06", "Winter help", "GET", starts_on=date(2025, 11, 1), ends_on=date(2026, 3, 10))
    level = book.promise(one, "BK1.3", kind="level", target=D(70), minimum=D(60))
    paid = book.promise(one, "BK2.1", kind="ratio", target=D(80))
    book.start(one)
    book.report(level, "80", "40")
    book.report(paid, ("1", "2"), ("9", "10"))


def _done_or_not(book: Portfolio) -> None:
    """P-07: kept or not, done by a day, and a duty of the council's own."""
    one = book.enter("P-07", "Street lighting", "GET")
    kept = book.promise(one, "GS1.3", kind="yes_no", unit="")
    done = book.promise(one, "CD3.1", kind="milestone", unit="", frequency="", milestone_on=date(2025, 12, 31))
    own = book.promise(one, "LE2.2", client_side=True, target=D(1))
    book.start(one)
    book.report(kept, "1", "1", "0", "1")
    book.report(done, "1")
    book.report(own, "100", "100", "100", GAP)


def _early_end(book: Portfolio) -> None:
    """P-08: ended on the 46th of the 92 days of its third quarter."""
    one = book.enter("P-08", "Park keeping", "GET")
    kpi = book.promise(one, "LE2.2", target=D(4), minimum=D(2))
    book.start(one)
    book.report(kpi, "4", "3")
    with on(date(2025, 11, 16)):
        schedule.end_contract(one, by=book.scene.who.manager, reason="The provider has closed.", ended_on=date(2025, 11, 15))
    book.report(kpi, "2", skip=2)


def _extension(book: Portfolio) -> None:
    """P-09: its third quarter was cut on the same day, reported, and then the contract was extended; under version 2."""
    one = book.enter("P-09", "Coast paths", "GET", ends_on=date(2025, 11, 15))
    kpi = book.promise(one, book.newer["LE2.2"], target=D(4), minimum=D(2))
    book.start(one)
    book.report(kpi, "4", "4", "2")
    with on(date(2025, 12, 1)):
        commitments.change_dates(one, by=book.scene.who.manager, reason="It goes on.", ends_on=date(2027, 3, 31))
    book.report(kpi, "1", "4", skip=3)


def _in_house(book: Portfolio) -> None:
    """P-10: waiting and late, reported from January, given up, not agreed, sent back."""
    one = book.enter("P-10", "Library service", "GET", suppliers=[], route="in_house")
    january = date(2026, 1, 1)
    open_one = book.promise(one, "LE1.1", target=D(5))
    since = book.promise(one, "GS2.1", priority="BK", target=D(5), reported_from=january)
    waived = book.promise(one, "LE1.1", target=D(5))
    back = book.promise(one, "CD2.1", target=D(5), reported_from=january)
    book.start(one)
    book.promise(one, "LE1.1", day=date(2025, 5, 1), agreed=False, target=D(5), reported_from=BEGAN)
    book.report(open_one, "5", "5")
    book.hand_in(book.rows(open_one)[2], "6")
    book.report(since, "2")
    with on(date(2025, 10, 5)):
        schedule.waive(book.rows(waived)[1], by=book.scene.who.manager, reason="The library was closed for repairs.")
    book.report(waived, "5", GAP, "5", "4")
    book.send_back(book.hand_in(book.rows(back)[0], "3"))
