"""Files that nobody went on with are forgotten after two weeks."""

from datetime import datetime

from contracts.brought.models import BroughtFile
from contracts.brought.querysets import KEPT_FOR
from contracts.brought.services.files import forget
from socialvalue.common.timed import Event


def due(now: datetime) -> list[Event]:
    rows = BroughtFile.objects.forgotten(now)
    return [Event(kept.asked_at + KEPT_FOR, "forget a file of running contracts", str(kept.pk)) for kept in rows]


def apply(now: datetime) -> int:
    return forget(now)
