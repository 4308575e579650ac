"""Writes to obligations, KPIs and their due rows."""

from contracts.obligations.services.agreement import agree, record_as_signed
from contracts.obligations.services.kpis import add_kpi, change_dates, edit_kpi
from contracts.obligations.services.obligations import add_obligation, end_obligation, reword

__all__ = ["add_kpi", "add_obligation", "agree", "change_dates", "edit_kpi", "end_obligation", "record_as_signed", "reword"]
