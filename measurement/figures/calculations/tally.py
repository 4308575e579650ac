"""How many indicators are on target, and how much of what was owed was reported. The one sum that unlike units allow."""

from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from measurement.figures.calculations.figures import Figure, coverage, coverage_words

RATINGS = ("green", "amber", "red", "missing", "none")
LABELS = {
    "green": "On target",
    "amber": "Above the floor",
    "red": "Below the floor",
    "missing": "Not reported",
    "none": "No target",
}


@dataclass(frozen=True)
class Tally:
    """Indicators by rating, and returns owed (``expected``), verified (``reported``) and not yet verified (``waiting``)."""

    kpis: int = 0
    green: int = 0
    amber: int = 0
    red: int = 0
    missing: int = 0
    none: int = 0
    expected: int = 0
    reported: int = 0
    waiting: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def rated(self) -> int:
        """Indicators that have a target and a verified value."""
        return self.green + self.amber + self.red

    @property
    def share(self) -> Fraction | None:
        """Part of the rated indicators that are on target; None where none could be rated."""
        return Fraction(self.green, self.rated) if self.rated else None

    @property
    def coverage(self) -> Fraction | None:
        return coverage(self.reported, self.expected)

    @property
    def coverage_words(self) -> str:
        return coverage_words(self.reported, self.expected, self.waiting)

    @property
    def parts(self) -> list[tuple[str, int]]:
        return [(LABELS[r], getattr(self, r)) for r in RATINGS]

    def figure(self, key: str, label: str, url: str = "") -> Figure:
        """Indicators on target as a figure, out of those that could be rated."""
        return Figure(
            key=key,
            label=label,
            value=Decimal(self.green) if self.rated else None,
            unit="indicators on target",
            counts="indicators whose verified returns reach their target over the period",
            target=Decimal(self.rated) if self.rated else None,
            target_reported=Decimal(self.rated) if self.rated else None,
            reported=self.reported,
            expected=self.expected,
            waiting=self.waiting,
            url=url,
        )

    def sentence(self) -> str:
        """What a chart of this tally shows, for those who hear it."""
        if not self.kpis:
            return "no indicator was due"
        if not self.rated:
            return f"none of {self.kpis} {_indicators(self.kpis)} could be rated"
        words = f"{self.green} of {self.rated} rated {_indicators(self.rated)} on target"
        rest = [f"{getattr(self, r)} {LABELS[r].lower()}" for r in ("amber", "red", "missing") if getattr(self, r)]
        return f"{words}, {', '.join(rest)}" if rest else words


def _indicators(n: int) -> str:
    return "indicator" if n == 1 else "indicators"
