"""For somebody who oversees a council: contracts to ask about, the newest report, and what changed since they were here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.performance.spans import Span
from contracts.register.models import Contract
from contracts.standing.selectors.kpis import Attention, attention
from measurement.figures.permissions import council_for, councils_of
from measurement.figures.selectors.asking import Asked, to_ask
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from measurement.reports.selectors import reports_for
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock

ASKED = 3
SHOWN = 4


def overseen(user: User) -> Organisation | None:
    """The council whose figures this person sees first; None where they oversee none."""
    return council_for(user) if councils_of(user) else None


def to_ask_about(scope: Scope) -> list[Asked]:
    """The contracts that stand worst, each with the promise to ask about; at most three. Four queries."""
    return to_ask(ContractLines(scope, attention=True), scope, ASKED)


@dataclass(frozen=True)
class News:
    """What is new of one kind: how many in words, and the first of them as (words, address)."""

    words: str
    items: list[tuple[str, str]]
    more: int = 0


@dataclass(frozen=True)
class Since:
    """What changed since the previous visit. ``at``: None on the first."""

    at: datetime | None
    news: list[News]


def newest_report(user: User, council: Organisation) -> Report | None:
    """The approved report of the latest period."""
    return reports_for(user).filter(council=council, status=ReportStatus.APPROVED).order_by("-decided_at", "-pk").first()


def since_last_visit(user: User, council: Organisation, scope: Scope) -> Since:
    """Reports, contracts that fell below or came back to their targets, contracts begun and ended. Six queries at most."""
    at = user.previous_visit_at
    if at is None:
        return Since(None, [])
    fell, rose = _turned(user, scope, at)
    day = at.astimezone(clock.LONDON).date()
    mine = Contract.objects.visible_to(user).public().filter(council=council)
    begun = mine.filter(starts_on__gt=day, starts_on__lte=clock.today()).order_by("-starts_on", "pk")
    ended = mine.with_an_end().annotate(last=Coalesce("ended_on", "ends_on")).filter(last__gte=day, last__lt=clock.today())
    reports = reports_for(user).filter(council=council, status=ReportStatus.APPROVED, decided_at__gt=at)
    found = [
        _news("new report", "new reports", [(str(r), reverse("report", args=[r.reference])) for r in reports]),
        _news("contract fell below its targets", "contracts fell below their targets", fell),
        _news("contract came back to its targets", "contracts came back to their targets", rose),
        _news("contract began", "contracts began", [_named(c) for c in begun]),
        _news("contract ended", "contracts ended", [_named(c) for c in ended.order_by("-last", "pk")]),
    ]
    return Since(at, [one for one in found if one])


def _named(contract: Contract) -> tuple[str, str]:
    return contract.title, reverse("contract", args=[contract.pk])


def _news(one: str, many: str, items: list[tuple[str, str]]) -> News | None:
    if not items:
        return None
    return News(f"{len(items):,} {one if len(items) == 1 else many}", items[:SHOWN], max(len(items) - SHOWN, 0))


def _turned(user: User, scope: Scope, at: datetime) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Contracts whose promises fell below target, and those that came back, by the returns verified since ``at``. Three queries.

    Both sides are over the same months: then as known on the evening before that visit, now as known today.
    """
    moved = Q(obligations__kpis__due_returns__returns__decided_at__gt=at) | Q(
        obligations__kpis__due_returns__returns__replaced_at__gt=at
    )
    touched = Contract.objects.filter(moved, council=scope.council_id).values("pk")
    rows = Contract.objects.visible_to(user).public().filter(pk__in=touched)
    contracts = {c.pk: c for c in rows.order_by("title", "pk")}
    if not contracts:
        return [], []
    before = attention(contracts, Span(scope.starts_on, scope.ends_on, _day_before(at)))
    after = attention(contracts, scope.span)
    fell, rose = [], []
    for pk, contract in contracts.items():
        was, now = _stands(before[pk]), _stands(after[pk])
        if was is True and now is False:
            fell.append(_named(contract))
        if was is False and now is True:
            rose.append(_named(contract))
    return fell, rose


def _day_before(at: datetime) -> date:
    """What came later on the day of the visit must not count as known then."""
    return at.astimezone(clock.LONDON).date() - timedelta(days=1)


def _stands(found: Attention) -> bool | None:
    """Whether everything that was set against a target reaches it; None where nothing was."""
    return None if not found.rated else not (found.below_target or found.below_minimum)
