"""Figures by hand-worked numbers."""

from decimal import Decimal as D
from fractions import Fraction

import pytest

from measurement.figures.calculations.figures import (
    Figure,
    Reading,
    UnlikeUnits,
    achieved,
    add,
    combine,
    coverage,
    coverage_words,
    direction_of_travel,
    rating,
    trend,
)
from measurement.figures.calculations.tally import Tally


def readings(*rows):
    return [Reading(n, D(v), None if t is None else D(t), None if f is None else D(f)) for n, (v, t, f) in enumerate(rows)]


QUARTERS = readings(("3", "3", "2"), ("1", "3", "2"), ("4", None, None))


@pytest.mark.parametrize(
    ("kind", "value", "compared", "target", "minimum"),
    [
        # The third has no target: it counts in the value, not in the comparison
        ("sum", 8, 4, 6, 4),
        ("mean", Fraction(8, 3), 2, 3, 2),
        ("latest", 4, None, None, None),
    ],
)
def test_periods_become_one_figure(kind, value, compared, target, minimum):
    combined = combine(QUARTERS, kind)
    assert (combined.value, combined.compared, combined.target, combined.minimum) == (value, compared, target, minimum)


def test_latest_is_by_time_not_by_order():
    assert combine(reversed(QUARTERS[:2]), "latest").value == 1


def test_nothing_reported_is_missing_and_not_nought():
    assert combine([], "sum").value is None
    assert rating(combine([], "sum"), "higher") == "missing"
    assert rating(combine(readings(("0", "3", "2")), "sum"), "higher") == "red"


def test_a_floor_missing_in_one_period_is_no_floor():
    assert combine(readings(("1", "3", "2"), ("1", "3", None)), "sum").minimum is None


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [
        ("3", "higher", "green"),
        ("2", "higher", "amber"),
        ("1.9", "higher", "red"),
        ("3", "lower", "green"),
        ("3.1", "lower", "amber"),
        ("4.1", "lower", "red"),
    ],
)
def test_rating_follows_target_then_floor(value, direction, expected):
    minimum = "2" if direction == "higher" else "4"
    assert rating(combine(readings((value, "3", minimum)), "sum"), direction) == expected


def test_three_tenths_reach_three_tenths():
    """Ten-thousandths and fractions, never binary floats: 0.1 + 0.2 is 0.3."""
    assert rating(combine(readings(("0.1", "0.1", None), ("0.2", "0.2", None)), "sum"), "lower") == "green"


def test_unlike_units_are_refused():
    people, tonnes = Figure("a", "A", D(3), "people"), Figure("b", "B", D(2), "tonnes")
    with pytest.raises(UnlikeUnits, match="people and tonnes"):
        add([people, tonnes], key="c", label="C")


def test_adding_keeps_what_is_missing_apart():
    one = Figure("a", "A", D(3), "people", target=D(5), target_reported=D(4), reported=1, expected=2)
    none = Figure("b", "B", None, "people", target=D(5), reported=0, expected=2, waiting=1)
    both = add([one, none], key="c", label="C")
    assert (both.value, both.target, both.target_reported) == (3, 10, 4)
    assert (both.reported, both.expected, both.waiting) == (1, 4, 1)
    assert both.share == Fraction(3, 4)
    assert both.coverage == Fraction(1, 4)
    assert add([none], key="c", label="C").value is None


def test_sentence_says_what_and_how_sure():
    figure = Figure("a", "A", D("170.4"), "apprenticeships", target_reported=D(240), reported=9, expected=12)
    assert figure.sentence == "Delivered 71 % of the 240 apprenticeships promised; 9 of 12 returns verified."
    assert Figure("a", "A", None, "people", expected=3).sentence == "Nothing was reported and verified; 0 of 3 returns verified."


@pytest.mark.parametrize(("delivered", "promised"), [(None, 3), (3, None), (3, 0), (None, None)])
def test_no_share_without_both(delivered, promised):
    assert achieved(delivered, promised) is None


def test_coverage():
    assert coverage(9, 12) == Fraction(3, 4)
    assert coverage(0, 0) is None
    assert coverage_words(9, 12, 2) == "9 of 12 returns verified, 2 waiting for verification"
    assert coverage_words(0, 0) == "No return was owed"


def test_direction_of_travel_is_over_the_whole_time():
    """Up at the end, down over all: a regression sees the whole, the last step does not."""
    falling = [D(9), D(8), D(7), D(2), D(3)]
    assert direction_of_travel(falling) == "worse"
    assert direction_of_travel(falling, "lower") == "better"
    assert direction_of_travel([D(5), None, D(5)]) == "level"
    assert direction_of_travel([None, D(5)]) == ""


def test_slope_by_hand_and_gaps_keep_their_place():
    # (0, 1), (1, 2), (3, 3): means 4/3 and 2; (4/3 + 0 + 5/3) / (16/9 + 1/9 + 25/9)
    assert trend([(Fraction(0), Fraction(1)), (Fraction(1), Fraction(2)), (Fraction(3), Fraction(3))]) == Fraction(9, 14)
    assert direction_of_travel([D(1), D(2), None, D(3)]) == "better"


def test_what_waits_is_not_covered():
    """One of four owed is verified; the two that wait are named beside it and lift nothing."""
    tally = Tally(kpis=2, green=1, missing=1, expected=4, reported=1, waiting=2)
    assert tally.coverage == Fraction(1, 4)
    assert tally.figure("k", "L").coverage == Fraction(1, 4)
    assert tally.coverage_words == "1 of 4 returns verified, 2 waiting for verification"
    assert Tally(kpis=1, missing=1, waiting=1).coverage is None


def test_tally_adds_and_speaks():
    both = Tally(3, 1, 1, 0, 1, 0, 9, 6, 1) + Tally(1, 0, 0, 1, 0, 0, 3, 3, 0)
    assert both == Tally(4, 1, 1, 1, 1, 0, 12, 9, 1)
    assert both.share == Fraction(1, 3)
    assert both.sentence() == "1 of 3 rated indicators on target, 1 above the minimum, 1 below the minimum, 1 not reported"
    assert Tally(1, 0, 0, 0, 1, 0, 1, 0, 0).share is None
    assert Tally(1, 0, 0, 0, 1, 0, 1, 0, 0).figure("k", "L").value is None
