"""What was known of a return on a day: which version held, what still waited. For the pages that show figures row by row."""

from collections.abc import Sequence
from datetime import datetime

from contracts.performance.rows import Row
from contracts.returns.models import Return
from contracts.returns.selectors import reported_of
from contracts.schedule.models import DueReturn


def row_known(due: DueReturn, returns: Sequence[Return], end: datetime) -> Row:
    """A due row with its returns as they were just before ``end``."""
    held = next((r for r in returns if r.held_on(end)), None)
    sent = [r for r in returns if r.first_submitted_at and r.first_submitted_at < end]
    return Row(
        starts_on=due.starts_on,
        ends_on=due.ends_on,
        due_on=due.due_on,
        target=due.target,
        minimum=due.minimum,
        reported=reported_of(held) if held else None,
        waiting=any(waits(r, end) for r in sent),
        sent=bool(sent),
    )


def waits(version: Return, end: datetime) -> bool:
    """Handed in just before ``end``, and by then neither verified nor sent back (or handed in again since)."""
    if version.decided_at and version.decided_at < end:
        return False
    back, again = version.sent_back_at, version.submitted_at
    return not back or back >= end or bool(again and back < again < end)
