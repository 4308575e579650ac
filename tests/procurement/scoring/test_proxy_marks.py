"""The arithmetic of marks by proxy values, each expectation worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.schedule.calculations.periods import Grid, periods
from contracts.schedule.calculations.spreading import spread
from procurement.scoring.proxy_marks import Offer, mark_of, over_the_term, work_out

STARTS, ENDS = date(2027, 4, 1), date(2030, 3, 31)
PEOPLE, HOURS = 1, 2
VALUES = {PEOPLE: Decimal("1200.00"), HOURS: Decimal("12.50")}


def worked(*offers, full="50000", values=VALUES, ends=ENDS):
    made = [Offer(n, measure, quantity and Decimal(quantity), per) for n, (measure, quantity, per) in enumerate(offers)]
    return work_out(made, values, full_marks_at=full and Decimal(full), maximum=5, starts_on=STARTS, ends_on=ends)


@pytest.mark.parametrize(
    "quantity, per, expected",
    [
        ("3", "term", "3"),
        ("3", "year", "9"),  # three years
        ("3", "quarter", "36"),
        ("10", "month", "360"),
        ("2.5", "quarter", "30"),
        ("0.3333", "month", "11.9988"),
    ],
)
def test_quantities_over_three_years(quantity, per, expected):
    assert over_the_term(Decimal(quantity), per, STARTS, ENDS) == Decimal(expected)


@pytest.mark.parametrize(
    "quantity, per, ends, expected",
    [
        ("3", "year", date(2028, 9, 30), "4"),  # a year and a half: 4.5, of which 4 have fallen due
        ("3", "year", date(2027, 12, 31), "2"),  # 9 months: 2.25
        ("1.5", "year", date(2028, 9, 30), "2.25"),  # what has decimals keeps them
        ("1", "year", date(2027, 9, 30), "0"),  # half a person is nobody
        ("4", "quarter", date(2027, 8, 15), "6"),  # 1 quarter and 46 of 92 days of the next: half
    ],
)
def test_a_term_that_is_no_whole_number_of_periods(quantity, per, ends, expected):
    assert over_the_term(Decimal(quantity), per, STARTS, ends) == Decimal(expected)


@pytest.mark.parametrize("days", [0, 45, 181, 365, 500, 730, 1000, 1096, 1400])
@pytest.mark.parametrize("quantity", ["1", "3", "7", "2.5"])
def test_it_is_the_number_that_the_contract_will_ask_for(days, quantity):
    """The handover reports yearly promises half-yearly, the others as they were made."""
    ends = STARTS + timedelta(days=days)
    for per, frequency in (("term", "half_year"), ("year", "half_year"), ("quarter", "quarter"), ("month", "month")):
        asked = spread(Decimal(quantity), per, periods(frequency, STARTS, ends, 20), Grid(frequency, STARTS))
        assert over_the_term(Decimal(quantity), per, STARTS, ends) == sum(asked), (per, days)


def test_pounds_are_quantities_over_the_term_times_values():
    found = worked((PEOPLE, "3", "year"), (HOURS, "10", "month"), (HOURS, "2.5", "quarter"), (None, "900", "year"))
    assert [line.pounds for line in found.lines] == [10800, 4500, 375, 0]
    assert found.pounds == 15675
    # 5 × 15,675 ÷ 50,000 = 1.5675
    assert found.mark == Decimal("1.57")
    assert not found.capped


def test_half_a_hundredth_is_rounded_up_once():
    # 5 × 10,050 ÷ 50,000 = 1.005: binary arithmetic would say 1.00
    assert mark_of(Fraction(10050), Decimal(50000), 5) == Decimal("1.01")
    assert mark_of(Fraction(100499, 10), Decimal(50000), 5) == Decimal("1.00")
    assert mark_of(Fraction(0), Decimal(50000), 5) == Decimal("0.00")
    # 5 × 1 ÷ 3
    assert mark_of(Fraction(1), Decimal(3), 5) == Decimal("1.67")


def test_full_marks_are_reached_and_not_passed():
    exactly = worked((PEOPLE, "3", "year"), full="10800")
    assert (exactly.mark, exactly.capped) == (Decimal("5.00"), False)
    more = worked((PEOPLE, "300", "year"), full="10800")
    assert (more.mark, more.capped) == (Decimal("5.00"), True)


def test_what_is_missing_counts_for_nothing_and_is_not_called_nought():
    found = worked((PEOPLE, None, "year"), (PEOPLE, "3", ""), (3, "5", "year"))
    assert [line.over_term for line in found.lines] == [None, None, Decimal(15)]
    assert [line.value for line in found.lines] == [Decimal("1200.00"), Decimal("1200.00"), None]
    assert (found.pounds, found.mark) == (0, Decimal("0.00"))
    assert worked((PEOPLE, "3", "year"), full=None).mark is None


def test_large_numbers_stay_exact():
    found = worked((PEOPLE, "9999999999.9999", "month"), values={PEOPLE: Decimal("999999999999.99")}, full="999999999999.99")
    assert found.pounds == Fraction("9999999999.9999") * 36 * Fraction("999999999999.99")
