"""A scored result as plain data that JSON can hold, every number exact, and back again.

For whoever shows a result often and computes it once. The record stays what counts: what is kept is what
`compute` and `one_mark_changes` make of it, and a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .result import BidResult, Failure, Line, Result
from .sensitivity import OneMarkChange

Scored = tuple[Result, list[OneMarkChange]]


def kept(result: Result, changes: Sequence[OneMarkChange]) -> dict[str, Any]:
    """The result and what would turn it, fractions as texts like “317/4”.

    Of the totals after a change only those that are not the result's are written, and who is no longer ranked.
    """
    now = _totals(result)
    return {
        "bids": [_bid(bid) for bid in result.bids],
        "ties": [list(tie) for tie in result.ties],
        "changes": [
            [
                [change.criterion, change.bid, str(change.before), str(change.after), str(change.points)],
                [
                    _texts({bid: total for bid, total in change.totals.items() if now.get(bid) != total}),
                    [bid for bid in now if bid not in change.totals],
                ],
                [list(change.first_before), list(change.first_after)],
            ]
            for change in changes
        ],
    }


def scored(data: Mapping[str, Any]) -> Scored:
    """What ``kept`` was made of; equal to it in every number and order."""
    result = Result(bids=tuple(map(_read_bid, data["bids"])), ties=tuple(map(tuple, data["ties"])))
    now, changes = _totals(result), []
    for (criterion, bid, *numbers), (moved, gone), (was, then) in data["changes"]:
        before, after, points = map(Fraction, numbers)
        totals = {one: total for one, total in (now | _numbers(moved)).items() if one not in gone}
        changes.append(OneMarkChange(criterion, bid, before, after, points, totals, tuple(was), tuple(then)))
    return result, changes


def _totals(result: Result) -> dict[str, Fraction]:
    return {bid.id: bid.total for bid in result.bids if bid.total is not None}


def _bid(bid: BidResult) -> list[Any]:
    lines = [
        [line.criterion, line.kind, *map(_text, (line.weight, line.points, line.score, line.maximum, line.price))]
        for line in bid.lines
    ]
    failures = [[failure.status, failure.name] for failure in bid.failures]
    return [bid.id, bid.status, bid.rank, _text(bid.total), _texts(bid.by_kind), lines, failures]


def _read_bid(data: Sequence[Any]) -> BidResult:
    identity, status, rank, total, by_kind, lines, failures = data
    return BidResult(
        identity,
        status,
        rank,
        _number(total),
        _numbers(by_kind),
        tuple(map(_read_line, lines)),
        tuple(Failure(*failure) for failure in failures),
    )


def _read_line(data: Sequence[Any]) -> Line:
    criterion, kind, weight, points, *rest = data
    score, maximum, price = map(_number, rest)
    return Line(criterion, kind, Fraction(weight), Fraction(points), score, maximum, price)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _texts(values: Mapping[str, Fraction]) -> list[list[str]]:
    # Pairs, so that the order survives a database that keeps objects without one
    return [[name, str(value)] for name, value in values.items()]


def _numbers(pairs: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in pairs}
