"""How long a document of a contract holds. Pure: days in, words out."""

from dataclasses import dataclass
from datetime import date

# Days before its last day on which those who look after it are told
STAGES = (60, 14)
SOON = STAGES[0]


@dataclass(frozen=True)
class Validity:
    """From which day to which, both included; None is open on that side."""

    valid_from: date | None
    valid_until: date | None

    def problem(self) -> str | None:
        """Why these two days do not go together; None where they do."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            return "It cannot run out before it begins"
        return None

    def has_run_out(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today

    def runs_out_soon(self, today: date) -> bool:
        """Its last day is today or one of the next 60 days."""
        return self.valid_until is not None and 0 <= (self.valid_until - today).days <= SOON

    def not_yet(self, today: date) -> bool:
        return self.valid_from is not None and today < self.valid_from

    def said(self, today: date) -> tuple[str, str]:
        """The state in a word or two, and the colour of its tag."""
        if self.has_run_out(today):
            return "Run out", "red"
        if self.not_yet(today):
            return "Not in force yet", "grey"
        if self.runs_out_soon(today):
            return "Runs out soon", "yellow"
        return "In force", "green"
