"""For somebody who oversees a council: contracts to ask about, the newest report, and what changed since they were here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.performance.enums import Standing
from contracts.performance.shown import quantity
from contracts.performance.spans import Span
from contracts.performance.words import SIGNS
from contracts.register.models import Contract
from contracts.standing.pages import standing_tag
from contracts.standing.selectors.kpis import Attention, KpiLine, attention, kpi_lines
from measurement.figures.permissions import council_for, councils_of
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope, last_months
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from measurement.reports.selectors import reports_for
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.framework.enums import Direction

ASKED = 3
SHOWN = 4
# Where one period counts as kept or not, or where unlike levels are compared, a difference is no number of units
COUNTABLE = ("sum", "level", "ratio")
WORST = (Standing.BELOW_MINIMUM, Standing.BELOW_TARGET)


def overseen(user: User) -> Organisation | None:
    """The council whose figures this person sees first; None where they oversee none."""
    return council_for(user) if councils_of(user) else None


def usual_scope(council: Organisation) -> Scope:
    """The last twelve whole months, as known today."""
    starts_on, ends_on = last_months(12)
    return Scope(council_id=council.pk, starts_on=starts_on, ends_on=ends_on, as_of=clock.today())


@dataclass(frozen=True)
class Question:
    """A contract to ask about: its worst promise, how far it is from its target, and who delivers it."""

    contract: str
    url: str
    supplier: str
    promise: str
    gap: str
    tag: tuple[str, str]


def questions(user: User, scope: Scope) -> list[Question]:
    """The contracts furthest from what was promised, worst first, at most three. Three queries."""
    lines = [line for line in ContractLines(scope, attention=True)[0 : ASKED * 2] if line.concerns]
    seen = Contract.objects.visible_to(user).filter(pk__in=[line.pk for line in lines]).prefetch_related("suppliers")
    contracts = {c.pk: c for c in seen}
    kpis: dict[int, list[KpiLine]] = {}
    for kpi in kpi_lines(Contract.objects.filter(pk__in=list(contracts)), scope.span):
        if kpi.figure.standing in WORST and not kpi.client_side:
            kpis.setdefault(kpi.contract_id, []).append(kpi)
    found = []
    for line in lines:
        if line.pk in contracts:
            found.append(_question(contracts[line.pk], kpis.get(line.pk, []), line.concerns[0]))
    return found[:ASKED]


def _question(contract: Contract, kpis: list[KpiLine], concern: tuple[str, str]) -> Question:
    suppliers = ", ".join(s.name for s in contract.suppliers.all()) or "the council itself"
    url = reverse("contract", args=[contract.pk])
    if not kpis:
        return Question(contract.title, url, suppliers, "", concern[1], (concern[0], "orange"))
    worst = min(kpis, key=lambda k: (WORST.index(k.figure.standing), -_missing_part(k), k.number))
    return Question(contract.title, url, suppliers, worst.wording, gap_words(worst), standing_tag(worst.figure.standing))


def _missing_part(kpi: KpiLine) -> Fraction:
    """How far from the target, as a part of it; the worst first among KPIs of unlike units."""
    found = kpi.figure
    if found.compared is None or not found.target:
        return Fraction(0)
    return abs(found.target - found.compared) / abs(found.target)


def gap_words(kpi: KpiLine) -> str:
    """“4 short of the 20 people promised”, “£200 more than the £5,000 agreed”, “3 of 4 kept”: the gap in the promise’s unit."""
    found = kpi.figure
    if found.compared is None or found.target is None:
        return ""
    if found.kind not in COUNTABLE:
        return f"{found.compared} of {found.target} {'kept' if found.kind == 'yes_no' else 'done'}"
    lower = found.direction == Direction.LOWER
    gap = abs(found.target - found.compared)
    target = quantity(found.target, kpi.unit, found.compared)
    if kpi.unit == "%":
        side = "above" if lower else "below"
        return f"{quantity(gap, 'percentage points')} {side} the {target} {'agreed' if lower else 'promised'}"
    if lower:
        return f"{quantity(gap, kpi.unit)} more than the {target} agreed"
    short = quantity(gap, kpi.unit if kpi.unit in SIGNS else "")
    return f"{short} short of the {target} promised"


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
    ended = mine.annotate(last=Coalesce("ended_on", "ends_on")).filter(last__gte=day, last__lt=clock.today())
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
