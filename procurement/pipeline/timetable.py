"""A timetable planned backwards from the contract's start. Pure: dates in, dates out.

The notice is published on the last day of the phase before the tender period: the days of a tendering period
(Procurement Act 2023, section 54) count from the day after publication, so the phase's days are the law's days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from procurement.pipeline.enums import Phase
from socialvalue.law import days

ORDER = tuple(Phase)
MOBILISATION_DAYS = 30
TRANSFER_DAYS = 28
STANDSTILL_WORKING_DAYS = 8
# From this value on staff usually transfer and mobilising takes longer
LARGE = Decimal("1000000")


@dataclass(frozen=True)
class Span:
    """One phase, first and last day inclusive."""

    phase: str
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def usual_lengths(value: Decimal) -> dict[str, int]:
    """Calendar days a phase usually takes; the standstill is counted in working days by ``planned_backwards``."""
    large = value >= LARGE
    return {
        Phase.ENGAGEMENT: 84 if large else 56,
        Phase.NOTICE: 21,
        Phase.TENDER: 35,
        Phase.EVALUATION: 42 if large else 28,
        Phase.TRANSFER: TRANSFER_DAYS if large else 0,
        Phase.MOBILISATION: 60 if large else MOBILISATION_DAYS,
    }


def planned_backwards(
    contract_starts_on: date, lengths: dict[str, int], *, standstill_working_days: int = STANDSTILL_WORKING_DAYS
) -> list[Span]:
    """Phases one after the other, the last ending the day before the contract starts; first to last.

    ``lengths``: calendar days by phase. The standstill has its working days in England and ends on one; the days
    between it and the next phase, a weekend or a bank holiday, belong to none. A length of 0 leaves a phase out.
    Raises ValueError for a negative length.
    """
    spans = []
    last = contract_starts_on - timedelta(days=1)
    for phase in reversed(ORDER):
        if phase == Phase.STANDSTILL:
            if standstill_working_days == 0:
                continue
            while not days.is_working_day(last):
                last -= timedelta(days=1)
            first = last if standstill_working_days == 1 else days.add_working_days(last, -(standstill_working_days - 1))
        else:
            length = lengths.get(phase, 0)
            if length < 0:
                raise ValueError(f"{phase}: a phase cannot take {length} days")
            if length == 0:
                continue
            first = last - timedelta(days=length - 1)
        spans.append(Span(phase, first, last))
        last = first - timedelta(days=1)
    return spans[::-1]


def faults(spans: Iterable[Span]) -> list[str]:
    """What makes a timetable impossible, each a sentence: phases out of order or over each other."""
    rows = sorted(spans, key=lambda s: ORDER.index(s.phase))
    found = [f"{Phase(s.phase).label} ends before it starts." for s in rows if s.ends_on < s.starts_on]
    for before, after in zip(rows, rows[1:], strict=False):
        if after.starts_on <= before.ends_on:
            found.append(f"{Phase(after.phase).label} starts before {Phase(before.phase).label.lower()} has ended.")
    return found
