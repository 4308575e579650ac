"""A prime that keeps the easy cases shows: worked by hand, on both sides of every boundary."""

from decimal import Decimal as D
from fractions import Fraction

import pytest

from contracts.supply.calculations import Cases, Kept, kept, kept_words, left, percent_words, problem_with_shares


def test_the_prime_s_share_of_the_easy_cases_and_of_all_by_hand():
    # Easy: 18 of 18 + 2 = 20. All: 40 of 40 + 20 = 60
    found = kept(Cases(18, 20, 2), [Cases(2, 10, 8)])
    assert found == Kept(Fraction(18, 20), Fraction(40, 60), 20, 60)
    assert found.keeps_easy
    assert kept_words("Oast", found) == (
        "Oast kept 90 % of the 20 easy cases, and 67 % of all 60. That is 20 points or more above: the harder cases are passed on."
    )


@pytest.mark.parametrize(
    "of_easy, of_all, easy, shows",
    [
        (Fraction(7, 10), Fraction(5, 10), 10, True),  # just 20 points
        (Fraction(699, 1000), Fraction(5, 10), 1000, False),
        (Fraction(1), Fraction(5, 10), 10, True),
        (Fraction(1), Fraction(5, 10), 9, False),  # of fewer than ten a share says little
        (Fraction(5, 10), Fraction(7, 10), 100, False),  # it keeps the harder ones
    ],
)
def test_twenty_points_and_ten_easy_cases(of_easy, of_all, easy, shows):
    assert Kept(of_easy, of_all, easy, 100).keeps_easy is shows


@pytest.mark.parametrize(
    "prime, others",
    [
        (Cases(10, 0, 0), []),  # nobody is beneath it
        (Cases(10, None, 0), [Cases(1, 1, 1)]),  # missing is not 0
        (Cases(10, 0, 0), [Cases(1, 1, 1), Cases()]),
        (Cases(0, 10, 10), [Cases(0, 1, 1)]),  # no easy cases at all
    ],
)
def test_where_too_little_is_known_nothing_is_said(prime, others):
    assert kept(prime, others) is None
    assert kept_words("Oast", kept(prime, others)) == ""


def test_several_beneath_it_count_together():
    found = kept(Cases(5, 5, 0), [Cases(3, 0, 10), Cases(2, 5, 0)])
    assert (found.of_easy, found.of_all, found.easy, found.all) == (Fraction(5, 10), Fraction(10, 30), 10, 30)
    assert not found.keeps_easy
    assert kept_words("Oast", found) == "Oast kept 50 % of the 10 easy cases, and 33 % of all 30."


@pytest.mark.parametrize(
    "shares, share, problem",
    [
        ([], D(100), None),
        ([], D("100.01"), "Together that is 100.01 %: enter 100 % or less"),
        ([D(60), None], D(40), None),
        ([D(60), D("12.5")], D("27.51"), "Together that is 100.01 %: enter 27.5 % or less"),
        ([D(100)], D(0), None),
        ([D(100)], None, None),
        ([D(100)], D(1), "Together that is 101 %: enter 0 % or less"),
    ],
)
def test_shares_are_never_more_than_100_together(shares, share, problem):
    assert problem_with_shares(shares, share) == problem


def test_what_is_left_is_the_prime_s():
    assert left([D("30"), None, D("12.5")]) == D("57.5")
    assert [percent_words(one) for one in (D("100"), D("12.50"), D("0"))] == ["100 %", "12.5 %", "0 %"]
