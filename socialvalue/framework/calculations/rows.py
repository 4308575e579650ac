"""A framework as rows, one a measure (or an outcome without measures, or a priority without outcomes).

It is what a file brings, what an export gives, and what two versions are compared by. Knows no database.
"""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from socialvalue.common.tables import Column, read_choice, read_money, read_text, read_whole
from socialvalue.framework.enums import Direction, MeasureKind

WORDS = 4000


def _year(text: str) -> int:
    year = read_whole(text)
    if not 1990 <= year <= 2100:
        raise ValueError("must be a year between 1990 and 2100")
    return year


# The headings of the import format, then those that our own exports add. Each is the row's attribute with spaces.
COLUMNS = [
    Column("priority", read_text(200), needed=True),
    Column("outcome code", read_text(20)),
    Column("outcome", read_text(300)),
    Column("measure code", read_text(20)),
    Column("measure", read_text(300)),
    Column("unit", read_text(60)),
    Column("direction", read_choice((value, value) for value in Direction.values)),
    Column("evidence", read_text(WORDS)),
    Column("strategic outcome", read_text(300)),
    Column("proxy value", read_money),
    Column("proxy unit", read_text(60)),
    Column("proxy source", read_text(300)),
    Column("proxy licence", read_text(120)),
    Column("price year", _year),
    Column("priority code", read_text(20)),
    Column("priority description", read_text(WORDS)),
    Column("kind", read_choice((value, value) for value in MeasureKind.values)),
    Column("easy read", read_text(300)),
    Column("guidance", read_text(WORDS)),
    Column("proxy area", read_text(120)),
]
HEADINGS = [column.name for column in COLUMNS]
# Without these two headings a file is no framework
NEEDED_HEADINGS = ("priority", "outcome code", "outcome")
# For people: of what, the headings it needs, those it may have
EXPLAINED = (
    ("Priority", ("priority",), ("priority code", "priority description")),
    ("Outcome", ("outcome code", "outcome"), ("strategic outcome",)),
    ("Measure", ("measure code", "measure", "unit"), ("direction", "kind", "evidence", "guidance", "easy read")),
    ("Proxy", ("proxy value", "proxy unit", "proxy source", "proxy licence", "price year"), ("proxy area",)),
)
PROXY = ("proxy value", "proxy unit", "proxy source", "proxy licence", "price year")
OF_A_MEASURE = ("measure code", "measure", "unit", "direction", "kind", "evidence", "guidance", "easy read", *PROXY, "proxy area")


@dataclass(frozen=True)
class FrameworkRow:
    """One line. ``line`` says where it stood and is no part of what it says; ``strategic_outcome`` is a code."""

    priority: str
    line: int = field(default=0, compare=False)
    outcome_code: str = ""
    outcome: str = ""
    priority_code: str = ""
    priority_description: str = ""
    measure_code: str = ""
    measure: str = ""
    unit: str = ""
    direction: str = Direction.HIGHER
    kind: str = MeasureKind.OUTPUT
    evidence: str = ""
    guidance: str = ""
    easy_read: str = ""
    strategic_outcome: str = ""
    proxy_value: Decimal | None = None
    proxy_unit: str = ""
    proxy_source: str = ""
    proxy_licence: str = ""
    proxy_area: str = ""
    price_year: int | None = None

    def cells(self) -> list[Any]:
        """The row under HEADINGS. Direction and kind are a measure's: a line without one leaves them empty."""
        values = {name.replace("_", " "): value for name, value in asdict(self).items()}
        if not self.measure:
            values |= {"direction": "", "kind": ""}
        return [str(v) if isinstance(v, (Direction, MeasureKind)) else v for v in (values[h] for h in HEADINGS)]


def settled(rows: list[FrameworkRow]) -> list[FrameworkRow]:
    """The rows as they are kept, and come back: by priority and outcome as each first appears, proxies by price year.

    A line that only names an outcome says nothing more once a measure names it too; the same with a priority.
    """
    priorities: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    measures: dict[tuple[str, str], int] = {}
    for row in rows:
        priorities.setdefault(row.priority_code, len(priorities))
        outcomes.setdefault(row.outcome_code, len(outcomes))
        measures.setdefault((row.outcome_code, row.measure_code), len(measures))
    full = {r.priority_code for r in rows if r.outcome_code}, {r.outcome_code for r in rows if r.measure_code}
    kept: dict[FrameworkRow, FrameworkRow] = {}
    for row in rows:
        if row.measure_code or (row.outcome_code not in full[1] if row.outcome_code else row.priority_code not in full[0]):
            kept.setdefault(row, row)
    return sorted(
        kept,
        key=lambda r: (
            priorities[r.priority_code],
            outcomes[r.outcome_code],
            measures[(r.outcome_code, r.measure_code)],
            r.price_year is not None,
            r.price_year,
        ),
    )
