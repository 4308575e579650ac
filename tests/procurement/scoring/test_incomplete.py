"""A record made by hand may lack what the arithmetic needs: it says so, and never counts it as zero or as met."""

from dataclasses import replace
from fractions import Fraction

import pytest

from procurement.scoring import Bid, Criterion, Gateway, Record, compute, one_mark_changes, read_record
from procurement.scoring.gateway import thresholds_missed
from procurement.scoring.prices import price_points
from procurement.scoring.record import EMBEDDED, GATEWAY, Incomplete

from .records import bid, price, quality, record, social

QUALITY = Criterion("q", "quality", Fraction(100))


def made(*criteria, method=EMBEDDED, maximum=Fraction(5), bids=(), **limits):
    return Record(method, maximum, criteria, bids, Gateway(**limits) if limits else None)


def test_a_criterion_without_a_weight_is_named():
    with pytest.raises(Incomplete, match="^the weight of q is missing, and missing is not zero$"):
        compute(made(replace(QUALITY, weight=None), bids=(Bid("A", scores={"q": Fraction(4)}),)))


def test_a_weight_missing_above_is_missing_below():
    group = Criterion("g", "group", None, children=(QUALITY,))
    with pytest.raises(Incomplete, match="^the weight of g is missing, and missing is not zero$"):
        _ = made(group).weights


def test_pass_or_fail_has_no_weight_and_lacks_none():
    assert made(QUALITY, Criterion("p", "pass_fail")).weights == {"q": 100}


def test_scores_without_a_scale_come_to_no_points():
    with pytest.raises(Incomplete, match="^the maximum of the scale is missing, and missing is not zero$"):
        compute(made(QUALITY, maximum=None, bids=(Bid("A", scores={"q": Fraction(4)}),)))


def test_a_bid_without_a_price_is_not_under_the_cap():
    gated = made(QUALITY, method=GATEWAY, maximum_price=Fraction(10))
    with pytest.raises(Incomplete, match="^the price of bid A is missing, and missing is not zero$"):
        thresholds_missed(gated, Bid("A", scores={"q": Fraction(4)}))


@pytest.mark.parametrize(("amount", "missed"), [("9.99", []), ("10", []), ("10.01", ["maximum_price"])])
def test_the_cap_itself_is_within_the_cap(amount, missed):
    gated = made(QUALITY, method=GATEWAY, maximum_price=Fraction(10))
    assert thresholds_missed(gated, Bid("A", price=Fraction(amount), scores={"q": Fraction(4)})) == missed


def test_a_minimum_quality_without_quality_criteria_is_neither_met_nor_missed():
    gated = made(Criterion("s", "social_value", Fraction(100), form="open"), method=GATEWAY, minimum_quality=Fraction(50))
    with pytest.raises(Incomplete, match="^a quality criterion is missing, and missing is not zero$"):
        thresholds_missed(gated, Bid("A"))


def test_a_bid_without_a_price_gets_no_points_for_price():
    priced = made(Criterion("price", "price", Fraction(100), formula="lowest_over_bid"), bids=(Bid("A"),))
    with pytest.raises(Incomplete, match="^the price of bid A is missing, and missing is not zero$"):
        compute(priced)


@pytest.mark.parametrize(("end", "name"), [("ceiling", "the ceiling"), ("floor", "the floor")])
def test_linear_to_ceiling_needs_both_ends(end, name):
    whole = Criterion("price", "price", formula="linear_to_ceiling", ceiling=Fraction(20), floor=Fraction(10))
    assert price_points(whole, Fraction(40), {"A": Fraction(15)}) == {"A": 20}
    with pytest.raises(Incomplete, match=f"^{name} is missing, and missing is not zero$"):
        price_points(replace(whole, **{end: None}), Fraction(40), {"A": Fraction(15)})


def test_passed_is_no_score():
    assert Bid("A", scores={"q": Fraction(4)}).score("q") == 4
    with pytest.raises(Incomplete, match="^the score of bid A for q is missing, and missing is not zero$"):
        Bid("A", scores={"q": True}).score("q")


def test_a_score_nobody_gave_is_told_apart_from_an_incomplete_record():
    with pytest.raises(KeyError, match="^'q'$"):
        Bid("A").score("q")


def test_a_bid_that_one_mark_brings_through_the_gateway_is_still_left_alone():
    data = record(
        [price("40"), quality("q", "40"), social("s", "20")],
        [bid("A", "10", q="3", s="3"), bid("B", "10", q="2")],
        gateway={"minimum_quality": "60"},
    )
    assert [change.bid for change in one_mark_changes(read_record(data))] == ["A"]
