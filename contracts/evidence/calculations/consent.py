"""What is known of a person's consent, and what has to be. Pure."""

from dataclasses import dataclass
from datetime import date

from contracts.evidence.enums import How, Use

Problem = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Consent:
    """For what use, who asked, how, and on which day. Without consent (``Use.NONE``) nobody need have asked."""

    use: str = Use.NONE
    asked_by: str = ""
    how: str = ""
    asked_on: date | None = None

    @property
    def is_given(self) -> bool:
        return self.use != Use.NONE

    def problems(self, today: date) -> list[Problem]:
        """(field, what to do) for what is missing of a consent that is given."""
        found = []
        if self.use not in Use.values:
            found.append(("use", "Choose for what the person agreed that it may be used"))
        if not self.is_given:
            return found
        if not self.asked_by.strip():
            found.append(("asked_by", "Enter who asked the person, such as “support worker”"))
        if self.how not in How.values:
            found.append(("how", "Choose how the person agreed"))
        if self.asked_on is None:
            found.append(("asked_on", "Enter the day on which the person was asked"))
        elif self.asked_on > today:
            found.append(("asked_on", "The day on which the person was asked must be today or earlier"))
        return found


NOT_ASKED = Consent()
