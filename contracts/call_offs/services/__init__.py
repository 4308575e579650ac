"""Writes to framework agreements and call-offs: a verb per function, keyword-only, ``by`` whom."""

from contracts.call_offs.services.agreements import add_agreement, edit_agreement, end_agreement
from contracts.call_offs.services.calling_off import call_off_directly, call_off_from_award, call_off_new
from contracts.call_offs.services.competing import start_competition
from contracts.call_offs.services.days import mark_day_done, plan_days
from contracts.call_offs.services.joining import join_lots, leave_lot
from contracts.call_offs.services.lots import add_lot, edit_lot
from contracts.call_offs.services.warning import warn

__all__ = [
    "add_agreement",
    "add_lot",
    "call_off_directly",
    "call_off_from_award",
    "call_off_new",
    "edit_agreement",
    "edit_lot",
    "end_agreement",
    "join_lots",
    "leave_lot",
    "mark_day_done",
    "plan_days",
    "start_competition",
    "warn",
]
