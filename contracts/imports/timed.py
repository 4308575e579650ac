"""Registers that somebody uploaded and never confirmed are forgotten after a week, and lines that were left after 90 days."""

from datetime import datetime

from contracts.imports.models import RegisterFile
from contracts.imports.querysets import KEPT_FOR, LEFT_FOR
from contracts.imports.services.large import forget
from socialvalue.common.timed import Event


def due(now: datetime) -> list[Event]:
    return [
        Event(kept.good_at + LEFT_FOR if kept.good_at else kept.made_at + KEPT_FOR, "forget a register", str(kept.pk))
        for kept in RegisterFile.objects.forgotten(now)
    ]


def apply(now: datetime) -> int:
    return forget(now)
