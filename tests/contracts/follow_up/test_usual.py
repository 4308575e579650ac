"""The range of a KPI's own history, worked by hand."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.follow_up.calculations.usual import Usual, is_unlike, median, usual_range

WHOLE = st.integers(-1000, 1000).map(Fraction)


def f(*values: int | str) -> list[Fraction]:
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(("values", "middle"), [((3,), "3"), ((9, 1, 4), "4"), ((10, 12, 11, 13), "23/2"), ((2, 2, 2, 8), "2")])
def test_the_median(values, middle):
    assert median(f(*values)) == Fraction(middle)


def test_a_range_worked_by_hand():
    """10, 12, 11, 13: the median is 11.5, the distances 1.5, 0.5, 0.5, 1.5, their median 1; a tenth of 11.5 is 1.15, which is
    more: 11.5 less and plus three times 1.15 is 8.05 to 14.95."""
    assert usual_range(f(10, 12, 11, 13)) == Usual(Fraction("8.05"), Fraction("14.95"))


def test_a_range_by_its_distances():
    """10, 20, 30, 40: the median is 25, the distances 15, 5, 5, 15, their median 10, more than 2.5: from -5 to 55."""
    assert usual_range(f(10, 20, 30, 40)) == Usual(Fraction(-5), Fraction(55))


@pytest.mark.parametrize(
    ("value", "unlike"), [("14.95", False), ("14.96", True), ("8.05", False), ("8.04", True), ("11.5", False), ("0", True)]
)
def test_both_ends_belong_to_the_range(value, unlike):
    assert (is_unlike(Fraction(value), f(10, 12, 11, 13)) is not None) is unlike


@pytest.mark.parametrize(("earlier", "known"), [((10, 10, 10), False), ((10, 10, 10, 10), True)])
def test_of_fewer_than_four_nothing_is_known(earlier, known):
    assert (is_unlike(Fraction(1000), f(*earlier)) is not None) is known


def test_one_slip_in_the_past_does_not_widen_the_range():
    """10, 11, 10, 1000: the median is 10.5, the distances 0.5, 0.5, 0.5, 989.5: 1.05 counts, and 20 is still unlike."""
    assert usual_range(f(10, 11, 10, 1000)) == Usual(Fraction("7.35"), Fraction("13.65"))
    assert is_unlike(Fraction(20), f(10, 11, 10, 1000)) is not None


@pytest.mark.parametrize(
    ("value", "earlier", "unlike"),
    [
        (5, (1, 1, 1, 1), False),
        (6, (1, 1, 1, 1), True),
        ("4.5", (1, 1, 1, 1), True),
        (4, (0, 0, 0, 0), False),
        (6, (0, 0, 0, 0), True),
    ],
)
def test_small_whole_numbers_jump_by_chance(value, earlier, unlike):
    """One apprentice a quarter and then five is no finding; six is, and so is a half."""
    assert (is_unlike(Fraction(value), f(*earlier)) is not None) is unlike


def test_small_is_what_was_reported_and_not_what_it_comes_to_by_the_day():
    """Two a quarter of 90 days are 2.04 in one of 92: one is still no finding, and six are."""
    by_day = [Fraction(2, 90) * 92] * 4
    assert is_unlike(Fraction(1), by_day) is not None
    assert is_unlike(Fraction(1), by_day, f(2, 2, 2, 2)) is None
    assert is_unlike(Fraction(6), by_day, f(2, 2, 2, 2)) is not None


# On a busy machine the first draw may take seconds
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@UNHURRIED
@given(st.lists(WHOLE, min_size=4, max_size=12))
def test_the_order_of_the_past_does_not_matter_and_the_middle_is_always_usual(values):
    found = usual_range(values)
    assert found == usual_range(values[::-1])
    assert found is not None
    assert found.holds(median(values))


@UNHURRIED
@given(st.lists(WHOLE, min_size=4, max_size=12), WHOLE, st.integers(1, 50))
def test_in_another_unit_it_is_the_same_finding(values, value, times):
    """Hours in place of days; small whole numbers are left out, since they are small in one unit alone."""
    big = [one * 1000 for one in (*values, value)]
    *earlier, last = big
    assert (is_unlike(last, earlier) is None) == (is_unlike(last * times, [one * times for one in earlier]) is None)
