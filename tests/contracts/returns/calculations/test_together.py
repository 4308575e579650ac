"""How near a figure is to the last one: exact, on both sides of the bound."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.returns.calculations.together import FAR, NOTHING_BEFORE, is_near, why_far

D = Decimal
figures = st.decimals(D(-10) ** 9, D(10) ** 9, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "last", "near"),
    [
        ("100", "100", True),
        ("110", "100", True),
        ("110.0001", "100", False),
        ("90", "100", True),
        ("89.9999", "100", False),
        # One of three is a third, and of thirty it is within a tenth
        ("4", "3", False),
        ("31", "30", True),
        ("0", "0", True),
        ("0.0001", "0", False),
        # A figure may be negative: 10 % of −50 is 5 on either side
        ("-55", "-50", True),
        ("-45", "-50", True),
        ("-44.9999", "-50", False),
        ("50", "-50", False),
    ],
)
def test_near_is_within_a_tenth_of_the_last_value(value, last, near):
    assert is_near(D(value), D(last)) is near


@pytest.mark.parametrize(
    ("value", "last", "why"),
    [
        (D(3), None, NOTHING_BEFORE),
        (None, None, NOTHING_BEFORE),
        # No cases this time
        (None, D(3), FAR),
        (D(3), D(3), ""),
        (D(4), D(3), FAR),
    ],
)
def test_why_it_wants_a_look_of_its_own(value, last, why):
    assert why_far(value, last) == why


def test_the_words_say_what_is_compared():
    assert FAR == "It is more than 10 % from the last verified value"
    assert NOTHING_BEFORE == "No earlier period is verified to compare it with"


@given(figures, figures)
def test_it_is_the_share_of_the_difference_in_fractions(value, last):
    share = None if last == 0 else abs(Fraction(value) - Fraction(last)) / abs(Fraction(last))
    assert is_near(value, last) is (value == 0 if share is None else share <= Fraction(1, 10))


@given(figures)
def test_what_stayed_as_it_was_is_near(value):
    assert is_near(value, value)
