"""Where a KPI stands today: what was promised by now against what was verified. Pure.

Like is compared with like: what was verified is rated against what was promised for those same periods. A period that
nobody has verified is no nought; it shows in the coverage, and in ``promised_by_now``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.performance.enums import Combining, Rating
from contracts.performance.rating import Number, rate


@dataclass(frozen=True)
class PeriodRow:
    """One due row with the value of its verified return (None: none yet); target and floor as pinned on the row."""

    starts_on: date
    ends_on: date
    due_on: date
    target: Decimal | None
    floor: Decimal | None
    verified: Decimal | None
    waiting: bool = False  # handed in, not verified


@dataclass(frozen=True)
class Standing:
    """``delivered`` with ``promised`` and ``floor`` for the periods verified; None is not known.

    ``promised_by_now``: for every period whose return should be in; ``promised_in_all``: over the term.
    ``owed``, ``handed_in`` and ``verified`` count the returns that should be in by today.
    """

    delivered: Number | None
    promised: Number | None
    floor: Number | None
    promised_by_now: Number | None
    promised_in_all: Decimal | None
    rating: Rating | None
    owed: int
    handed_in: int
    verified: int

    @property
    def coverage(self) -> str:
        """“7 of 8 returns in”; how many of them are verified when it is not all."""
        if not self.owed:
            return "No return is due yet"
        text = f"{self.handed_in} of {self.owed} {'return' if self.owed == 1 else 'returns'} in"
        return text if self.verified == self.handed_in else f"{text}, {self.verified} verified"


def stand(rows: list[PeriodRow], combining: str, direction: str, today: date) -> Standing:
    """The standing of one KPI from its rows in the order of their periods. ``combining`` is sum, latest or mean."""
    due = [row for row in rows if row.due_on <= today or row.verified is not None]
    reported = [row for row in due if row.verified is not None]
    delivered, promised, floor = _compared(reported, combining)
    if combining == Combining.SUM:
        by_now, in_all = _sum(row.target for row in due), _sum(row.target for row in rows)
    else:
        by_now, in_all = _last_target(due), _last_target(rows)
    return Standing(
        delivered=delivered,
        promised=promised,
        floor=floor,
        promised_by_now=by_now,
        promised_in_all=in_all,
        rating=rate(delivered, promised, floor, direction),
        owed=len(due),
        handed_in=sum(1 for row in due if row.verified is not None or row.waiting),
        verified=len(reported),
    )


def _compared(reported: list[PeriodRow], combining: str) -> tuple[Number | None, Number | None, Number | None]:
    """Delivered, promised and floor of the periods verified, as ``combining`` makes them one figure."""
    columns = [row.verified for row in reported], [row.target for row in reported], [row.floor for row in reported]
    if combining == Combining.SUM:
        return _sum(columns[0]), _sum(columns[1]), _sum(columns[2])
    if combining == Combining.MEAN:
        return _mean(columns[0]), _mean(columns[1]), _mean(columns[2])
    last = reported[-1] if reported else None
    return (last.verified, last.target, last.floor) if last else (None, None, None)


def _last_target(rows: list[PeriodRow]) -> Decimal | None:
    return rows[-1].target if rows else None


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [v for v in values if v is not None]
    return sum(known, Decimal(0)) if known else None


def _mean(values: Iterable[Decimal | None]) -> Fraction | None:
    known = [Fraction(v) for v in values if v is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
