"""What needs somebody, gathered from every room: the one source of what waits, whatever else a home shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.brought import needs as brought
from contracts.call_offs import needs as call_offs
from contracts.follow_up import needs as follow_up
from contracts.grants import needs as grants
from contracts.handover import needs as handover
from contracts.independent import needs as independent
from contracts.innovation import needs as innovation
from contracts.obligations import needs as obligations
from contracts.returns import needs as returns
from contracts.suppliers import needs as suppliers
from contracts.supply import needs as supply
from contracts.warnings import needs as warnings
from measurement.reports import needs as reports
from procurement.award import needs as award
from procurement.bidding import needs as bidding
from procurement.commissioning import needs as commissioning
from procurement.engagement import needs as engagement
from procurement.evaluation import needs as evaluation
from procurement.pipeline import needs as pipeline
from procurement.tendering import needs as tendering
from socialvalue.accounts.administration import needs as administration
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day

# In the order of the cycle. Reviews ask nothing of anybody: what was proven may be promoted, and never has to be
NEEDS: tuple[Callable[[User, datetime], list[Need]], ...] = (
    commissioning.needs,
    engagement.needs,
    pipeline.needs,
    tendering.needs,
    bidding.needs,
    evaluation.needs,
    award.needs,
    warnings.needs,
    call_offs.needs,
    handover.needs,
    grants.needs,
    innovation.needs,
    supply.needs,
    obligations.needs,
    returns.needs,
    independent.needs,
    follow_up.needs,
    brought.needs,
    suppliers.needs,
    reports.needs,
    administration.needs,
)
# Whose needs a delegate sees, by what was passed on. Scores and the lead of an evaluation are personal, bids are a supplier's,
# and nobody passes on the word of a second person
PASSED_ON: dict[str, tuple[Callable[[User, datetime], list[Need]], ...]] = {
    Duty.CONTRACTS: (
        warnings.needs,
        call_offs.needs,
        handover.needs,
        obligations.needs,
        returns.needs,
        independent.needs,
        follow_up.needs,
    ),
    Duty.APPROVALS: (commissioning.needs, pipeline.needs, tendering.needs, award.needs, reports.needs),
    Duty.EVERYTHING: tuple(
        needs for needs in NEEDS if needs not in (bidding.needs, evaluation.needs, brought.needs, administration.needs)
    ),
}
WEEK = timedelta(days=7)


def everything(user: User, now: datetime) -> list[Need]:
    """All that waits for this person and for whom they stand in, each once, by its day; what has no day comes last."""
    found: dict[tuple[str, str], Need] = {}
    for needs in NEEDS:
        for need in needs(user, now):
            found.setdefault((need.text, need.url), need)
    for delegation in user.stands_in():
        whose = f" (for {delegation.absent}, on leave until {plain_day(delegation.ends_on)})"
        absent = delegation.as_passed_on()
        for needs in PASSED_ON[delegation.duty]:
            for need in needs(absent, now):
                found.setdefault((need.text, need.url), replace(need, text=need.text + whose))
    return sorted(found.values(), key=lambda n: (n.due is None, n.due or date.max, n.text))


@dataclass(frozen=True)
class Group:
    """A heading and its lines, as the part that draws needs takes them."""

    heading: str
    items: list[dict]


def grouped(needs: Iterable[Need]) -> list[Group]:
    """What is late, what is due within a week, what waits for a decision, and what comes later; empty groups are left out."""
    by: dict[str, list[Need]] = {"Overdue": [], "Due this week": [], "No deadline": [], "Later": []}
    for need in needs:
        by[_group(need)].append(need)
    return [Group(heading, [_item(n) for n in found]) for heading, found in by.items() if found]


def _group(need: Need) -> str:
    if need.kind == "overdue":
        return "Overdue"
    if need.kind != "due":
        return "No deadline"
    return "Due this week" if need.due is None or need.due <= clock.today() + WEEK else "Later"


def _item(need: Need) -> dict:
    return {"text": need.text, "url": need.url, "due": need.due, "late": need.kind == "overdue"}
