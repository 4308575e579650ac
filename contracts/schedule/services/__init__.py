"""What is owed, made up front; and its reminders."""

from contracts.schedule.services.making import make_due_rows, reschedule, waive_open
from contracts.schedule.services.reminding import remind

__all__ = ["make_due_rows", "remind", "reschedule", "waive_open"]
