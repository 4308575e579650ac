"""What was owed for one period and what came of it, and how such rows are counted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Reported:
    """What a verified return says, in the KPI's unit; of a ratio its two numbers. Neither: there were no cases in the period."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Row:
    """One due row of a KPI as it was known on the day one asks about.

    ``target`` and ``minimum`` as pinned on the row; ``reported``: the verified version that held on that day; ``waiting``: handed
    in by then and neither verified nor sent back; ``sent``: something was handed in by then, whatever became of it.
    """

    starts_on: date
    ends_on: date
    due_on: date
    target: Decimal | None = None
    minimum: Decimal | None = None
    reported: Reported | None = None
    waiting: bool = False
    sent: bool = False

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True)
class Counts:
    """Returns ``expected`` by a day; of them ``reported`` (verified), ``waiting`` for it, and ``late`` (never handed in)."""

    expected: int = 0
    reported: int = 0
    waiting: int = 0
    late: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.expected + other.expected,
            self.reported + other.reported,
            self.waiting + other.waiting,
            self.late + other.late,
        )


def is_expected(row: Row, as_of: date) -> bool:
    """Its return should be in by ``as_of``, or was verified before it was due."""
    return row.due_on <= as_of or row.reported is not None


def count(rows: Iterable[Row], as_of: date) -> Counts:
    """The rows of one or many KPIs counted, as known on ``as_of``."""
    expected = [row for row in rows if is_expected(row, as_of)]
    return Counts(
        expected=len(expected),
        reported=sum(1 for row in expected if row.reported is not None),
        waiting=sum(1 for row in expected if row.reported is None and row.waiting),
        late=sum(1 for row in expected if row.reported is None and not row.sent and row.due_on < as_of),
    )
