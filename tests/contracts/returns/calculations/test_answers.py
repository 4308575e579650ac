"""What stands in the cell of a figure: numbers, two numbers, and words that stand for one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.returns.calculations.answers import EXPECTED, Answer, read_answer

D = Decimal
NONE = Answer(no_cases=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("40", Answer(value=D(40))),
        ("1,250.5", Answer(value=D("1250.5"))),
        ("£1,250.50", Answer(value=D("1250.50"))),
        ("95 %", Answer(value=D(95))),
        ("-3", Answer(value=D(-3))),
        ("0", Answer(value=D(0))),
        # Nothing to measure
        ("N/A", NONE),
        ("n/a", NONE),
        ("NA", NONE),
        ("n.a.", NONE),
        ("not applicable", NONE),
        ("n/a - no cases", Answer(no_cases=True, why="no cases")),
        ("N/A (the centre was closed)", Answer(no_cases=True, why="the centre was closed")),
        ("no cases", Answer(no_cases=True, why="no cases")),
        ("No cases this quarter", Answer(no_cases=True, why="No cases this quarter")),
        ("none to report", Answer(no_cases=True, why="none to report")),
        ("Nothing to report", Answer(no_cases=True, why="Nothing to report")),
        ("no referrals", Answer(no_cases=True, why="no referrals")),
        # Nought
        ("nil", Answer(value=D(0))),
        ("Nil return", Answer(value=D(0))),
        ("zero", Answer(value=D(0))),
        ("None", Answer(value=D(0))),
        # Two numbers
        ("12 of 15", Answer(numerator=D(12), denominator=D(15))),
        ("12/15", Answer(numerator=D(12), denominator=D(15))),
        ("12 / 15", Answer(numerator=D(12), denominator=D(15))),
        ("1,200 out of 1,500", Answer(numerator=D(1200), denominator=D(1500))),
        ("80% (12 of 15)", Answer(numerator=D(12), denominator=D(15))),
        ("0 of 0", Answer(numerator=D(0), denominator=D(0))),
        # Yes and no
        ("yes", Answer(value=D(1), yes_no=True)),
        ("Y", Answer(value=D(1), yes_no=True)),
        ("No", Answer(value=D(0), yes_no=True)),
        ("false", Answer(value=D(0), yes_no=True)),
        # Estimates
        ("approx 40", Answer(value=D(40), estimated=True)),
        ("approx. 40", Answer(value=D(40), estimated=True)),
        ("Approximately 1,200", Answer(value=D(1200), estimated=True)),
        ("~40", Answer(value=D(40), estimated=True)),
        ("est. 40", Answer(value=D(40), estimated=True)),
        ("est 40", Answer(value=D(40), estimated=True)),
        ("c. 40", Answer(value=D(40), estimated=True)),
        ("about £40", Answer(value=D(40), estimated=True)),
        ("40 (est)", Answer(value=D(40), estimated=True)),
        ("40 (estimated)", Answer(value=D(40), estimated=True)),
        ("approx 12 of 15", Answer(numerator=D(12), denominator=D(15), estimated=True)),
    ],
)  # fmt: skip
def test_what_a_cell_says(text, wanted):
    assert read_answer(text) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,9", "has a comma: did you mean 1.9?"),
        ("12,5 of 15", "has a comma: did you mean 12.5?"),
        ("-", "can mean two things: write 0, or “no cases” where there was nothing to measure"),
        ("–", "can mean two things: write 0, or “no cases” where there was nothing to measure"),
        ("many", EXPECTED),
        ("tbc", EXPECTED),
        ("<5", EXPECTED),
        ("40-45", EXPECTED),
        ("12 of", EXPECTED),
        ("12 of 15 of 20", EXPECTED),
        ("approx", EXPECTED),
        ("approx many", EXPECTED),
        ("nappies", EXPECTED),
        ("nobody", EXPECTED),
        ("1" * 20, "is too large"),
    ],
)
def test_what_a_cell_cannot_say(text, words):
    with pytest.raises(ValueError) as wrong:
        read_answer(text)
    assert str(wrong.value) == words


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_is_read_as_it_is_written(number):
    for text in (f"{number}", f"{number:,}"):
        assert read_answer(text) == Answer(value=number)


@given(st.text(min_size=1, max_size=30))
def test_any_other_text_is_one_answer_or_none(text):
    try:
        answer = read_answer(text)
    except ValueError:
        return
    assert (answer.value is not None) + (answer.numerator is not None) + answer.no_cases == 1, answer
