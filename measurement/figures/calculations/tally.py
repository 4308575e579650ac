"""How many KPIs stand how, and how much of what was owed was reported. The one sum that unlike units allow."""

from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from contracts.performance.coverage import coverage, coverage_words
from contracts.performance.enums import RATED, Kind, Standing
from contracts.performance.rows import Counts
from contracts.performance.shown import part
from measurement.figures.calculations.figures import Figure

STANDINGS = tuple(Standing.values)
LABELS: dict[str, str] = {s.value: str(s.label) for s in Standing}


@dataclass(frozen=True)
class Tally:
    """KPIs by standing, and returns owed (``expected``), verified (``reported``), not yet verified (``waiting``) and ``late``."""

    kpis: int = 0
    on_target: int = 0
    below_target: int = 0
    below_minimum: int = 0
    not_reported: int = 0
    no_target: int = 0
    nothing_due: int = 0
    expected: int = 0
    reported: int = 0
    waiting: int = 0
    late: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def rated(self) -> int:
        """KPIs that have been set against a target."""
        return sum(getattr(self, s) for s in RATED)

    @property
    def share(self) -> Fraction | None:
        """Part of the rated KPIs that are on target; None where none could be rated."""
        return Fraction(self.on_target, self.rated) if self.rated else None

    @property
    def counts(self) -> Counts:
        return Counts(self.expected, self.reported, self.waiting, self.late)

    @property
    def coverage(self) -> Fraction | None:
        return coverage(self.counts)

    @property
    def shown_coverage(self) -> str:
        """“93 %” of what was owed; all of it only where nothing is missing."""
        return part(self.coverage, 0)

    @property
    def coverage_words(self) -> str:
        return coverage_words(self.counts)

    @property
    def parts(self) -> list[tuple[str, int]]:
        return [(LABELS[s], getattr(self, s)) for s in STANDINGS]

    def figure(self, key: str, label: str, url: str = "") -> Figure:
        """KPIs on target as a figure, out of those that could be rated."""
        rated = Decimal(self.rated) if self.rated else None
        return Figure(
            key=key,
            label=label,
            value=Decimal(self.on_target) if self.rated else None,
            unit="KPIs on target",
            counted="KPIs whose verified returns reach their target over the period",
            compared=Decimal(self.on_target) if self.rated else None,
            target=rated,
            promised=rated,
            counts=self.counts,
            kind=Kind.SUM,
            url=url,
        )

    @property
    def standings(self) -> str:
        """“3 on target, 1 below target”; “none” where nothing is counted."""
        return ", ".join(f"{n:,} {label.lower()}" for label, n in self.parts if n) or "none"

    def sentence(self) -> str:
        """What a chart of this tally shows, for those who hear it."""
        if not self.kpis:
            return "no KPI had a period in this time"
        if not self.rated:
            return f"none of {self.kpis} {_kpis(self.kpis)} could be set against a target{self._rest(all_of_them=True)}"
        return f"{self.on_target} of {self.rated} {_kpis(self.rated)} with a target and a verified return on target{self._rest()}"

    def _rest(self, *, all_of_them: bool = False) -> str:
        named = [s for s in STANDINGS if s != Standing.ON_TARGET or all_of_them]
        rest = [f"{getattr(self, s)} {LABELS[s].lower()}" for s in named if getattr(self, s)]
        return f", {', '.join(rest)}" if rest else ""


def _kpis(n: int) -> str:
    return "KPI" if n == 1 else "KPIs"
