"""The chain as nine stations in a row: how many there are of each, how each stands, and the list behind it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Obligation
from contracts.register.enums import ContractStatus
from measurement.chain.calculations.nodes import Node, Station, station
from measurement.chain.pages import nodes
from measurement.chain.pages.nodes import Reported
from measurement.chain.selectors import Bought, Promised
from socialvalue.common import clock

if TYPE_CHECKING:
    from measurement.chain.pages.walk import Walk

NOT_RECORDED = "Not recorded here"
# What stands before an obligation, from the end, by the kinds of node that belong to it
BEFORE = (
    ("answers", "Successful supplier’s answers", ("Answer", "Offer")),
    ("questions", "Questions", ("Question",)),
    ("requirements", "Requirements", ("Requirement",)),
    ("outcomes", "Sought outcomes", ("Sought outcome",)),
    ("remarks", "Remarks", ("Remark",)),
)


def of_walk(walk: "Walk") -> list[Station]:
    """The stations of a commission, for the one whose walk it is."""
    b, at = walk.bought, walk.commission.reference
    wanted = [r for rows in b.requirements.values() for r in rows]
    carried = {o.requirement_id for o in walk.promised.obligations}
    orphans = sum(1 for r in wanted if r.pk not in carried) if walk.begun else 0
    figures = {figure.pk: (figure, n) for rows in walk.reported.values() for figure, n in rows}
    aside = nodes.not_used(len(walk.unsought()))
    return [
        station("remarks", "Remarks", [nodes.remark_node(r, at) for r in b.remarks], note=aside),
        station("outcomes", "Sought outcomes", [nodes.outcome_node(o, at) for o in b.outcomes]),
        station("requirements", "Requirements", [nodes.requirement_node(r, at) for r in wanted]),
        station("questions", "Questions", [nodes.question_node(q) for q in b.questions]),
        station("answers", "Successful supplier’s answers", [nodes.answer_node(a, walk.page_of(a)) for a in b.answers.values()],
                closed=_answers_closed(b)),
        station("obligations", "Obligations", [nodes.plain_obligation(o) for o in walk.promised.obligations],
                broken=_many(orphans, "requirement has become no obligation", "requirements have become no obligation")),
        *_delivered(walk.promised, walk.oversees),
        _figures(figures.values()),
    ]  # fmt: skip


def of_obligation(
    obligation: Obligation, steps: list[Node], promised: Promised, reported: Reported, *, oversees: bool
) -> list[Station]:
    """The stations of one obligation. ``steps``: the way back from it, with the reason where it ends."""
    found: list[Station] = []
    closed = NOT_RECORDED if len(steps) == 1 else ""
    for key, label, kinds in BEFORE:
        mine = [step for step in steps if step.kind.startswith(kinds)]
        # Where the way back ends, what would lie further back is not known either
        closed = next((step.gap[0].upper() + step.gap[1:] for step in mine if not step.text and step.gap), closed)
        items = [step for step in mine if step.text]
        found.insert(0, station(key, label, items, closed="" if items else closed))
        if items:
            closed = ""
    return [
        *found,
        station("obligations", "Obligation", [nodes.plain_obligation(obligation)]),
        *_delivered(promised, oversees),
        _figures(reported.get(obligation.pk, [])),
    ]


def _delivered(promised: Promised, oversees: bool) -> list[Station]:
    """KPIs, and their returns as counts beside each of them."""
    kpis = [kpi for o in promised.obligations for kpi in promised.kpis.get(o.pk, [])]
    items = [nodes.kpi_node(kpi, promised.measured[kpi.pk], oversees) for kpi in kpis]
    bare = sum(1 for o in promised.obligations if _binds(o) and not promised.kpis.get(o.pk))
    silent = sum(1 for kpi in kpis if promised.measured[kpi.pk].silent)
    verified = sum(promised.measured[kpi.pk].verified for kpi in kpis)
    unmeasured = _many(bare, "obligation is measured by nothing", "obligations are measured by nothing")
    return [
        station("kpis", "KPIs", items, broken=unmeasured),
        station("returns", "Verified returns", items if verified or silent else [], count=verified,
                broken=_many(silent, "KPI is overdue and nobody has reported", "KPIs are overdue and nobody has reported")),
    ]  # fmt: skip


def _binds(obligation: Obligation) -> bool:
    """It is to be kept by now: agreed, not ended, and its contract runs."""
    contract = obligation.contract
    running = contract.status == ContractStatus.ACTIVE and contract.starts_on <= clock.today()
    return running and obligation.status == AgreementStatus.AGREED


def _figures(figures: Iterable[tuple]) -> Station:
    return station("figures", "Report figures", [nodes.figure_node(figure, number) for figure, number in figures])


def _many(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}" if n else ""


def _answers_closed(bought: Bought) -> str:
    if not bought.awarded:
        return "Not awarded yet"
    return "" if bought.answers or not bought.questions else "You do not have access"
