"""What may be typed as a figure, by the kind of the KPI."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.performance.enums import Kind
from contracts.returns.calculations.figures import Figure, missing, problems, settled

D = Decimal
BOTH = "Enter both numbers, such as 12 of 15"
EITHER = "Either there were no cases or there is a figure: take one of them away"
LARGE = "must be below 1,000,000,000 and have at most 2 decimal places"


def figure(text: str) -> Figure:
    """“40”, “12 of 15”, “12 of”, “of 15”, “no cases”, “no cases, 12 of 15”, or nothing."""
    no_cases = text.startswith("no cases")
    text = text.removeprefix("no cases").strip(", ")
    if " of" in f" {text}":
        numerator, denominator = (D(part) if part.strip() else None for part in f" {text} ".split(" of "))
        return Figure(numerator=numerator, denominator=denominator, no_cases=no_cases)
    return Figure(value=D(text) if text else None, no_cases=no_cases)


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("sum", "", []),
        ("sum", "0", []),
        ("sum", "40.1234", []),
        ("sum", "40.12345", [("value", "The value must have at most 10 digits before the decimal point and 4 behind it")]),
        ("sum", "9999999999", []),
        ("sum", "10000000000", [("value", "The value must have at most 10 digits before the decimal point and 4 behind it")]),
        ("sum", "-1", [("value", "The value cannot be negative")]),
        ("sum", "12 of 15", [("value", "This KPI is one number, not so many out of so many")]),
        ("sum", "no cases", [("no_cases", "Only a share or a level can have no cases. If nothing was achieved, the figure is 0")]),
        ("level", "no cases", []),
        ("level", "no cases, 3", [("no_cases", EITHER)]),
        ("level", "no cases, 0", [("no_cases", EITHER)]),
        ("ratio", "", []),
        ("ratio", "12 of 15", []),
        ("ratio", "15 of 12", []),
        ("ratio", "12 of ", [("denominator", BOTH)]),
        ("ratio", " of 15", [("numerator", BOTH)]),
        ("ratio", "80", [("numerator", "This KPI is a share: enter two numbers, such as 12 of 15")]),
        ("ratio", "0 of 0", []),
        ("ratio", "3 of 0", [("denominator", "Nothing is counted out of 0. If there were no cases, both numbers are 0")]),
        ("ratio", "-1 of 15", [("numerator", "The first number cannot be negative")]),
        ("ratio", "1 of -15", [("denominator", "The second number cannot be negative")]),
        ("ratio", "1.25 of 999999999.99", []),
        ("ratio", "1.255 of 15", [("numerator", f"The first number {LARGE}")]),
        ("ratio", "1 of 1000000000", [("denominator", f"The second number {LARGE}")]),
        ("ratio", "no cases", []),
        ("ratio", "no cases, 0 of 0", []),
        ("ratio", "no cases, 1 of 2", [("no_cases", EITHER)]),
        ("ratio", "no cases, 1 of ", [("no_cases", EITHER)]),
        ("ratio", "no cases, 3 of 0", [("no_cases", EITHER)]),
        ("ratio", "no cases, 0 of 3", [("no_cases", EITHER)]),
        ("yes_no", "1", []),
        ("yes_no", "0", []),
        ("yes_no", "2", [("value", "Answer yes or no")]),
        ("yes_no", "no cases", [("no_cases", "Only a share or a level can have no cases. If nothing was achieved, the figure is 0")]),
        ("milestone", "0.5", [("value", "Answer yes or no")]),
    ],
)  # fmt: skip
def test_what_is_no_figure(kind, text, wanted):
    assert problems(kind, figure(text), may_be_negative=False) == wanted


@pytest.mark.parametrize("kind", [Kind.SUM, Kind.LEVEL])
def test_below_nought_only_where_the_kpi_may_be(kind):
    assert problems(kind, figure("-3"), may_be_negative=True) == []
    assert problems(kind, figure("-3"), may_be_negative=False) == [("value", "The value cannot be negative")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12 of 15", "80"), ("1 of 3", "33.3333"), ("2 of 3", "66.6667"), ("1 of 1600000", "0.0001"), ("1 of 2100000", "0"), ("3 of 2", "150")],
)  # fmt: skip
def test_a_share_is_worked_out_to_four_places_half_up(text, value):
    kept = settled("ratio", figure(text))
    assert (kept.value, kept.no_cases) == (D(value), False)
    assert (kept.numerator, kept.denominator) == (figure(text).numerator, figure(text).denominator)


def test_nought_of_nought_is_no_cases():
    assert settled("ratio", figure("0 of 0")) == Figure(no_cases=True)
    assert settled("ratio", figure("no cases, 0 of 0")) == Figure(no_cases=True)
    assert settled("sum", figure("0")) == figure("0")


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("sum", "value", "Enter the value. If nothing was achieved, enter 0 and say why"),
        ("level", "value", "Enter the value, or say that there were no cases"),
        ("ratio", "numerator", "Enter both numbers, or say that there were no cases"),
        ("yes_no", "value", "Answer yes or no"),
        ("milestone", "value", "Answer yes or no"),
    ],
)
def test_nothing_typed_is_not_nought(kind, field, words):
    assert missing(kind, Figure()) == (field, words)
    assert missing(kind, Figure(value=D(0))) is None
    assert missing(kind, Figure(no_cases=True)) is None


PARTS = st.decimals(min_value=0, max_value=10**9 - 1, places=2)


@given(PARTS, PARTS)
def test_a_share_that_is_no_problem_is_kept_whole(numerator, denominator):
    given_ = Figure(numerator=numerator, denominator=denominator)
    if problems("ratio", given_, may_be_negative=False):
        assert denominator == 0 < numerator or 100 * numerator / denominator >= 10**10
        return
    kept = settled("ratio", given_)
    assert kept.no_cases == (denominator == 0)
    if kept.value is not None and numerator <= denominator:
        assert 0 <= kept.value <= 100
    assert settled("ratio", kept) == kept
    # What is kept fits its column: ten digits before the point
    assert kept.value is None or kept.value < 10**10


@pytest.mark.parametrize(
    ("numerator", "denominator", "refused"),
    [("100000000", "1", True), ("99999999.99", "1", False), ("999999999.99", "10", False), ("1", "0.01", False)],
)
def test_a_share_that_no_column_could_keep_is_refused(numerator, denominator, refused):
    found = problems("ratio", Figure(numerator=D(numerator), denominator=D(denominator)), may_be_negative=False)
    assert found == ([("denominator", "This is more than a share can be: check both numbers")] if refused else [])
