"""Edges of the arithmetic and of its reader that the worked examples do not touch."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from procurement.scoring import BadRecord, compute, differences, missing_weight, one_mark_changes, read_record
from procurement.scoring.numbers import JsonNumber, NotANumber, described, exact

from .records import bid, group, pass_fail, price, quality, record, social


@pytest.mark.parametrize("text", ["1e100", "1e-100", "1E+100", "1" * 100, "0." + "1" * 99])
def test_the_largest_numbers_that_are_read(text):
    assert exact(text) == Fraction(text)


@pytest.mark.parametrize("text", ["1e101", "1e-101", "1e00001", "1e-00100"])
def test_an_exponent_beyond_a_hundred_or_written_longer_than_one(text):
    with pytest.raises(NotANumber, match="^has an exponent beyond 100$"):
        exact(text)


@pytest.mark.parametrize("value", ["1" * 101, "1." + "1" * 100, 10**100, -(10**100)])
def test_more_than_a_hundred_digits(value):
    with pytest.raises(NotANumber, match="^has more than 100 digits$"):
        exact(value)


def test_a_hundred_digits_of_a_whole_number():
    assert exact(10**100 - 1) == 10**100 - 1
    assert exact(1 - 10**100) == 1 - 10**100


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ({}, "an object"),
        ([], "a list"),
        ((), "a list"),
        (Decimal("1" * 40), "1" * 40),
        (Decimal("1" * 41), "1" * 37 + "..."),
    ],
)
def test_a_value_as_a_problem_names_it(value, words):
    assert described(value) == words


def test_a_pass_or_fail_counts_nothing_even_with_a_weight():
    assert missing_weight([quality("q", "60"), pass_fail("p") | {"weight": "10"}, price(None)]) == 40


def test_ranked_bids_come_before_those_that_are_out_and_each_by_name():
    criteria = [quality("q", "100", minimum="3")]
    bids = [bid(name, q=score) for name, score in (("E", "4"), ("D", "1"), ("C", "5"), ("B", "2"), ("A", "4"))]
    found = compute(read_record(record(criteria, bids))).as_dict()["bids"]
    assert [(one["id"], one.get("rank")) for one in found] == [("C", 1), ("A", 2), ("E", 2), ("B", None), ("D", None)]


def problems_of(data) -> list[str]:
    with pytest.raises(BadRecord) as caught:
        read_record(data)
    return caught.value.problems


def test_a_bid_of_which_one_quality_score_is_missing_is_not_certainly_through():
    """So whether its social value should have been scored is not known, and is no problem of its own."""
    criteria = [quality("q1", "40"), quality("q2", "40"), social("s", "20")]
    data = record(criteria, [bid("A", q1="5")], gateway={"minimum_quality": "10"})
    assert problems_of(data) == ["bids[0].scores.q2: is missing, and missing is not zero"]


def test_a_group_that_does_not_say_so_is_read_as_one():
    nameless = group("g", "60", quality("q", "100"))
    del nameless["kind"]
    found = problems_of(record([nameless, price("40")], [bid("A", "10", q="1")]))
    assert "criteria[0].kind: is missing" in found
    assert "bids[0].scores.q: there is no such criterion" not in found


def test_one_mark_where_price_is_no_criterion():
    data = record([quality("q1", "50"), quality("q2", "50")], [bid("A", q1="3", q2="3"), bid("B", q1="3", q2="2")])
    [first, *_] = one_mark_changes(read_record(data))
    assert (first.criterion, first.bid, first.before, first.after, first.points) == ("q1", "A", 3, 2, 10)
    assert first.totals == {"A": 50, "B": 50}


def test_a_mark_that_puts_a_bid_out_leaves_the_others_as_they_are_where_price_is_no_criterion():
    data = record([quality("q", "100", minimum="3")], [bid("A", q="3.5"), bid("B", q="3")])
    [change] = [one for one in one_mark_changes(read_record(data)) if one.bid == "A"]
    assert (change.after, change.totals, change.first_after) == (Fraction(5, 2), {"B": 60}, ("B",))


@pytest.mark.parametrize("least", ["0", "100"])
def test_a_gateway_may_ask_for_nothing_and_for_everything(least):
    data = record([quality("q", "80"), social("s", "20")], [bid("A", q="5", s="5")], gateway={"minimum_quality": least})
    assert [one.rank for one in compute(read_record(data)).bids] == [1]


@pytest.mark.parametrize("name", ["rank", "total", "weight", "price", "score", "maximum", "points", "quality", "social_value"])
def test_numbers_are_compared_by_what_they_are_worth(name):
    for written in ("5", "5.0", JsonNumber("5.00"), JsonNumber("5")):
        assert differences({name: written}, {name: "5"}) == []
    assert differences({name: "5.01"}, {name: "5"}) == [f'result.{name}: the record has "5.01", computed "5"']


def test_other_texts_are_compared_as_texts():
    assert differences({"id": "1.0"}, {"id": "1"}) == ['result.id: the record has "1.0", computed "1"']
    assert differences({"id": JsonNumber("1")}, {"id": "1"}) == ['result.id: the record has 1, computed "1"']


@pytest.mark.parametrize(
    ("recorded", "computed", "found"),
    [
        ("x", {"a": "1"}, ['result: the record has "x", computed an object']),
        ({"a": "1"}, "x", ['result: the record has an object, computed "x"']),
        ({"a": "1"}, ["x"], ["result: the record has an object, computed a list"]),
        (["x"], {"a": "1"}, ["result: the record has a list, computed an object"]),
        (["x", "y"], ["x"], ["result: the record has 2 entries, computed 1"]),
        (["x"], ["y"], ['result[0]: the record has "x", computed "y"']),
        ({"a": "1"}, {}, ['result.a: the record has "1", computed nothing']),
        ({}, {"a": "1"}, ['result.a: the record has nothing, computed "1"']),
        (json.loads("null"), "x", ['result: the record has null, computed "x"']),
    ],
)
def test_what_differs_is_told_with_its_path(recorded, computed, found):
    assert differences(recorded, computed) == found
