"""KPIs with every period behind their figure, for the pages that show them row by row."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from contracts.obligations.models import Kpi
from contracts.obligations.querysets import KpiQuerySet
from contracts.performance.combining import combine
from contracts.performance.enums import Standing
from contracts.performance.rows import Counts
from contracts.performance.spans import Span, usual, whole
from contracts.performance.standing import KpiFigure, figure_of, reached
from contracts.returns.models import Return
from contracts.returns.selectors import DueState, row_of, state_of
from contracts.schedule.calculations.allowances import block_of
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common import clock


@dataclass(frozen=True)
class Used:
    """``value`` used by the end of a period, of ``allowed`` in the whole of the allowance's length."""

    value: Fraction
    allowed: Fraction
    standing: Standing


@dataclass(frozen=True)
class KpiStanding:
    """A KPI with its rows and where it stands: ``usual`` over the last twelve whole months, ``whole`` since the contract began.

    ``next_due`` is the first row that is still outstanding.
    """

    kpi: Kpi
    rows: list[DueState]
    span: Span
    usual: KpiFigure
    whole: KpiFigure
    next_due: DueReturn | None
    # Of an allowance: due row (key) → what was used by the end of its period, of how much
    used: dict[int, "Used"] = field(default_factory=dict)

    @property
    def trend(self) -> list[Decimal | None]:
        """Verified values of the periods that are over, oldest first, at most the last twelve."""
        today = clock.today()
        return [row.value for row in self.rows if row.due.ends_on < today][-12:]


def standings(kpis: KpiQuerySet, today: date | None = None, user: User | None = None) -> list[KpiStanding]:
    """Where each of ``kpis`` (a queryset) stands today. Three queries, however many there are.

    ``user``: by the returns that this person sees; a supplier who delivers the contract for a part of it sees those alone.
    """
    today = today or clock.today()
    # The replaced ones too: whether a period was in time is told by its first version
    kept = Return.objects.select_related("decided_by", "submitted_by").order_by("number")
    # What counts is the queryset's rule; rows of a KPI that nobody agreed yet are shown all the same
    seen = DueReturn.objects.visible_to(user) if user else DueReturn.objects.all()
    rows_of = seen.filter(waived_at=None).order_by("starts_on").prefetch_related(Prefetch("returns", queryset=kept))
    owed = set(DueReturn.objects.owed().filter(kpi__in=kpis.values("pk")).values_list("pk", flat=True))
    found = []
    for kpi in kpis.select_related("obligation__contract").prefetch_related(Prefetch("due_returns", queryset=rows_of)):
        states = [state_of(row, kpi, today) for row in kpi.due_returns.all()]
        found.append(_standing(kpi, states, owed, today))
    return found


def _standing(kpi: Kpi, states: list[DueState], owed: set[int], today: date) -> KpiStanding:
    counted = [state for state in states if state.due.pk in owed]
    span, all_time = usual(today), whole(kpi.obligation.contract.starts_on, today)
    waiting = [state.due for state in counted if not state.handed_in]
    used = _used(kpi, counted) if kpi.is_allowance else {}
    return KpiStanding(
        kpi=kpi,
        rows=[replace(s, standing=used[s.due.pk].standing) if s.counted and s.due.pk in used else s for s in states],
        used=used,
        span=span,
        usual=_figure(kpi, counted, span),
        whole=_figure(kpi, counted, all_time),
        next_due=waiting[0] if waiting else None,
    )


def _used(kpi: Kpi, states: list[DueState]) -> dict[int, Used]:
    """Each verified period of an allowance by what was used by its end, of what is allowed in the whole year (or what it is for).

    Three of three in the first month are on target: the allowance is used up, and not yet passed.
    """
    rows = [row_of(state.due, list(state.due.returns.all())) for state in states]
    starts_on, found = kpi.obligation.contract.starts_on, {}
    for state, row in zip(states, rows, strict=True):
        block = block_of(rows, row, kpi.frequency, kpi.per, starts_on)
        used = combine([r for r in block if r.starts_on <= row.starts_on], kpi.kind).value
        allowed, limit = _together([r.target for r in block]), _together([r.minimum for r in block])
        if state.counted and used is not None and allowed is not None:
            found[state.due.pk] = Used(used, allowed, reached(used, allowed, limit, kpi.direction))
    return found


def _together(amounts: list[Decimal | None]) -> Fraction | None:
    known = [Fraction(a) for a in amounts if a is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def _figure(kpi: Kpi, states: list[DueState], span: Span) -> KpiFigure:
    rows = [row_of(s.due, list(s.due.returns.all())) for s in states if span.starts_on <= s.due.ends_on <= span.ends_on]
    return figure_of(rows, kpi.kind, kpi.direction, span.as_of)


def counts_of(kpis: list[KpiStanding]) -> Counts:
    """The returns of these KPIs since their contract began; the council's own duties are in no total."""
    return sum((k.whole.counts for k in kpis if not k.kpi.client_side), Counts())


def given_up_of(kpi: Kpi, user: User) -> list[DueReturn]:
    """The periods of a KPI that this person sees and that are given up, with by whom and why; oldest first."""
    rows = DueReturn.objects.visible_to(user).filter(kpi=kpi, waived_at__isnull=False).select_related("waived_by")
    return list(rows.order_by("starts_on"))
