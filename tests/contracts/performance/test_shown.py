"""What is shown never says the opposite of what is so."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.performance.shown import apart, plain, quantity


@pytest.mark.parametrize(
    ("value", "mark", "shown"),
    [
        ("89.996", "90", "89.996"),
        ("89.96", "90", "89.96"),
        ("90.004", "90", "90.004"),
        ("90", "90", "90.00"),
        ("12.345", "20", "12.35"),
        ("89.9999999", "90", "89.999999"),
        ("90.0000001", "90", "90.000001"),
    ],
)
def test_as_many_decimals_as_tell_a_figure_from_its_mark(value, mark, shown):
    assert str(apart(D(value), [D(mark)])) == shown


def test_without_marks_two_decimals():
    assert apart(Fraction(1, 3), [None]) == D("0.33")
    assert apart(Fraction(2, 3), []) == D("0.67")


@given(
    st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9),
    st.lists(st.decimals(min_value=-1000, max_value=1000, places=4), max_size=3),
)
def test_a_shown_figure_is_on_the_same_side_of_every_mark(value, marks):
    shown = Fraction(apart(value, marks))
    for mark in map(Fraction, marks):
        assert not (value < mark and shown > mark), (shown, mark)
        assert not (value > mark and shown < mark), (shown, mark)
    nearest = [m for m in map(Fraction, marks) if m != value]
    if nearest:
        closest = min(nearest, key=lambda m: abs(m - value))
        assert (shown < closest) == (value < closest)


@pytest.mark.parametrize(
    ("value", "unit", "mark", "words"),
    [
        ("89.996", "%", "90", "89.996\u00a0%"),
        ("90", "%", "90", "90\u00a0%"),
        ("1", "people", "3", "1 person"),
        ("1200", "£", "1300", "£1,200"),
        ("1299.999", "£", "1300", "£1,299.999"),
        ("19.996", "tonnes", "20", "19.996 tonnes"),
        (None, "people", "3", "not reported"),
    ],
)
def test_a_quantity_in_words(value, unit, mark, words):
    assert quantity(None if value is None else D(value), unit, D(mark)) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 2**9), "0.001953125"),
        (D("16.0000"), "16"),
        (D("0"), "0"),
        (D("-2.50"), "-2.5"),
        (Fraction(-1, 3), "-0.333333"),
        (D("1200"), "1200"),
        (None, None),
    ],
)
def test_numbers_in_files_are_exact_where_they_end(value, text):
    assert plain(value) == text
