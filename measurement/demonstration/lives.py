"""What happens to contracts while they run: what is agreed beside the promises, added, changed, given up, ended early.

Each shows one thing that a contract manager meets. All of it is illustrative.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal as D
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from contracts.obligations import services as commitments
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Basis, Frequency
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.schedule import services as schedule
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.framework.enums import Direction

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

# What is reported for a period: fields of ``save_return``
Figure = Callable[[Random, DueReturn], dict[str, Any]]


@dataclass(frozen=True)
class Extra:
    """An obligation with one KPI. ``outcome``: its code in Kent's framework. ``months_ago``: added then; None when signed."""

    wording: str
    outcome: str
    terms: KpiTerms
    figure: Figure
    months_ago: int | None = None


def few_complaints(random: Random, due: DueReturn) -> dict[str, Any]:
    return {"value": D(random.choice((1, 2, 3)))}


def kept_mostly(random: Random, due: DueReturn) -> dict[str, Any]:
    return {"value": D(0 if due.starts_on.month in (7, 8) else 1)}


def done(random: Random, due: DueReturn) -> dict[str, Any]:
    return {"value": D(1)}


def paid_in_time(random: Random, due: DueReturn) -> dict[str, Any]:
    return {"numerator": D(random.randint(34, 39)), "denominator": D(40)}


def volunteers(random: Random, due: DueReturn) -> dict[str, Any]:
    return {"value": D(random.randint(3, 7))}


def spoke_for_themselves(random: Random, due: DueReturn) -> dict[str, Any]:
    """In the quarter that ends the year nobody finished: no cases."""
    if due.ends_on.month in (12, 1, 2):
        return {"no_cases": True, "narrative": "Nobody finished their support in this quarter."}
    whole = random.randint(6, 14)
    return {"numerator": D(whole - random.randint(1, 3)), "denominator": D(whole)}


def mentored(random: Random, due: DueReturn) -> dict[str, Any]:
    return {"value": D(random.randint(2, 4))}


COMPLAINTS = KpiTerms(
    wording="Complaints about the service that were upheld",
    unit="complaints",
    direction=Direction.LOWER,
    target=D(9),
    minimum=D(12),
    per="year",
    frequency=Frequency.QUARTER,
)
FORUM = KpiTerms(wording="A forum with apprentices was held", unit="", frequency=Frequency.HALF_YEAR, kind=Kind.YES_NO)
INVOICES = KpiTerms(
    wording="Invoices of this provider that the council paid within 30 days",
    unit="%",
    target=D(95),
    frequency=Frequency.QUARTER,
    kind=Kind.RATIO,
    client_side=True,
)
VOLUNTEERS = KpiTerms(wording="Volunteers who joined", unit="people", frequency=Frequency.QUARTER)
SPEAKING = KpiTerms(
    wording="People who left and said that they can speak up for themselves",
    unit="%",
    target=D(75),
    minimum=D(60),
    frequency=Frequency.QUARTER,
    kind=Kind.RATIO,
)
MENTORS = KpiTerms(wording="Care leavers matched with a mentor", unit="people", target=D(3), frequency=Frequency.QUARTER)

# Title of the contract → what was agreed beside its promises
EXTRAS: dict[str, tuple[Extra, ...]] = {
    "Care and support in the home: Ashford": (
        Extra("No more than nine complaints are upheld in a year.", "CD2", COMPLAINTS, few_complaints),
        Extra("The council pays every invoice within 30 days.", "BK2", INVOICES, paid_in_time),
    ),
    "Street lighting maintenance": (Extra("Apprentices of all sites meet twice a year.", "LE2", FORUM, kept_mostly),),
    "Live Well Kent: north": (Extra("Local people help as volunteers.", "CD2", VOLUNTEERS, volunteers),),
    "Advocacy": (Extra("People learn to speak up for themselves.", "CD1", SPEAKING, spoke_for_themselves),),
    "Supported lodgings for care leavers": (
        Extra("Each care leaver who wants one has a mentor.", "LE1", MENTORS, mentored, months_ago=10),
    ),
}
PUBLISHED = "A plan to reuse old lamps is published"
# Title → (months ago, why)
ENDED_EARLY = {
    "Smoking and weight advice": (4, "The provider closed its Kent office. The service moved to the public health team.")
}
PAST_ITS_END = "Office furniture and repairs"
GIVEN_UP = "Care and support in the home: Thanet"
PROPOSED = "Support for the voluntary sector: the present service"
OBJECTED = "Advocacy"


def at_signing(registrar: "Registrar", contract: Contract) -> None:
    """What is agreed with the contract, before it is recorded as signed."""
    for extra in EXTRAS.get(contract.title, ()):
        if extra.months_ago is None:
            add(registrar, contract, extra)
    if contract.title == "Street lighting maintenance":
        plan = KpiTerms(
            wording=PUBLISHED,
            unit="",
            frequency="",
            kind=Kind.MILESTONE,
            milestone_on=registrar.stage.today.replace(day=1) - timedelta(days=100),
        )
        add(registrar, contract, Extra("Old lamps are used again.", "GS1", plan, done))


