"""What of a commission comes along when another is started from it, and what no longer fits the framework in force."""

from dataclasses import dataclass, field

from procurement.commissioning.enums import SoughtStatus
from procurement.commissioning.models import Commission, Requirement, SoughtOutcome
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome
from socialvalue.framework.selectors import Counterparts, newest_of


@dataclass(frozen=True)
class Kept:
    """``outcomes`` and ``requirements`` with what stands for theirs in ``framework``, the version in force; None where
    nothing does. ``changed``: a sentence for everything that is not as it was."""

    framework: FrameworkVersion | None
    outcomes: list[tuple[SoughtOutcome, Outcome | None]] = field(default_factory=list)
    requirements: list[tuple[Requirement, Measure | None]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def kept_of(source: Commission) -> Kept:
    """Outcomes that were not dropped and requirements that were not removed. Seven queries whatever their number."""
    old = source.framework
    framework = newest_of(old) if old else None
    there = Counterparts(framework)
    sought = source.sought_outcomes.exclude(status=SoughtStatus.DROPPED).select_related("outcome__priority")
    asked = source.requirements.filter(removed_at=None).select_related("measure__outcome__priority")
    outcomes = [(one, there.outcome(one.outcome)) for one in sought.order_by("pk")]
    requirements = [(one, there.measure(one.measure)) for one in asked.order_by("pk")]
    changed = [*_of_the_framework(old, framework), *_of_outcomes(outcomes), *_of_measures(requirements)]
    return Kept(framework, outcomes, requirements, changed)


def _of_the_framework(old: FrameworkVersion | None, new: FrameworkVersion | None) -> list[str]:
    if old is None or new == old:
        return []
    if new is None:
        return [f"{old} is no longer in force and no other version is: choose a framework"]
    return [f"{old} was replaced by version {new.number}: outcomes and measures are those of version {new.number}"]


def _of_outcomes(outcomes: list[tuple[SoughtOutcome, Outcome | None]]) -> list[str]:
    return [
        f"“{old.outcome}” is no longer in the framework: the outcome “{old}” keeps its words, without it"
        for old, new in outcomes
        if old.outcome and not new
    ]


def _of_measures(requirements: list[tuple[Requirement, Measure | None]]) -> list[str]:
    found = []
    for old, new in requirements:
        if old.measure and not new:
            found.append(
                f"The measure “{old.measure}” is no longer in the framework: {old.code} keeps its words, without the measure"
            )
        elif old.measure and new and new.unit != old.measure.unit:
            found.append(f"The measure “{new}” now counts in {new.unit}: {old.code} still says {old.unit}")
    return found
