"""What an evaluation record says, once it has been read and found complete. Numbers are exact fractions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from .weights import effective_weights

RECORD_FORMAT = "evaluation-record/1"

EMBEDDED, GATEWAY = "embedded", "gateway"

T = TypeVar("T")


class Incomplete(ValueError):
    """The arithmetic needs what the record does not say. One that `read_record` gave is never incomplete."""


def given(value: T | None, what: str) -> T:
    """The value; raises `Incomplete`, naming `what`, where there is none."""
    if value is None:
        raise Incomplete(f"{what} is missing, and missing is not zero")
    return value


@dataclass(frozen=True)
class Criterion:
    """A node of the tree. `weight` is its percentage of the parent; None for `pass_fail`, which has none."""

    id: str
    kind: str
    weight: Fraction | None = None
    form: str | None = None
    minimum: Fraction | None = None
    formula: str | None = None
    ceiling: Fraction | None = None
    floor: Fraction | None = None
    children: tuple["Criterion", ...] = ()


@dataclass(frozen=True)
class Gateway:
    """Thresholds before social value is looked at: a percentage of the quality points, and a price."""

    minimum_quality: Fraction | None = None
    maximum_price: Fraction | None = None


@dataclass(frozen=True)
class Bid:
    """`scores` by criterion: a number, or True and False for `pass_fail`; a criterion not scored has no
    entry.
    """

    id: str
    supplier: str = ""
    price: Fraction | None = None
    scores: Mapping[str, Fraction | bool] = field(default_factory=dict)

    def score(self, criterion: str) -> Fraction:
        """The score of one criterion. Raises `KeyError` where it was not scored, `Incomplete` for a pass or fail."""
        score = self.scores[criterion]
        return given(None if isinstance(score, bool) else score, f"the score of bid {self.id} for {criterion}")


@dataclass(frozen=True)
class Record:
    """A complete record. `result` is what the file says was the result, as it stands there, or None."""

    method: str
    maximum: Fraction | None
    criteria: tuple[Criterion, ...]
    bids: tuple[Bid, ...]
    gateway: Gateway | None = None
    result: Mapping[str, Any] | None = None

    @cached_property
    def weights(self) -> Mapping[str, Fraction]:
        """Points of 100 that each criterion offers, by id. Raises `Incomplete` where one has no weight."""
        points = effective_weights(self.criteria)
        return {criterion: given(own, f"the weight of {criterion}") for criterion, own in points.items()}

    @property
    def top(self) -> Fraction:
        """The maximum of the scale. Raises `Incomplete` where the record has no scale."""
        return given(self.maximum, "the maximum of the scale")

    def leaves(self, *kinds: str) -> list[Criterion]:
        """The criteria of these kinds, of which no group is one, by id: no order of input matters."""
        return sorted((c for c in walk(self.criteria) if c.kind in kinds), key=lambda criterion: criterion.id)


def walk(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    """Every criterion of the tree, parents before children."""
    for criterion in criteria:
        yield criterion
        yield from walk(criterion.children)
