"""KPIs with every period behind their figure, for the pages that show them row by row."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from contracts.obligations.models import Kpi
from contracts.obligations.querysets import KpiQuerySet
from contracts.performance.enums import Standing
from contracts.performance.rows import Counts, Row
from contracts.performance.spans import Span, usual, whole
from contracts.performance.standing import KpiFigure, figure_of
from contracts.returns.models import Return
from contracts.returns.selectors import DueState, row_of, state_of
from contracts.schedule.calculations.allowances import allowance_rows
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.common import clock


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

    @property
    def trend(self) -> list[Decimal | None]:
        """Verified values of the periods that are over, oldest first, at most the last twelve."""
        today = clock.today()
        return [row.value for row in self.rows if row.due.ends_on < today][-12:]


def standings(kpis: KpiQuerySet, today: date | None = None) -> list[KpiStanding]:
    """Where each of ``kpis`` (a queryset) stands today. Three queries, however many there are."""
    today = today or clock.today()
    kept = Return.objects.exclude(status=ReturnStatus.REPLACED).select_related("decided_by", "submitted_by").order_by("number")
    # What counts is the queryset's rule; rows of a KPI that nobody agreed yet are shown all the same
    rows_of = DueReturn.objects.filter(waived_at=None).order_by("starts_on").prefetch_related(Prefetch("returns", queryset=kept))
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
    return KpiStanding(
        kpi=kpi,
        rows=_judged(kpi, states, today) if kpi.is_allowance else states,
        span=span,
        usual=_figure(kpi, counted, span),
        whole=_figure(kpi, counted, all_time),
        next_due=waiting[0] if waiting else None,
    )


def _judged(kpi: Kpi, states: list[DueState], today: date) -> list[DueState]:
    """Of an allowance, each period by what was used by then of the allowance that it belongs to."""
    by_day = {state.due.starts_on: row_of(state.due, list(state.due.returns.all())) for state in states}
    rows, starts_on = list(by_day.values()), kpi.obligation.contract.starts_on
    return [
        replace(state, standing=_used_by(kpi, allowance_rows(rows, row, kpi.frequency, kpi.per, starts_on), today))
        if state.counted
        else state
        for state, row in zip(states, rows, strict=True)
    ]


def _used_by(kpi: Kpi, rows: list[Row], today: date) -> Standing:
    return figure_of(rows, kpi.kind, kpi.direction, today).standing


def _figure(kpi: Kpi, states: list[DueState], span: Span) -> KpiFigure:
    rows = [row_of(s.due, list(s.due.returns.all())) for s in states if span.starts_on <= s.due.ends_on <= span.ends_on]
    return figure_of(rows, kpi.kind, kpi.direction, span.as_of)


def counts_of(kpis: list[KpiStanding]) -> Counts:
    """The returns of these KPIs since their contract began."""
    return sum((k.whole.counts for k in kpis), Counts())
