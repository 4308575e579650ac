"""Writes to obligations, KPIs and their due rows."""

from contracts.obligations.services.agreement import agree, agreed_here, bring_over_agreement, record_as_signed
from contracts.obligations.services.changes import withdraw_change
from contracts.obligations.services.checking import SETTLED, first_reported, is_settled, unit_of
from contracts.obligations.services.copying import copy_contract
from contracts.obligations.services.counting import say_counted
from contracts.obligations.services.dates import carry_on, change_dates, plan_on, run_on
from contracts.obligations.services.kpis import add_kpi, edit_kpi
from contracts.obligations.services.objecting import answer_objection, object_to
from contracts.obligations.services.obligations import add_obligation, end_obligation, reword
from contracts.obligations.services.starting import MOST_PRINCIPLES, start_from_principles, start_from_set

__all__ = [
    "MOST_PRINCIPLES",
    "SETTLED",
    "add_kpi",
    "add_obligation",
    "agree",
    "answer_objection",
    "agreed_here",
    "bring_over_agreement",
    "carry_on",
    "change_dates",
    "copy_contract",
    "edit_kpi",
    "end_obligation",
    "first_reported",
    "is_settled",
    "object_to",
    "record_as_signed",
    "plan_on",
    "reword",
    "run_on",
    "say_counted",
    "start_from_principles",
    "start_from_set",
    "unit_of",
    "withdraw_change",
]
