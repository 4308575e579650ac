"""What a framework agreement warns of on a day. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.call_offs.calculations.ceiling import Use
from contracts.call_offs.enums import WarningKind
from contracts.warnings.calculations.due import NEWS_FOR, PASSED

# Days before its day on which each is told of. The next agreement is procured in the last year of this one
STAGES: dict[str, tuple[int, ...]] = {
    WarningKind.ENDS: (365, 180, 30),
    WarningKind.REFRESH: (90, 30, PASSED),
    WarningKind.REVIEW: (30, PASSED),
}


@dataclass(frozen=True)
class Planned:
    """A refresh or a review that is to come: its key and its day."""

    key: int
    kind: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an agreement in force is asked about. ``refresh_by``: the law's last day for a refresh, None where it sets none."""

    ends_on: date
    use: Use
    planned: tuple[Planned, ...] = ()
    refresh_by: date | None = None


@dataclass(frozen=True)
class Notice:
    """One warning: its kind, the day it is about, the step it has reached, and the planned day it belongs to (0: none)."""

    kind: str
    day: date | None
    stage: int
    planned: int = 0
    ceiling: Decimal | None = None

    @property
    def fact(self) -> str:
        """What it says, in a word that is another one as soon as it says something else."""
        parts = (self.kind, self.day or "", self.stage, self.planned or "", self.ceiling or "")
        return ".".join(str(part) for part in parts)

    def is_over(self, today: date) -> bool:
        return self.day is not None and self.day < today

    def is_news(self, today: date) -> bool:
        """Whether it is told, not only shown."""
        return self.day is None or self.day + NEWS_FOR >= today


def notices(facts: Facts, today: date) -> list[Notice]:
    """What stands on this day, each by the last stage it has reached."""
    found = []
    for kind, day, planned in _days(facts):
        reached = [stage for stage in STAGES[kind] if (day - today).days <= stage]
        if reached:
            found.append(Notice(kind, day, reached[-1], planned))
    if facts.use.stage:
        found.append(Notice(WarningKind.CEILING, None, facts.use.stage, ceiling=facts.use.ceiling))
    return found


def _days(facts: Facts) -> Iterator[tuple[str, date, int]]:
    yield WarningKind.ENDS, facts.ends_on, 0
    for one in facts.planned:
        yield one.kind, one.on, one.key
    # Where the day that is planned keeps within the law, that one is told of
    kept = any(one.kind == WarningKind.REFRESH and facts.refresh_by and one.on <= facts.refresh_by for one in facts.planned)
    if facts.refresh_by is not None and facts.refresh_by < facts.ends_on and not kept:
        yield WarningKind.REFRESH, facts.refresh_by, 0
