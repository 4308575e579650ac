"""What a KPI measures and promises, as one value; what is wrong with it. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.performance import composing
from contracts.performance.enums import Kind
from contracts.performance.rules import FULL
from socialvalue.framework.enums import Direction

# Of these each period is kept or not, or the one thing is done or not: nothing is typed but the report
DONE_OR_NOT = (Kind.YES_NO, Kind.MILESTONE)
UNIT_OF = {Kind.RATIO: "%", Kind.YES_NO: "kept", Kind.MILESTONE: "done", Kind.COMPOSITE: "points"}
# Of these the kind says the unit, whatever the measure counts in
OWN_UNIT = (*DONE_OR_NOT, Kind.COMPOSITE)
MOST_PERCENT = 1000
CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class KpiTerms:
    """``target`` and ``minimum`` are in ``unit``, for one reporting period or ``per`` term, year, half year, quarter or month:
    then the due rows carry the split (docs/decisions/targets-over-the-term.md). None is no target.

    ``frequency`` is a Frequency (empty for a milestone), ``days_to_report`` the days after a period's end until its return is
    due. Nothing is owed of periods that begin before ``reported_from``. ``milestone_on`` is the day by which a milestone is
    done. ``may_be_negative`` None: as the measure says. ``client_side``: the council's own duty in the contract.
    ``sub_scores``: what a score is made of, as ``SubScore.plain`` has it; of any other kind none.
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
    reported_from: date | None = None
    milestone_on: date | None = None
    may_be_negative: bool | None = None
    sub_scores: list[dict[str, Any]] = field(default_factory=list)

    def tidy(self) -> "KpiTerms":
        """Without blanks around the words, and with the unit and frequency that its kind leaves no choice about."""
        kind = Kind(self.kind)
        unit = UNIT_OF[kind] if kind in OWN_UNIT else self.unit.strip() or UNIT_OF.get(kind, "")
        frequency = self.frequency or ("year" if kind == Kind.MILESTONE else "")
        day = self.milestone_on if kind == Kind.MILESTONE else None
        # Each of its rows is to be kept or done once: a target of 1 says no more than that
        target = None if kind in DONE_OR_NOT and self.target == 1 else self.target
        subs = self.sub_scores if kind == Kind.COMPOSITE else []
        words = self.wording.strip()
        return replace(self, wording=words, unit=unit, frequency=frequency, milestone_on=day, target=target, sub_scores=subs)

    def values(self) -> dict[str, Any]:
        """Field → value."""
        return {name: getattr(self, name) for name in EDITABLE}

    def changes_to(self, new: "KpiTerms") -> dict[str, Any]:
        """Field → new value of each term that ``new`` has otherwise."""
        return {name: value for name, value in new.values().items() if value != getattr(self, name)}

    def problems(self) -> list[tuple[str, str]]:
        """(field, message) for everything that is wrong: the minimum is on the worse side of the target, and the like."""
        found = []
        if not self.wording:
            found.append(("wording", "Say what is measured"))
        if not self.unit:
            found.append(("unit", "Say what is counted: people, %, tonnes"))
        if not self.frequency:
            found.append(("frequency", "Say how often it is reported"))
        if self.kind in DONE_OR_NOT:
            return found + self._done_problems()
        found += self._amount_problems()
        found += self._minimum_problems()
        if self.per and self.kind != Kind.SUM:
            found.append(("per", "Only figures that are added up can be promised for another length than the reporting period"))
        if self.kind == Kind.SUM and self.unit == "%":
            found.append(("kind", "A percentage is not added up: choose a share, or a level"))
        if self.kind == Kind.RATIO and self.unit != "%":
            found.append(("unit", "A share is counted in %"))
        if self.kind == Kind.COMPOSITE:
            found += self._composite_problems()
        return found

    def _composite_problems(self) -> list[tuple[str, str]]:
        found = [("sub_scores", words) for words in composing.problems_of(composing.read(self.sub_scores))]
        if self.direction != Direction.HIGHER:
            found.append(("direction", "A score made of sub-scores is better the higher it is: choose “higher is better”"))
        for name in ("target", "minimum"):
            amount = getattr(self, name)
            if amount is not None and amount > FULL:
                found.append((name, f"The {name} of a score is at most {FULL}"))
        return found

    def _done_problems(self) -> list[tuple[str, str]]:
        found = [
            (name, "What is kept or done, or not, has no target or minimum to type: leave this blank")
            for name in ("target", "minimum")
            if getattr(self, name) is not None
        ]
        if self.per:
            found.append(("per", "Only figures that are added up can be promised for another length than the reporting period"))
        if self.kind == Kind.MILESTONE and self.milestone_on is None:
            found.append(("milestone_on", "Enter the day by which it is to be done"))
        return found

    def _amount_problems(self) -> list[tuple[str, str]]:
        found = []
        for name in ("target", "minimum"):
            amount = getattr(self, name)
            if amount is None:
                continue
            if amount < 0 and not self.may_be_negative:
                found.append((name, f"The {name} cannot be below 0, since what is reported cannot"))
            if self.kind == Kind.RATIO and (amount > MOST_PERCENT or amount != amount.quantize(CENT)):
                found.append((name, f"The {name} of a share is at most {MOST_PERCENT:,} % and has at most 2 decimals"))
        return found

    def _minimum_problems(self) -> list[tuple[str, str]]:
        if self.minimum is None:
            return []
        if self.target is None:
            return [("minimum", "A minimum needs a target")]
        higher = self.direction == Direction.HIGHER
        if self.minimum > self.target if higher else self.minimum < self.target:
            return [("minimum", f"The {'minimum' if higher else 'limit'} cannot be {'above' if higher else 'below'} the target")]
        return []


def from_json(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as a change keeps them, in their own types: amounts are Decimals again, days are dates."""
    found = dict(kept)
    for name in ("target", "minimum"):
        if found.get(name) is not None:
            found[name] = Decimal(found[name])
    for name in ("reported_from", "milestone_on"):
        if found.get(name) is not None:
            found[name] = date.fromisoformat(found[name])
    return found


# What may be changed after the KPI was added: its terms, and never its number or obligation
EDITABLE = tuple(field.name for field in fields(KpiTerms))
# How often and how late is reported: settled once the contract has started
SCHEDULE = ("frequency", "days_to_report")
# What a KPI is: settled once a period under it is over or was reported
NATURE = ("kind", "direction", "unit", "client_side")
# The due rows follow from these
PLANNING = (*SCHEDULE, "kind", "direction", "per", "target", "minimum", "reported_from", "milestone_on", "sub_scores")
