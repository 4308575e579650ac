"""Where a KPI stood before its contract."""

from contracts.obligations.models import Baseline, Kpi


def baseline_of(kpi: Kpi) -> Baseline | None:
    """Of a KPI that its reader has found already; None where nobody has said it."""
    return Baseline.objects.filter(kpi=kpi).select_related("set_by").first()