def add(registrar: "Registrar", contract: Contract, extra: Extra, basis: str = Basis.REQUIRED) -> Kpi:
    """The obligation with its KPI, and how its returns will look."""
    outcome = registrar.stage.outcome(extra.outcome)
    details = ObligationDetails(
        basis=basis,
        wording=extra.wording,
        priority=outcome.priority,
        outcome=outcome,
        source_note="Schedule of performance of the signed contract (illustrative)",
    )
    obligation = commitments.add_obligation(contract, details, by=registrar.cast.manager)
    kpi = commitments.add_kpi(obligation, extra.terms, by=registrar.cast.manager)
    registrar.figures[kpi.pk] = extra.figure
    return kpi


def end_of(registrar: "Registrar", contract: Contract) -> date | None:
    """The day on which the contract ended early, if it did."""
    if contract.title not in ENDED_EARLY:
        return None
    months, _ = ENDED_EARLY[contract.title]
    return registrar.month_start(months) + timedelta(days=9)


def plan(registrar: "Registrar", contract: Contract) -> None:
    """Put what happens to this contract on the list, each on its day."""
    for extra in EXTRAS.get(contract.title, ()):
        if extra.months_ago is not None:
            registrar.later(registrar.month_start(extra.months_ago), partial(vary, registrar, contract, extra))
    last = end_of(registrar, contract)
    if last:
        registrar.later(last, lambda: _end(registrar, contract))
    if contract.title == "Live Well Kent: north":
        registrar.later(registrar.month_start(9), lambda: _aim(registrar, contract))
    if contract.title == PAST_ITS_END:
        registrar.later(contract.last_day, lambda: _run_on(registrar, contract))
    if contract.title == GIVEN_UP:
        registrar.later(registrar.stage.today - timedelta(days=3), lambda: _give_up(registrar, contract))
    if contract.title == PROPOSED:
        registrar.later(registrar.stage.today - timedelta(days=12), lambda: _propose(registrar, contract))
    if contract.title == OBJECTED:
        registrar.later(registrar.stage.today - timedelta(days=4), lambda: _raise(registrar, contract))
        registrar.later(registrar.stage.today - timedelta(days=2), lambda: _object(registrar, contract))


def _run_on(registrar: "Registrar", contract: Contract) -> None:
    """The new tender was not ready on its last day, and the work could not stop."""
    reason = "The new tender is two months late, and schools need their repairs (illustrative)."
    commitments.run_on(Contract.objects.get(pk=contract.pk), by=registrar.cast.manager, without_end=False, reason=reason)


def _agree(registrar: "Registrar", obligation: Obligation) -> None:
    contract = obligation.contract
    for person in (registrar.cast.manager, registrar.reporter(contract)):
        commitments.agree(Obligation.objects.get(pk=obligation.pk), by=person)


def vary(registrar: "Registrar", contract: Contract, extra: Extra) -> None:
    """A KPI that a running contract gets: reported from the period that runs then, once both sides agree."""
    kpi = add(registrar, Contract.objects.get(pk=contract.pk), extra, Basis.VARIATION)
    _agree(registrar, kpi.obligation)
    registrar.report_on(kpi)


def _aim(registrar: "Registrar", contract: Contract) -> None:
    """A target for a KPI that had none: what was reported before is not set against it."""
    kpi = Kpi.objects.get(obligation__contract=contract, wording=VOLUNTEERS.wording)
    reason = "Two years of figures show what can be asked"
    commitments.edit_kpi(kpi, by=registrar.cast.manager, reason=reason, target=D(5), minimum=D(4))
    _agree(registrar, kpi.obligation)


def _end(registrar: "Registrar", contract: Contract) -> None:
    _, reason = ENDED_EARLY[contract.title]
    schedule.end_contract(Contract.objects.get(pk=contract.pk), by=registrar.cast.manager, reason=reason, ended_on=clock.today())


def _give_up(registrar: "Registrar", contract: Contract) -> None:
    never_sent = DueReturn.objects.outstanding().exclude(returns__first_submitted_at__isnull=False)
    open_rows = never_sent.filter(kpi__obligation__contract=contract, ends_on__lt=clock.today())
    due = open_rows.order_by("due_on", "pk").first()
    if due:
        reason = "The provider's records of these weeks were lost in a flood"
        schedule.waive(due, by=registrar.cast.manager, reason=reason)


def _propose(registrar: "Registrar", contract: Contract) -> None:
    """A lower target that the council has proposed and the supplier has not agreed: the old one still counts."""
    kpi = Kpi.objects.filter(obligation__contract=contract, kind=Kind.SUM).order_by("number").first()
    if kpi is not None and kpi.target is not None:
        reason = "One of the five groups has closed, and no other has taken its place"
        commitments.edit_kpi(kpi, by=registrar.cast.manager, reason=reason, target=kpi.target * 4 / 5, minimum=kpi.target * 3 / 5)


def _raise(registrar: "Registrar", contract: Contract) -> None:
    kpi = Kpi.objects.get(obligation__contract=contract, wording=SPEAKING.wording)
    reason = "Four quarters in a row were well above the target"
    commitments.edit_kpi(kpi, by=registrar.cast.manager, reason=reason, target=D(95), minimum=D(90))


def _object(registrar: "Registrar", contract: Contract) -> None:
    """The supplier says that the higher target is not what it offered; the council has not answered."""
    obligation = Kpi.objects.get(obligation__contract=contract, wording=SPEAKING.wording).obligation
    words = "We offered three in four. People come to us with ever more complex needs, and 95 in 100 is out of reach."
    commitments.object_to(obligation, by=registrar.reporter(contract), words=words)
