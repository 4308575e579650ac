"""What of a grant is planned and paid, and how its evaluation stands: by hand, on both sides of every boundary."""

from datetime import date
from decimal import Decimal as D

import pytest

from contracts.grants.calculations import Amount, Sums, room_for, state_of, sums_of, term_words
from contracts.grants.enums import EvaluationState as State
from contracts.register.calculations.ends import first_evaluation, problem_with_evaluation

DAY = date(2027, 2, 1)


def planned(amount: str) -> Amount:
    return Amount(D(amount), DAY)


def paid(amount: str, of: str) -> Amount:
    return Amount(D(of), DAY, D(amount), DAY)


@pytest.mark.parametrize(
    "amounts, value, sums",
    [
        ([], "24000", ("0", "0", "0", "24000")),
        ([planned("12000")], "24000", ("12000", "0", "12000", "12000")),
        ([planned("12000"), paid("12000", "12000")], "24000", ("24000", "12000", "12000", "0")),
        # £2,000 of what was planned was not paid, and is free again
        ([paid("10000", "12000")], "24000", ("12000", "10000", "0", "14000")),
        # Withheld
        ([paid("0", "12000")], "24000", ("12000", "0", "0", "24000")),
        ([planned("5")], None, ("5", "0", "5", None)),
    ],
)
def test_what_is_planned_paid_and_left(amounts, value, sums):
    wanted = Sums(*(None if one is None else D(one) for one in sums))
    assert sums_of(amounts, None if value is None else D(value)) == wanted


@pytest.mark.parametrize("amount, over", [("11999.99", None), ("12000", None), ("12000.01", "0.01"), ("13000", "1000")])
def test_a_payment_passes_the_value_from_the_first_penny_on(amount, over):
    assert room_for([paid("10000", "12000"), planned("2000")], D(24000), D(amount)) == (None if over is None else D(over))


def test_without_a_value_over_the_term_there_is_nothing_to_pass():
    assert room_for([planned("1000000")], None, D(1000000)) is None


@pytest.mark.parametrize(
    "today, state",
    [
        (date(2026, 12, 2), State.LATER),  # 61 days
        (date(2026, 12, 3), State.SOON),  # 60 days
        (DAY, State.SOON),
        (date(2027, 2, 2), State.OVERDUE),
    ],
)
def test_an_evaluation_is_soon_from_60_days_before_and_overdue_from_the_day_after(today, state):
    assert state_of(DAY, today) is state


def test_an_agreed_evaluation_is_not_due():
    assert state_of(None, DAY) is State.AGREED


@pytest.mark.parametrize(
    "days, words",
    [(1, "1 day"), (15, "15 days"), (16, "1 month"), (91, "3 months"), (365, "1 year"), (366, "1 year"), (548, "1 year and 6 months"),
     (1096, "3 years")],
)  # fmt: skip
def test_a_term_is_said_in_months_and_years(days, words):
    assert term_words(days) == words


@pytest.mark.parametrize(
    "ends_on, day",
    [(date(2027, 3, 31), date(2027, 3, 31)), (None, date(2027, 4, 1))],
)
def test_it_is_evaluated_on_its_last_day_or_after_a_year(ends_on, day):
    assert first_evaluation(date(2026, 4, 1), ends_on) == day


@pytest.mark.parametrize(
    "day, problem",
    [
        (date(2026, 4, 1), "Enter a day after the grant’s first: before it nothing was done yet"),
        (date(2026, 4, 2), None),
        (date(2027, 6, 30), None),
        (date(2027, 7, 1), "Enter a day at most 3 months after the grant’s last"),
    ],
)
def test_it_is_evaluated_between_its_first_day_and_three_months_after_its_last(day, problem):
    assert problem_with_evaluation(day, date(2026, 4, 1), date(2027, 3, 31)) == problem
