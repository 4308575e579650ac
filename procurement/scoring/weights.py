"""Effective weights: what each criterion of a tree counts, in points of 100."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Union

from .kinds import PASS_FAIL
from .numbers import exact

if TYPE_CHECKING:
    from .record import Criterion

WHOLE = Fraction(100)


def _part(criterion: Union["Criterion", Mapping[str, Any]], name: str) -> Any:
    return criterion.get(name) if isinstance(criterion, Mapping) else getattr(criterion, name)


def _weight(criterion: Union["Criterion", Mapping[str, Any]]) -> Fraction | None:
    weight = _part(criterion, "weight")
    return weight if weight is None or isinstance(weight, Fraction) else exact(weight)


def effective_weights(
    criteria: Iterable[Union["Criterion", Mapping[str, Any]]], of: Fraction | None = WHOLE
) -> dict[str, Fraction | None]:
    """Points of 100 by criterion id, for groups as well as for what stands in them.

    Takes the tree as criteria of a record or as plain dictionaries in the record's format, also half finished
    ones: siblings need not total 100. A weight that is not given yet (None) makes itself and all below it
    None. `pass_fail` criteria count nothing and are left out. Raises `NotANumber` for a weight that is no
    number.
    """
    points: dict[str, Fraction | None] = {}
    for criterion in criteria:
        if _part(criterion, "kind") == PASS_FAIL:
            continue
        weight = _weight(criterion)
        own = None if of is None or weight is None else of * weight / WHOLE
        points[_part(criterion, "id")] = own
        points |= effective_weights(_part(criterion, "children") or (), own)
    return points


def missing_weight(siblings: Iterable[Union["Criterion", Mapping[str, Any]]]) -> Fraction:
    """What these siblings lack to total 100: 0 when right, below 0 when they have too much.

    A weight not given yet adds nothing; `pass_fail` criteria do not count.
    """
    weights = (_weight(sibling) for sibling in siblings if _part(sibling, "kind") != PASS_FAIL)
    return WHOLE - sum((weight for weight in weights if weight is not None), Fraction(0))
