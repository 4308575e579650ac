"""What a KPI measures and promises, as one value; what is wrong with it. Pure: no database."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from contracts.performance.enums import Kind
from socialvalue.framework.enums import Direction


@dataclass(frozen=True, kw_only=True)
class KpiTerms:
    """``target`` and ``minimum`` are in ``unit``, for one reporting period or ``per`` term, year, half year, quarter or month:
    then the due rows carry the split (docs/decisions/targets-over-the-term.md). None is no target.

    ``frequency`` is a Frequency, ``days_to_report`` the days after a period's end until its return is due.
    ``client_side``: the council's own duty in the contract.
    """

    wording: str
    unit: str
    frequency: str
    direction: str = Direction.HIGHER
    target: Decimal | None = None
    minimum: Decimal | None = None
    per: str = ""
    kind: str = Kind.SUM
    days_to_report: int = 20
    client_side: bool = False

    def tidy(self) -> "KpiTerms":
        """Without blanks around the words."""
        return replace(self, wording=self.wording.strip(), unit=self.unit.strip())

    def values(self) -> dict[str, Any]:
        """Field → value."""
        return {name: getattr(self, name) for name in EDITABLE}

    def problems(self) -> list[tuple[str, str]]:
        """(field, message) for everything that is wrong: the minimum is on the worse side of the target, and the like."""
        found = []
        if not self.wording:
            found.append(("wording", "Say what is measured"))
        if not self.unit:
            found.append(("unit", "Say what is counted: people, %, tonnes"))
        found += self._minimum_problems()
        if self.per and self.kind != Kind.SUM:
            found.append(("per", "Only figures that are added up can be promised for another length than the reporting period"))
        return found

    def _minimum_problems(self) -> list[tuple[str, str]]:
        if self.minimum is None:
            return []
        if self.target is None:
            return [("minimum", "A minimum needs a target")]
        higher = self.direction == Direction.HIGHER
        if self.minimum > self.target if higher else self.minimum < self.target:
            return [("minimum", f"The minimum cannot be {'above' if higher else 'below'} the target")]
        return []


# What may be changed after the KPI was added: its terms, and never its number or obligation
EDITABLE = tuple(field.name for field in fields(KpiTerms))
# The schedule of returns hangs on these
SCHEDULE = ("frequency", "days_to_report")
