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
    contract_starts_on: date,
    lengths: dict[str, int],
    *,
    standstill_working_days: int,
    proclaimed: days.Proclaimed,
    transfer_meanwhile: bool = False,
) -> list[Span]:
    """Phases one after the other, the last ending the day before the contract starts; in the order of ``ORDER``.

    ``lengths``: calendar days by phase. The standstill has ``standstill_working_days`` of the law's working days (the rule
    set says how many; 0 leaves it out) and ends on one; the days between it and the next phase, a weekend or a bank holiday
    in any part of the United Kingdom, belong to none. A length of 0 leaves a phase out. ``proclaimed``: bank holidays entered.
    ``transfer_meanwhile``: staff transfer runs during mobilisation, both ending the day before the contract starts; what
    comes before ends before the longer of the two. Raises ValueError for a negative length.
    """
    spans = []
    last = contract_starts_on - timedelta(days=1)
    for phase in reversed(ORDER):
        if phase == Phase.STANDSTILL:
            if standstill_working_days == 0:
                continue
            last = days.first_of_working_days(1, last, proclaimed)
            first = days.first_of_working_days(standstill_working_days, last, proclaimed)
        else:
            length = lengths.get(phase, 0)
            if length < 0:
                raise ValueError(f"{phase}: a phase cannot take {length} days")
            if length == 0:
                continue
            ends = contract_starts_on - timedelta(days=1) if transfer_meanwhile and phase == Phase.TRANSFER else last
            first, last = ends - timedelta(days=length - 1), ends
        spans.append(Span(phase, first, last))
        last = min(s.starts_on for s in spans) - timedelta(days=1)
    return spans[::-1]


def is_transfer_meanwhile(spans: Iterable[Span]) -> bool:
    """Whether staff transfer and mobilisation share a day."""
    rows = {s.phase: s for s in spans}
    transfer, mobilisation = rows.get(Phase.TRANSFER), rows.get(Phase.MOBILISATION)
    return bool(transfer and mobilisation and _share(transfer, mobilisation))


def _share(one: Span, other: Span) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def faults(spans: Iterable[Span]) -> list[str]:
    """What makes a timetable impossible, each a sentence: phases out of order or over each other.

    Staff transfer and mobilisation may run at the same time; neither begins before what comes before both has ended.
    """
    rows = sorted(spans, key=lambda s: ORDER.index(s.phase))
    found = [f"{Phase(s.phase).label} ends before it starts." for s in rows if s.ends_on < s.starts_on]
    for number, after in enumerate(rows):
        earlier = rows[:number]
        # Nothing but mobilisation comes after the transfer
        if earlier and earlier[-1].phase == Phase.TRANSFER and _share(earlier[-1], after):
            earlier = earlier[:-1]
        if earlier and after.starts_on <= earlier[-1].ends_on:
            found.append(f"{Phase(after.phase).label} starts before {Phase(earlier[-1].phase).label.lower()} has ended.")
    return found
