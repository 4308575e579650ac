"""A council's contracts with their KPIs, changes and returns, told in few words and made by the real services.

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
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.framework.models import Measure, Priority

from . import contracts
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
        words = {"wording": "What is promised", "source_note": "Schedule 4, paragraph 2"}
        defaults = {"wording": f"Promise {Kpi.objects.count() + 1}", "frequency": "quarter"}
        if measure:
            defaults |= {"unit": measure.unit, "direction": measure.direction}
        with on(day or contract.starts_on - timedelta(days=10)):
            who = self.scene.who
            details = ObligationDetails(basis="required", **words, measure=measure)
            obligation = commitments.add_obligation(contract, details, by=who.manager)
            kpi = commitments.add_kpi(obligation, KpiTerms(**defaults | terms), by=who.manager)
            if agreed:
                self.agree(kpi)
        if priority:
            # As obligations stood that were entered before a measure was held to its own priority; no service makes it now
            version = self.scene.measures["LE2.2"].outcome.priority.version
            other = Priority.objects.get(code=priority, version=version)
            Obligation.objects.filter(pk=kpi.obligation_id).update(priority=other)
        return kpi

    def agree(self, kpi: Kpi, *, council: bool = True) -> None:
        """Each side agrees what stands; in-house the council alone."""
        who = self.scene.who
        obligation = contracts.on_top(Obligation.objects.get(pk=kpi.obligation_id), who.manager)
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
