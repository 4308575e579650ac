"""What a KPI measures and promises, as one value; what is wrong with it. Pure: no database."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from contracts.performance.enums import Combining
from socialvalue.framework.enums import Direction


@dataclass(frozen=True, kw_only=True)
class KpiTerms:
    """``target`` and ``floor`` are in ``unit``, for one reporting period or ``per`` term, year, half year, quarter or month:
    then the due rows carry the split (docs/decisions/targets-over-the-term.md). None is no target.

    ``frequency`` is a Frequency, ``days_to_report`` the days after a period's end until its return is due.
    ``client_side``: the council's own duty in the contract.
    """

    wording: str
    unit: str
    frequency: str
    direction: str = Direction.HIGHER
    target: Decimal | None = None
    floor: Decimal | None = None
    per: str = ""
    combining: str = Combining.SUM
    days_to_report: int = 20
    client_side: bool = False

    @classmethod
    def of(cls, kpi) -> "KpiTerms":
        """The terms of a KPI as it stands."""
        return cls(**{name: getattr(kpi, name) for name in EDITABLE})

    def tidy(self) -> "KpiTerms":
        """Without blanks around the words."""
        return replace(self, wording=self.wording.strip(), unit=self.unit.strip())

    def values(self) -> dict:
        """Field → value."""
        return {name: getattr(self, name) for name in EDITABLE}

    def problems(self) -> list[tuple[str, str]]:
        """(field, message) for everything that is wrong: the floor is on the worse side of the target, and the like."""
        found = []
        if not self.wording:
            found.append(("wording", "Say what is measured"))
        if not self.unit:
            found.append(("unit", "Say what is counted: people, %, tonnes"))
        higher = self.direction == Direction.HIGHER
        if self.floor is not None and self.target is None:
            found.append(("floor", "A floor needs a target"))
        elif self.floor is not None and (self.floor > self.target if higher else self.floor < self.target):
            found.append(("floor", f"The floor cannot be {'above' if higher else 'below'} the target"))
        if self.per and self.combining != Combining.SUM:
            found.append(("per", "Only figures that are added up can be promised for another length than the reporting period"))
        return found


# What may be changed after the KPI was added: its terms, and never its number or obligation
EDITABLE = tuple(field.name for field in fields(KpiTerms))
# The schedule of returns hangs on these
SCHEDULE = ("frequency", "days_to_report")
