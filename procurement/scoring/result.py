"""The result of an evaluation: its parts, and how it is written down.

A bid that is ranked has `rank`, `total`, `total_exact`; a bid that is out has `reasons` instead: the ids of
the criteria and the names of the thresholds that it failed. `by_kind` has the kinds that were scored. A line
of the price criterion has the `price` where the others have `score` and `maximum`. `pass_fail` criteria carry
no points and have no line. `ties` is a list of lists of bid ids, the best rank first. Lines come by criterion
id.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .numbers import decimal_text, fraction_text

RESULT_FORMAT = "evaluation-result/1"
RANKED = "ranked"
FAILED_MINIMUM, FAILED_GATEWAY, FAILED_PASS_FAIL = "failed_minimum", "failed_gateway", "failed_pass_fail"


@dataclass(frozen=True)
class Failure:
    """One thing that puts a bid out: the status it gives, and the criterion's id or the threshold's name."""

    status: str
    name: str


@dataclass(frozen=True)
class Line:
    """The working of one criterion. `weight` and `points` in points of 100; a price line has a price and no
    score.
    """

    criterion: str
    kind: str
    weight: Fraction
    points: Fraction
    score: Fraction | None = None
    maximum: Fraction | None = None
    price: Fraction | None = None

    def as_dict(self) -> dict[str, str]:
        """The line in the format of the record, every number as a decimal string."""
        numbers = {"weight": self.weight, "price": self.price, "score": self.score, "maximum": self.maximum}
        shown = {name: decimal_text(value) for name, value in numbers.items() if value is not None}
        return {"criterion": self.criterion} | shown | {"points": decimal_text(self.points)}


@dataclass(frozen=True)
class BidResult:
    """One bid. `rank` and `total` (points of 100) are None for a bid that is out, which has `failures`."""

    id: str
    status: str
    rank: int | None
    total: Fraction | None
    by_kind: Mapping[str, Fraction]
    lines: tuple[Line, ...]
    failures: tuple[Failure, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The bid in the format of the record."""
        data: dict[str, Any] = {"id": self.id, "status": self.status}
        if self.total is not None:
            data |= {
                "rank": self.rank,
                "total": decimal_text(self.total),
                "total_exact": fraction_text(self.total),
            }
        data["by_kind"] = {kind: decimal_text(points) for kind, points in self.by_kind.items()}
        data["lines"] = [line.as_dict() for line in self.lines]
        if self.failures:
            data["reasons"] = [failure.name for failure in self.failures]
        return data


@dataclass(frozen=True)
class Result:
    """All bids in rank order, then those out by id; `ties`: groups of bid ids with equal totals."""

    bids: tuple[BidResult, ...]
    ties: tuple[tuple[str, ...], ...] = ()

    def bid(self, identity: str) -> BidResult:
        """The result of one bid; raises `KeyError`."""
        for bid in self.bids:
            if bid.id == identity:
                return bid
        raise KeyError(identity)

    def as_dict(self) -> dict[str, Any]:
        """The result in the format `evaluation-result/1`, as plain data that JSON can hold."""
        return {
            "format": RESULT_FORMAT,
            "bids": [bid.as_dict() for bid in self.bids],
            "ties": [list(tie) for tie in self.ties],
        }


def result_json(result: Result) -> str:
    """The result as JSON text. ASCII only, so that it survives every terminal and file on its way."""
    return json.dumps(result.as_dict(), indent=2)
