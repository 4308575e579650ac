"""What needs somebody today, gathered from every room, and what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.urls import reverse

from contracts.handover import needs as handover
from contracts.obligations import needs as obligations
from contracts.register import needs as register
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.returns import needs as returns
from measurement.figures.permissions import council_for, councils_of
from measurement.figures.selectors import Line, achievement
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope, last_months
from measurement.reports import needs as reports
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from measurement.reports.selectors import reports_for
from procurement.award import needs as award
from procurement.bidding import needs as bidding
from procurement.bidding.models import Bid
from procurement.bidding.selectors import later
from procurement.commissioning import needs as commissioning
from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.engagement import needs as engagement
from procurement.engagement.models import PrivateIdea
from procurement.evaluation import needs as evaluation
from procurement.pipeline import needs as pipeline
from procurement.pipeline.models import Posting
from procurement.tendering import needs as tendering
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
    register.needs,
    handover.needs,
    obligations.needs,
    returns.needs,
    reports.needs,
)
# Whose needs a delegate sees, by what was passed on. Scores and the lead of an evaluation are personal, bids are a supplier's
PASSED_ON: dict[str, tuple[Callable[[User, datetime], list[Need]], ...]] = {
    Duty.CONTRACTS: (register.needs, handover.needs, obligations.needs, returns.needs),
    Duty.APPROVALS: (commissioning.needs, pipeline.needs, tendering.needs, award.needs, reports.needs),
    Duty.EVERYTHING: tuple(needs for needs in NEEDS if needs not in (bidding.needs, evaluation.needs)),
}
SHOWN = 6
REPORTS_SHOWN = 2
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    overdue: list[Need] = field(default_factory=list)
    due: list[Need] = field(default_factory=list)
    waiting: list[Need] = field(default_factory=list)
    later: list[Need] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.overdue) + len(self.due) + len(self.waiting)

    @property
    def groups(self) -> list[tuple[str, list[dict]]]:
        """Headings with what the component draws; empty groups are left out."""
        rows = [("Overdue", self.overdue), ("Due this week", self.due), ("Waiting for you", self.waiting), ("Later", self.later)]
        return [(heading, [_item(n) for n in needs]) for heading, needs in rows if needs]


def _item(need: Need) -> dict:
    return {"text": need.text, "url": need.url, "due": need.due, "late": need.kind == "overdue"}


def today(user: User, now) -> Today:
    """Everything that waits for this person, each once, sorted by its day."""
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
    day = clock.today()
    groups = Today()
    for need in sorted(found.values(), key=lambda n: (n.due is None, n.due or day, n.text)):
        if need.kind == "overdue":
            groups.overdue.append(need)
        elif need.kind == "due":
            (groups.due if need.due is None or need.due <= day + WEEK else groups.later).append(need)
        else:
            groups.waiting.append(need)
    return groups


@dataclass(frozen=True)
class Mine:
    """A short list of what is this person's: (heading, [(label, hint, address)], address of the whole list)."""

    heading: str
    rows: list[tuple[str, str, str]]
    url: str


def mine(user: User) -> list[Mine]:
    """Commissions led, contracts managed or delivered, bids made, ideas told, opportunities posted; a few of each."""
    lists = [
        Mine(
            "My commissions",
            [
                (c.title, c.get_stage_display(), reverse("commission", args=[c.reference]))
                for c in Commission.objects.visible_to(user).filter(lead=user).exclude(stage=Stage.CLOSED)[:SHOWN]
            ],
            reverse("commissions"),
        ),
        Mine("My contracts", [_contract(c) for c in _contracts(user)], reverse("contracts")),
        Mine(
            "My bids",
            [
                (b.tender.title, later(b) or b.get_status_display(), reverse("bid", args=[b.pk]))
                for b in Bid.objects.own(user).select_related("tender").order_by("-started_at")[:SHOWN]
            ],
            reverse("bids"),
        ),
        Mine("My ideas", _ideas(user), reverse("ideas")),
        Mine(
            "My posted opportunities",
            [
                (p.title, p.get_status_display(), reverse("posting", args=[p.reference]))
                for p in Posting.objects.own(user).filter(posted_by=user).order_by("-pk")[:SHOWN]
            ],
            reverse("postings"),
        ),
    ]
    return [m for m in lists if m.rows]


def _ideas(user: User) -> list[tuple[str, str, str]]:
    """What the person's organisation told in confidence, and whether a council has replied."""
    if not user.supplier:
        return []
    told = PrivateIdea.objects.visible_to(user).filter(supplier=user.supplier).select_related("commission")
    return [(i.commission.title, "Replied" if i.replied_at else "Waiting for the reply", reverse("ideas")) for i in told[:SHOWN]]


@dataclass(frozen=True)
class Glance:
    """The last twelve months of a council for somebody with ten minutes, and the newest approved reports."""

    scope: Scope
    total: Line
    attention: int
    reports: list[Report]


def glance(user: User) -> Glance | None:
    """None where this person oversees no council."""
    if not councils_of(user):
        return None
    council = council_for(user)
    starts_on, ends_on = last_months(12)
    scope = Scope(council_id=council.pk, starts_on=starts_on, ends_on=ends_on, as_of=clock.today())
    approved = reports_for(user).filter(council=council, status=ReportStatus.APPROVED)
    return Glance(scope, achievement(scope).total, len(ContractLines(scope, attention=True)), list(approved[:REPORTS_SHOWN]))


def _contracts(user: User):
    visible = Contract.objects.visible_to(user).exclude(status=ContractStatus.ENDED).order_by("ends_on", "id")
    if user.supplier:
        return visible[:SHOWN]
    return (visible.filter(manager=user) | visible.filter(lead_director=user))[:SHOWN]


def _contract(c: Contract) -> tuple[str, str, str]:
    return (c.title, c.status_words, reverse("contract", args=[c.pk]))
