"""One line of "what needs you today": what, where, by when."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Need:
    """``kind`` is "overdue", "due" (within a week) or "waiting" (for a decision of this person)."""

    text: str
    url: str
    kind: str = "waiting"
    due: date | None = None
