"""What is owed, made up front; given up or cut by an end; and its reminders."""

from contracts.schedule.services.chasing import chase
from contracts.schedule.services.ending import end_contract
from contracts.schedule.services.locking import set_lock
from contracts.schedule.services.making import (
    Count,
    check_schedule,
    make_due_rows,
    planned_rows,
    reschedule,
    set_own_terms,
    waive_open,
)
from contracts.schedule.services.opening import ask_to_open, close, grant, refuse, take_back_asking
from contracts.schedule.services.reminding import remind
from contracts.schedule.services.waiving import owe_again, waive

__all__ = [
    "Count",
    "ask_to_open",
    "chase",
    "check_schedule",
    "close",
    "end_contract",
    "grant",
    "make_due_rows",
    "owe_again",
    "planned_rows",
    "refuse",
    "remind",
    "reschedule",
    "set_lock",
    "set_own_terms",
    "take_back_asking",
    "waive",
    "waive_open",
]
