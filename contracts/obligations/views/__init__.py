"""Shaping what the contract asks: obligations, their KPIs, and the dates the schedule hangs on."""

from contracts.obligations.views.baseline import kpi_baseline
from contracts.obligations.views.copying import contract_copy
from contracts.obligations.views.dates import contract_carry_on, contract_dates, contract_end
from contracts.obligations.views.kpis import change_withdraw, kpi_edit, kpi_new
from contracts.obligations.views.obligations import obligation_end, obligation_new, obligation_reword
from contracts.obligations.views.starting import kpi_principles, kpi_set, kpi_sets

__all__ = [
    "change_withdraw",
    "contract_carry_on",
    "contract_copy",
    "contract_dates",
    "contract_end",
    "kpi_baseline",
    "kpi_edit",
    "kpi_new",
    "kpi_principles",
    "kpi_set",
    "kpi_sets",
    "obligation_end",
    "obligation_new",
    "obligation_reword",
]
