"""The one figure that decides beside each decision that waits. Which decisions wait is said by the rooms' own needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.urls import reverse

from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.award.selectors import awards_of
from procurement.commissioning.enums import PlanStatus
from procurement.commissioning.models import Plan
from procurement.panel.models import Panellist
from procurement.pipeline.models import Posting
from procurement.scoring import compute, read_record
from procurement.tendering.calculations import tree
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day, plain_money, plain_number


@dataclass(frozen=True)
class Decision:
    """What to decide, since when it waits, and the one figure that decides."""

    kind: str
    text: str
    url: str
    since: date | None
    figure: str


# Address of the page that decides → (kind, since when, the figure)
Facts = dict[str, tuple[str, datetime | None, str]]


def decisions(user: User, needs: Iterable[Need]) -> list[Decision]:
    """Those of ``needs`` that are decisions, the one that has waited longest first."""
    facts = {**_plans(user), **_tenders(user), **_awards(user), **_reports(user), **_postings(user)}
    found = []
    for need in needs:
        if need.url in facts:
            kind, since, figure = facts[need.url]
            found.append(Decision(kind, need.text, need.url, _day(since), figure))
    return sorted(found, key=lambda d: (d.since is None, d.since or date.max, d.text))


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.LONDON).date() if moment else None


def _plans(user: User) -> Facts:
    """The value, and how much of 100 social value has, as far as a tender is drafted already. Three queries."""
    if not user.can(P.APPROVE_PLANS):
        return {}
    rows = Plan.objects.visible_to(user).filter(status=PlanStatus.SUBMITTED).select_related("commission")
    found: Facts = {}
    for plan in rows.prefetch_related("commission__tenders__criteria"):
        commission = plan.commission
        shares = [s for t in commission.tenders.all() if (s := _share(t))]
        words = f"{plain_money(commission.estimated_value)}, {shares[0] if shares else 'no weight for social value yet'}"
        found[reverse("plan-decide", args=[commission.reference])] = ("Plan", plan.submitted_at, words)
    return found


def _share(tender: Tender) -> str:
    share = tree.social_value_share(tree.build(tender.criteria.all())).total
    return "" if share is None else f"{plain_number(share)}\u00a0% for social value"


def _tenders(user: User) -> Facts:
    if not user.can(P.CHECK_TENDERS):
        return {}
    rows = Tender.objects.inside(user).filter(status=TenderStatus.CHECKING).prefetch_related("criteria")
    return {
        reverse("tender-check", args=[t.reference]): (
            "Tender",
            t.sent_for_checking_at,
            f"{plain_money(t.value)}, {_share(t) or 'no weight for social value yet'}",
        )
        for t in rows
    }


def _awards(user: User) -> Facts:
    """The winner's total and how far the next bid is behind; nothing to whom an interest bars from the result. Two queries."""
    if not user.can(P.DECIDE_AWARDS):
        return {}
    barred = set(Panellist.objects.barred().filter(user=user).values_list("evaluation", flat=True))
    awards = awards_of(user).filter(status=AwardStatus.PROPOSED).select_related("tender__evaluation", "lot__record")
    return {reverse("award", args=[a.tender.reference]): ("Award", a.recommended_at, _figure(user, a, barred)) for a in awards}


def _figure(user: User, award: Award, barred: set[int]) -> str:
    evaluation = award.tender.evaluation
    reads = user.can(P.DECIDE_AWARDS, award.tender.commission.council_id) and evaluation.pk not in barred
    return _margin(award.lot.record.content, award.bid.label) if reads else ""


def _margin(content: dict, label: str) -> str:
    """“82.4 points, 3.1 ahead of the next”."""
    result = compute(read_record(content))
    won = result.bid(label)
    if won.total is None:
        return ""
    others = sorted((b.total for b in result.bids if b.id != label and b.total is not None), reverse=True)
    total = f"{plain_number(won.total)} points"
    if not others:
        return f"{total}, the only bid that ranks"
    ahead: Fraction = won.total - others[0]
    return f"{total}, level with the next" if not ahead else f"{total}, {plain_number(ahead)} ahead of the next"


def _reports(user: User) -> Facts:
    """Targets met of how many, as frozen. One query."""
    if not user.can(P.APPROVE_REPORTS):
        return {}
    rows = Report.objects.visible_to(user).filter(status=ReportStatus.SUBMITTED)
    return {reverse("report", args=[r.reference]): ("Report", r.submitted_at, _targets(r.content)) for r in rows}


def _targets(content: dict) -> str:
    total = content.get("total", {})
    rated, met = total.get("rated"), total.get("on_target")
    return f"{met} of {rated} targets met" if rated else "no target could be rated"


def _postings(user: User) -> Facts:
    rows = Posting.objects.to_decide(user)
    return {
        reverse("posting", args=[p.reference]): (
            "Opportunity",
            p.created_at,
            f"{'value not known' if p.value is None else plain_money(p.value)}, closes on {plain_day(p.closes_at)}",
        )
        for p in rows
    }
