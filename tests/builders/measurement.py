"""Contracts with returns under the priorities of a framework, for figures, oversight and reports."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from contracts.obligations.models import Kpi, Obligation
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from measurement.figures.selectors.scope import Scope
from measurement.reports import services as reports
from measurement.reports.models import FrozenFigure, Report
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.framework.models import Measure
from socialvalue.framework.services.shipped import load_kent
from tests.fixtures.remembered import remembered

from . import contracts, people

SIGNED = datetime(2025, 3, 20, 9, tzinfo=clock.LONDON)
# Two and a half quarters of a contract from 1 April 2025: the first two are owed
NOW = datetime(2025, 11, 3, 9, tzinfo=clock.LONDON)
PERIOD = (date(2025, 4, 1), date(2025, 9, 30))
WORDS = {
    "financial_implications": "None: no money is asked for.",
    "legal_implications": "Duty to consider.",
    "equalities_implications": "None.",
}
WHY = "Two returns of the home care contract were counted twice."


@dataclass(frozen=True)
class Scene:
    """A council with Kent's five priorities, and everybody around its contracts."""

    who: contracts.Parties
    preparer: User
    approver: User
    measures: dict[str, Measure]

    @property
    def council(self):
        return self.who.council

    def scope(self, **narrower) -> Scope:
        return Scope(
            **{"council_id": self.council.pk, "starts_on": PERIOD[0], "ends_on": PERIOD[1], "as_of": NOW.date(), **narrower}
        )


@remembered
def scene(council=None) -> Scene:
    who = contracts.parties(council)
    version = load_kent(who.council)
    measures = {m.code: m for m in Measure.objects.filter(outcome__priority__version=version).select_related("outcome__priority")}
    return Scene(who, people.person(who.council, Role.CONTRACT_MANAGER), people.person(who.council, Role.LEAD_DIRECTOR), measures)


@remembered
def contract(scene: Scene, *kpis: dict, **details) -> Contract:
    """A contract in force from 1 April 2025. Each of ``kpis``: measure (code, "" for none), values (one a quarter, None: no return),
    and anything ``add_kpi`` takes; quarterly, target 3 and minimum 2 unless told."""
    with clock.at(SIGNED):
        body, who = contracts.draft_contract(scene.who, **details)
        made = [_kpi(scene, body, dict(k)) for k in kpis]
        body = contracts.register.start_contract(body, by=who.manager)
    for kpi, values in made:
        report(scene, kpi, values)
    return body


def _kpi(scene: Scene, body: Contract, spec: dict) -> tuple[Kpi, list]:
    code, values = spec.pop("measure", "LE2.2"), spec.pop("values", [])
    measure = scene.measures.get(code)
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority} if measure else {}
    unit = {"unit": measure.unit, "direction": measure.direction} if measure else {}
    obligation = contracts.obligation(body, scene.who, kpi={**unit, **spec}, **links)
    obligation = contracts.on_top(obligation, scene.who.manager)
    obligation = contracts.commitments.agree(obligation, by=scene.who.reporter)
    contracts.commitments.agree(obligation, by=scene.who.manager)
    return Kpi.objects.get(obligation=obligation), values


def report(scene: Scene, kpi: Kpi, values: list) -> None:
    """Hand in and verify a value a period, from the first period on; None leaves the gap, ("3",) is handed in only."""
    for due, value in zip(DueReturn.objects.filter(kpi=kpi).order_by("starts_on"), values, strict=False):
        if value is None:
            continue
        with clock.at(datetime(due.due_on.year, due.due_on.month, due.due_on.day, 10, tzinfo=clock.LONDON)):
            if isinstance(value, tuple):
                contracts.submitted_return(due, scene.who, Decimal(value[0]))
            else:
                contracts.verified_return(due, scene.who, Decimal(value))


def obligation_of(body: Contract) -> Obligation:
    return Obligation.objects.filter(contract=body).order_by("pk").first()


@remembered
def asked(scene: Scene, **options) -> Report:
    """A report asked for, its job not yet run."""
    fields = {"kind": "cabinet", "starts_on": PERIOD[0], "ends_on": PERIOD[1], **options}
    with clock.at(NOW):
        return reports.ask_for_report(by=scene.preparer, council=scene.council, **fields)


@remembered
def frozen(scene: Scene, **options) -> Report:
    """A draft report with frozen figures."""
    report = asked(scene, **options)
    with clock.at(NOW):
        return reports.build(report.pk)


@remembered
def submitted(scene: Scene, **options) -> Report:
    report = frozen(scene, **options)
    with clock.at(NOW):
        report = reports.edit_words(report, by=scene.preparer, **WORDS)
        return reports.submit_report(report, by=scene.preparer)


@remembered
def approved(scene: Scene, **options) -> Report:
    report = submitted(scene, **options)
    with clock.at(NOW):
        return reports.approve_report(report, by=scene.approver)


def keys_behind(figure: FrozenFigure) -> list[int]:
    """The keys of the returns that a frozen figure rests on, in order."""
    return [key for row in figure.sources.order_by("first") for key in row.keys]
