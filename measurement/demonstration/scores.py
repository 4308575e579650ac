"""A score made of sub-scores and a scorecard in the highways contract, reported for the periods since. Illustrative."""

from datetime import timedelta
from decimal import Decimal as D
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from contracts.evidence.services import Named
from contracts.obligations.calculations.sub_scores import read_lines
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Frequency
from contracts.performance.enums import Kind
from contracts.schedule.models import DueReturn
from measurement.demonstration.lives import Extra, vary
from socialvalue.common import clock

if TYPE_CHECKING:
    from contracts.register.models import Contract
    from measurement.demonstration.register import Registrar

PROFESSIONAL = """Apprentices employed on the project; weight 40; target 4 people
Workforce that is local; weight 40; target 60 %
Sites without a complaint from neighbours; weight 20; target 95 %"""
CONDUCT = """Responsible business conduct; weight 3; poor, fair, good; evidence: all
Respect for the community; weight 1; poor, fair, good; evidence: Considerate Constructors Scheme"""
SCORECARD = "Scorecard: responsible business conduct"
WAITING = "The staff list was brought up to date, and both sites joined the scheme."
MONTHS_AGO = 9
TARGET, MINIMUM = D(70), D(50)


def _terms(wording: str, text: str) -> KpiTerms:
    found, _ = read_lines(text)
    subs = [sub.plain() for sub in found]
    return KpiTerms(
        wording=wording,
        unit="",
        kind=Kind.COMPOSITE,
        target=TARGET,
        minimum=MINIMUM,
        frequency=Frequency.QUARTER,
        sub_scores=subs,
    )


def professional(random: Random, due: DueReturn) -> dict[str, Any]:
    """In the winter quarter no site had neighbours: nothing to measure."""
    quiet = due.ends_on.month in (12, 1, 2)
    sites = "nothing" if quiet else str(random.randint(88, 99))
    return {"answers": {"s1": str(random.randint(2, 4)), "s2": str(random.randint(48, 66)), "s3": sites}}


def conduct(random: Random, due: DueReturn) -> dict[str, Any]:
    """Good is claimed each time; the first time two kinds of evidence were not named, and it counts as fair."""
    first = not due.kpi.due_returns.filter(starts_on__lt=due.starts_on).exists()
    kinds = {
        "ethical": Named(words="Code of conduct, revised in the spring, in the contract file"),
        "local_jobs": Named(words="Staff list by district, without names, in the contract file"),
        "kent_first": Named(words="Purchases by supplier’s district, in the contract file"),
        "community": Named(words="Two school visits, confirmed by the schools"),
        "fair_employer": Named(words="Living Wage licence, shown at the review meeting"),
        "green": Named(words="Fleet plan with fuel by month, in the contract file"),
    }
    missing = ("fair_employer", "green") if first else ()
    scheme = Named(number="CCS-ILLUSTRATIVE-1", dated_on=due.starts_on - timedelta(days=40))
    named = {"s1": {kind: one for kind, one in kinds.items() if kind not in missing}, "s2": {"considerate": scheme}}
    return {"answers": {"s1": "good", "s2": "good"}, "named": named}


SCORES = (
    Extra(
        "The contractor works professionally and brings work to the area.", "LE2",
        _terms("Professionalism of the contractor", PROFESSIONAL), professional, months_ago=MONTHS_AGO,
    ),
    Extra(
        "The contractor conducts its business responsibly.", "GE1",
        _terms(SCORECARD, CONDUCT), conduct, months_ago=MONTHS_AGO,
    ),
)  # fmt: skip


def plan(registrar: "Registrar", contract: "Contract") -> None:
    """Both sides agree them on the way; what is over since is reported and verified."""
    for extra in SCORES:
        registrar.later(registrar.month_start(MONTHS_AGO), partial(vary, registrar, contract, extra))
    registrar.later(registrar.stage.today - timedelta(days=2), partial(_wait, registrar, contract))


def _wait(registrar: "Registrar", contract: "Contract") -> None:
    """The newest scorecard waits to be verified, so that its lines can be answered."""
    rows = DueReturn.objects.filter(kpi__obligation__contract=contract, kpi__wording=SCORECARD, returns=None)
    due = rows.filter(ends_on__lt=clock.today()).order_by("starts_on").first()
    if due is not None:
        registrar.submit(due, conduct(registrar.random, due), registrar.reporter(contract), WAITING, None)
