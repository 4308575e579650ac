"""Register the contracts and hand in two years of returns, each verified by somebody else."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet

from contracts.evidence import services as evidence
from contracts.evidence.calculations.consent import Consent
from contracts.evidence.enums import How, Use
from contracts.handover.services import make_contract
from contracts.obligations import services as commitments
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Basis, Frequency
from contracts.obligations.models import Kpi
from contracts.performance.enums import Kind
from contracts.register import services as register
from contracts.register.calculations.details import ContractDetails
from contracts.register.enums import Route
from contracts.register.models import Contract
from contracts.register.selectors import kpi_duty_of, kpis_set
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.selectors import missing_in
from contracts.schedule.models import DueReturn
from measurement.demonstration import (
    certificates,
    chains,
    doubts,
    earlier,
    grants,
    handovers,
    ideas,
    lives,
    locking,
    papers,
    people,
    postcodes,
    scores,
    sound,
    spent,
)
from measurement.demonstration.before import say_before
from measurement.demonstration.contracts import AGREED, HIGHWAYS_KPIS
from measurement.demonstration.lines import said_of
from measurement.demonstration.promises import SUPPLIERS, Agreed, Promise
from measurement.demonstration.stages import Stagehand
from procurement.award.models import Award
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.common.templatetags.formats import plain_quantity
from socialvalue.framework.enums import Direction
from socialvalue.framework.models import Measure
from socialvalue.law.days import add_months
from socialvalue.places.models import District

BEFORE_THE_ACT = "Advertised under the Public Contracts Regulations 2015, before the Act was in force (illustrative)."
ONE_BY_ONE = {"people", "apprenticeships", "placements", "days", "pupils", "qualifications", "homes", "claims", "accreditations"}
NOTES = (
    "Counted from our own records at the end of the period.",
    "As reported at the review meeting.",
    "A good period: two partners joined in.",
    "A quieter period because of the holidays.",
    "One site was closed for three weeks.",
)
STORIES = (
    (
        "From helper to colleague",
        "I came to the club to get out of the house. After a year I was asked to help with the newcomers. Since March I am paid for it, two "
        "mornings a week. I get up on time now.",
        "volunteering, work",
    ),
    (
        "The first wage",
        "Nobody in my family had worked for a while. My mentor rang me every morning of the first month. I am in month eight and I have bought "
        "my sister a bicycle.",
        "work, young people",
    ),
    (
        "Reading to my daughter",
        "The lessons were in the break room, so nobody had to know. Last night I read my daughter a whole book.",
        "families, learning",
    ),
    (
        "A warm kitchen",
        "They came about my meals and saw the damp. Two weeks later the window was tight and the boiler worked. I use the kitchen again.",
        "health, homes",
    ),
)
# The one that comes with a sound
WITH_SOUND = "The first wage"


def first_of_month(day: date, months_ago: int) -> date:
    return add_months(day.replace(day=1), -months_ago)


class Registrar:
    """Makes contracts and their returns. The numbers come from a fixed seed: every loading shows the same pattern."""

    def __init__(
        self,
        stage: Stagehand,
        say: Callable[[str], object] = lambda text: None,
        *,
        contracts: Sequence[Agreed] = AGREED,
        called: str = "KCC",
    ):
        """``called``: what references of the contracts begin with."""
        self.say, self.contracts, self.called = say, contracts, called
        self.stage, self.cast, self.random = stage, stage.cast, Random(2012)  # noqa: S311 - invented figures, not secrets
        self.stories = self.sounds = 0
        # What is to happen, the earliest first; an event may put further ones on the list
        self.events: list[tuple[date, int, Callable[[], None]]] = []
        self.planned = 0
        # Of KPIs beside the promises: what is reported
        self.figures: dict[int, lives.Figure] = {}
        # KPIs (keys) whose figure is told by the ages of those who benefited
        self.by_age: set[int] = set()

    def run(self) -> None:
        """Enter the contracts, then play what was handed in, verified and reported in the order it happened."""
        for number, agreed in enumerate(self.contracts, start=1):
            self.say(f"contracts {number} of {len(self.contracts) + 1}")
            self.enter(agreed, number)
        self.say(f"contracts {len(self.contracts) + 1} of {len(self.contracts) + 1}")
        highways = self.highways()
        self.report(highways, late=False, promises=None)
        scores.plan(self, highways)
        papers.plan(self)
        certificates.plan(self)
        ideas.plan(self)
        chains.plan(self)
        doubts.plan(self)
        spent.plan(self)
        self.play()

    def enter(self, agreed: Agreed, number: int) -> None:
        """One contract, and what is to happen in it."""
        contract = self.register(agreed, number)
        self.report(contract, late=agreed.late, promises=agreed.promises)
        lives.plan(self, contract)
        locking.plan(self, contract)
        earlier.plan(self, contract)

    def play(self) -> None:
        """Everything that is on the list, in the order it happened."""
        done = 0
        while self.events:
            if done % 25 == 0:
                self.say(f"returns and reports {done:,} of {done + len(self.events):,}")
            heappop(self.events)[2]()
            done += 1

    def later(self, day: date, act: Callable[[], object]) -> None:
        """Put ``act`` on the list for ``day``; the clock stands at that day when it is done."""

        def done() -> None:
            with self.at(day):
                act()

        self.planned += 1
        heappush(self.events, (day, self.planned, done))

    def month_start(self, months_ago: int) -> date:
        """The first day of the month so many months ago."""
        return first_of_month(self.stage.today, months_ago)

    def reporter(self, contract: Contract) -> User:
        """Who makes the contract's returns: for its supplier, or in-house the head of service."""
        supplier = contract.suppliers.first()
        return self.cast.bidders[supplier.name] if supplier else self.cast.head

    def register(self, agreed: Agreed, number: int) -> Contract:
        starts = first_of_month(self.stage.today, agreed.months_ago)
        ends = add_months(starts, agreed.term) - timedelta(days=1)
        supplier = None if agreed.supplier < 0 else self.cast.suppliers[SUPPLIERS[agreed.supplier]]
        manager, director = self.cast.manager, self.cast.director
        with self.at(starts - timedelta(days=14)):
            contract = register.register_contract(
                ContractDetails(
                    reference=f"{self.called}-{number:04d}",
                    directorate=self.cast.directorates[agreed.directorate],
                    title=agreed.title,
                    description="Entered for the demonstration. Its figures are illustrative.",
                    kind=agreed.kind,
                    starts_on=starts,
                    ends_on=None if agreed.rolling else ends,
                    review_on=add_months(starts, 12 * (1 + agreed.months_ago // 12)),
                    annual_value=agreed.annual,
                    total_value=agreed.annual * agreed.term / 12,
                    value_with_vat=agreed.annual * agreed.term / 10,
                    route=agreed.route,
                    manager=manager,
                    lead_director=director,
                    service_head=self.cast.head if agreed.kind == CommissionKind.IN_HOUSE else None,
                ),
                by=manager,
                council=self.cast.council,
                suppliers=[supplier] if supplier else [],
                districts=self.districts(agreed.districts),
                illustrative=True,
            )
            for promise in agreed.promises:
                self.promise(contract, promise)
            lives.at_signing(self, contract)
            grants.at_signing(self, contract)
            commitments.record_as_signed(contract, by=manager, note="Signed before this register was kept.")
        self.start(contract, starts, by=manager)
        return contract

    def start(self, contract: Contract, day: date, *, by: User) -> None:
        """Put it in force on that day; a week later the KPIs are published, where the law asks for that."""
        with self.at(day):
            contract.refresh_from_db()
            duty = kpi_duty_of(contract)
            if duty.asked and kpis_set(contract) < duty.fewest:
                contract = register.say_why_no_kpis(contract, by=by, ground="before", reason=BEFORE_THE_ACT)
            started = register.start_contract(contract, by=by)
        contract.refresh_from_db()
        if started.kpis_publish_by is not None:
            published = min(day + timedelta(days=7), self.stage.today)
            self.later(published, partial(self._publish, contract.pk, by, published))

    def _publish(self, key: int, by: User, day: date) -> None:
        register.record_kpis_published(Contract.objects.get(pk=key), by=by, published_on=day)

    def districts(self, names: tuple[str, ...]) -> QuerySet[District]:
        return District.objects.filter(name__in=names)

    def promise(self, contract: Contract, promise: Promise) -> None:
        measure: Measure = self.stage.measure(promise.measure)
        by = self.cast.manager
        obligation = commitments.add_obligation(
            contract,
            ObligationDetails(
                basis=Basis.OFFERED if promise.offered else Basis.REQUIRED,
                wording=f"{measure.name}: {plain_quantity(promise.target, measure.unit)} in each period.",
                priority=measure.outcome.priority,
                outcome=measure.outcome,
                measure=measure,
                source_note="Schedule of performance of the signed contract (illustrative)",
            ),
            by=by,
        )
        commitments.add_kpi(
            obligation,
            KpiTerms(
                wording=measure.name,
                unit=measure.unit,
                direction=measure.direction,
                target=promise.target,
                minimum=promise.minimum,
                frequency=promise.frequency,
                kind=promise.kind,
            ),
            by=by,
        )

    def highways(self) -> Contract:
        """The highways term maintenance contract with its twelve published indicators."""
        starts = first_of_month(self.stage.today, 24)
        by = self.cast.manager
        with self.at(starts - timedelta(days=14)):
            contract = register.register_contract(
                ContractDetails(
                    reference="KCC-HTM",
                    directorate=self.cast.directorates["GET"],
                    title="Highways term maintenance",
                    description=(
                        "Twelve KPIs as Kent published them in 2019; the apprentice target of 3 % is the published one. "
                        "Contractor and returns are illustrative."
                    ),
                    starts_on=starts,
                    ends_on=add_months(starts, 60) - timedelta(days=1),
                    review_on=add_months(starts, 36),
                    annual_value=Decimal("40000000"),
                    total_value=Decimal("200000000"),
                    route=Route.TENDER,
                    manager=by,
                    lead_director=self.cast.director,
                ),
                by=by,
                council=self.cast.council,
                suppliers=[self.cast.suppliers["Oast Highways plc"]],
                districts=self.districts(("Ashford", "Canterbury", "Maidstone", "Swale", "Thanet", "Dover")),
                illustrative=True,
            )
            for wording, unit, target, minimum, lower, outcome, _ in HIGHWAYS_KPIS:
                found = self.stage.outcome(outcome)
                obligation = commitments.add_obligation(
                    contract,
                    ObligationDetails(
                        basis=Basis.REQUIRED,
                        wording=wording,
                        priority=found.priority,
                        outcome=found,
                        source_note="Report to the Scrutiny Committee, Kent County Council, 2019, paragraph 5.2",
                    ),
                    by=by,
                )
                commitments.add_kpi(
                    obligation,
                    KpiTerms(
                        wording=wording,
                        unit=unit,
                        direction=Direction.LOWER if lower else Direction.HIGHER,
                        target=target,
                        minimum=minimum,
                        frequency=Frequency.QUARTER,
                        kind=Kind.RATIO if unit == "%" else Kind.LEVEL,
                    ),
                    by=by,
                )
            commitments.record_as_signed(contract, by=by, note="Signed before this register was kept.")
            say_before(contract, by=by)
        self.start(contract, starts, by=by)
        return contract

    def from_award(self, award: Award, *, days_ago: int) -> Contract:
        """The contract that is pulled from an award of the demonstration, agreed by both sides and begun."""
        by = self.cast.manager
        with self.stage.on(days_ago + 12, 10):
            contract = make_contract(award, by=by, manager=by, lead_director=self.cast.director)
        bidder = self.cast.bidders[award.bid.supplier.name]
        with self.stage.on(days_ago + 6, 11):
            handovers.told_apart(self, contract)
            for obligation in contract.obligations.all():
                commitments.agree(obligation, by=by)
        with self.stage.on(days_ago + 3, 15):
            for obligation in contract.obligations.all():
                commitments.agree(obligation, by=bidder)
        with self.stage.on(days_ago, 9):
            contract.refresh_from_db()
            register.start_contract(contract, by=by)
        handovers.kick_off(self, contract, days_ago=days_ago - 9, confirmed_by=bidder)
        return contract

    def report(self, contract: Contract, *, late: bool, promises: tuple[Promise, ...] | None) -> None:
        """Every return that has fallen due, handed in by the supplier and verified by the council."""
        until = min(lives.end_of(self, contract) or self.stage.today, self.stage.today - timedelta(days=5))
        rows = DueReturn.objects.filter(kpi__obligation__contract=contract, ends_on__lt=until).select_related(
            "kpi__obligation__measure", "kpi__obligation__contract"
        )
        shapes = list(promises) if promises else None
        numbers: dict[int, int] = {}
        for due in rows.order_by("ends_on", "kpi__number"):
            recent = due.due_on >= self.stage.today
            overdue_now = late and due.due_on >= self.stage.today - timedelta(days=75)
            if overdue_now or (recent and self.random.random() < 0.5):
                continue
            if due.kpi_id in self.figures:
                figure = self.figures[due.kpi_id](self.random, due)
            else:
                number = numbers.setdefault(due.kpi_id, len(numbers))
                figure = self.figure(due, self.value(due, shapes[number] if shapes else None, number))
            lately = due.ends_on >= self.stage.today - timedelta(days=62)
            self.hand_in(due, figure, verified=not lately or self.random.random() < 0.7)

    def report_on(self, kpi: Kpi) -> None:
        """The returns of a KPI that was added on the way."""
        for due in kpi.due_returns.filter(ends_on__lt=self.stage.today - timedelta(days=30)):
            self.hand_in(due, self.figures[kpi.pk](self.random, due), verified=True)

    def value(self, due: DueReturn, shape: Promise | None, number: int) -> Decimal:
        if shape is None:
            base, swing = HIGHWAYS_KPIS[number][6], Decimal("0.06")
        else:
            base, swing = (due.target or shape.target) * shape.level, shape.swing
        drift = Decimal(self.random.randint(-100, 100)) / 100 * swing
        value = max(base * (1 + drift), Decimal(0))
        if due.kpi.unit == "%":
            value = min(value, Decimal(100))
        places = Decimal("1") if due.kpi.unit in ONE_BY_ONE else Decimal("0.1")
        return value.quantize(places, rounding=ROUND_HALF_UP)

    def hand_in(self, due: DueReturn, figure: dict[str, Any], *, verified: bool) -> None:
        """Handed in some days after the period, one in thirty late; what is the council's own duty by the council."""
        contract, own = due.kpi.obligation.contract, due.kpi.client_side
        bidder = self.cast.manager if own else self.reporter(contract)
        verifier = self.cast.director if bidder == self.cast.manager else self.cast.manager
        days = self.random.randint(26, 44) if self.random.random() < 0.03 else self.random.randint(5, 18)
        handed_in = min(due.ends_on + timedelta(days=days), self.stage.today - timedelta(days=2))
        checked = min(handed_in + timedelta(days=self.random.randint(3, 9)), self.stage.today - timedelta(days=1))
        note, measure = self.random.choice(NOTES), due.kpi.obligation.measure
        story = None
        if measure and measure.kind == "outcome" and self.random.random() < 0.07:
            story = STORIES[self.stories % len(STORIES)]
            self.stories += 1
        self.later(handed_in, lambda: self.submit(due, figure, bidder, note, story))
        if verified:
            self.later(checked, lambda: self.verify(due, verifier))

    def verify(self, due: DueReturn, verifier: User) -> None:
        handed_in = due.returns.get()
        # A figure far from its promise is asked after, and somebody answers
        comment = "Gone through with the provider, line by line." if missing_in(handed_in) else ""
        returns.verify_return(handed_in, by=verifier, comment=comment, lines=said_of(due, handed_in))

    def figure(self, due: DueReturn, value: Decimal) -> dict[str, Any]:
        """Of a share its two numbers, near enough to ``value``."""
        if not due.kpi.is_ratio:
            return {"value": value}
        measure = due.kpi.obligation.measure
        # What is spent is counted in pounds, everything else in people, invoices, tonnes
        spent = measure is not None and measure.code.startswith(("BK1", "EC1.1"))
        whole = Decimal(self.random.randint(40, 400) * 1000 if spent else self.random.randint(20, 120))
        return {"numerator": (whole * value / 100).quantize(Decimal(1), ROUND_HALF_UP), "denominator": whole}

    def submit(self, due: DueReturn, figure: dict[str, Any], bidder: User, note: str, story: tuple[str, str, str] | None) -> None:
        figure = dict(figure)
        named = figure.pop("named", {})
        if due.kpi_id in self.by_age:
            figure = {**figure, "benefited": locking.by_age(figure["value"])}
        kpi_return = returns.save_return(
            due,
            by=bidder,
            **{"narrative": note, **figure},
            evidence_note="The list is in the contract file, without names.",
            direct_result="Yes, by people who work on this contract.",
            anyway="Some of it might have happened later.",
        )
        for sub, typed in named.items():
            evidence.name_evidence(kpi_return, sub, typed, by=bidder)
            kpi_return.refresh_from_db()
        people.measured(due, figure, by=bidder, manager=self.cast.manager)
        postcodes.counted(due, figure, by=bidder)
        kpi_return.refresh_from_db()
        people.own_work(kpi_return, by=bidder)
        if story:
            self.tell(kpi_return, bidder, *story)
            kpi_return.refresh_from_db()
        returns.submit_return(kpi_return, by=bidder)

    def tell(self, kpi_return: Return, bidder: User, title: str, text: str, tags: str) -> None:
        """Every other person agreed to reports and no more."""
        use = Use.PUBLIC if title in {story[0] for story in STORIES[::2]} else Use.REPORTS
        consent = Consent(use=use, asked_by="Support worker", how=How.WRITING, asked_on=clock.today() - timedelta(days=3))
        told = evidence.tell_story(kpi_return, by=bidder, title=title, text=text, consent=consent, tags=tags)
        if title == WITH_SOUND and not self.sounds:
            self.sounds += 1
            recorded = SimpleUploadedFile("notes.wav", sound.notes())
            evidence.add_file(told, by=bidder, upload=recorded, words=sound.WORDS)

    def at(self, day: date) -> AbstractContextManager[None]:
        return clock.at(datetime.combine(day, time(11), tzinfo=LONDON))
