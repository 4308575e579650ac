"""What is owed, made up front; given up or cut by an end; and its reminders."""

from contracts.schedule.services.chasing import chase
from contracts.schedule.services.ending import end_contract
from contracts.schedule.services.making import (
    Count,
    check_schedule,
    make_due_rows,
    planned_rows,
    reschedule,
    set_own_terms,
    waive_open,
)
from contracts.schedule.services.reminding import remind
from contracts.schedule.services.waiving import owe_again, waive

__all__ = [
    "Count",
    "chase",
    "check_schedule",
    "end_contract",
    "make_due_rows",
    "owe_again",
    "planned_rows",
    "remind",
    "reschedule",
    "set_own_terms",
    "waive",
    "waive_open",
]
