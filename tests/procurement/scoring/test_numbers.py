from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.scoring.numbers import JsonNumber, NotANumber, decimal_text, described, exact, fraction_text, full_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        ("3", Fraction(3)),
        ("3.50", Fraction(7, 2)),
        (Decimal("0.1"), Fraction(1, 10)),
        (JsonNumber("0.1"), Fraction(1, 10)),
        (JsonNumber("1E+2"), Fraction(100)),
        ("1e-3", Fraction(1, 1000)),
        ("-0", Fraction(0)),
        ("-2.5", Fraction(-5, 2)),
        ("0.30000000000000000000000000000001", Fraction(3 * 10**31 + 1, 10**32)),
    ],
)
def test_numbers_are_read_exactly(value, expected):
    assert exact(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        True,
        False,
        None,
        "",
        " 1",
        "1 ",
        "1,000",
        "£5",
        "NaN",
        "Infinity",
        "-inf",
        Decimal("NaN"),
        "1e999999999",
        JsonNumber("1e999999999"),
        "1e-999999999",
        "9" * 101,
        10**100,
        "١",
        "1_000",
        "0x10",
        "1/2",
        "+1",
        ".5",
        "5.",
        [],
        {},
    ],
)
def test_what_is_no_exact_number_is_refused(value):
    with pytest.raises(NotANumber):
        exact(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(100, 3), "33.333333"),
        (Fraction(200, 3), "66.666667"),
        (Fraction(428, 5), "85.6"),
        (Fraction(40), "40"),
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(1, 2_000_000), "0.000001"),  # half up
        (Fraction(1, 2_000_001), "0"),
        (Fraction(25, 10_000_000), "0.000003"),  # half up, where half even would give 2
        (Fraction(-25, 10_000_000), "-0.000003"),
        (Fraction(-1, 10_000_000), "0"),
        (Fraction(99_999_999_999, 10_000_000_000), "10"),
    ],
)
def test_decimal_text_shows_six_decimals_half_up_without_trailing_zeros(value, text):
    assert decimal_text(value) == text


def test_fraction_text_is_exact_and_whole_numbers_have_no_denominator():
    assert fraction_text(Fraction(428, 5)) == "428/5"
    assert fraction_text(Fraction(12)) == "12"
    assert fraction_text(Fraction(0)) == "0"


def test_full_text_keeps_all_decimals():
    assert full_text(Fraction(1, 10**9)) == "0.000000001"
    assert full_text(Fraction(7)) == "7"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_six_decimals_survive_being_written_and_read(value):
    assert exact(decimal_text(Fraction(value))) == Fraction(value)


@pytest.mark.parametrize("kind", [str, JsonNumber], ids=["text", "number"])
def test_forty_characters_are_described_whole_and_one_more_is_cut(kind):
    whole, longer = kind("1" * 40), kind("1" * 41)
    assert described(whole).strip('"') == "1" * 40
    assert described(longer).strip('"') == "1" * 37 + "..."
