"""Day counting against worked and published dates."""

from datetime import date
from decimal import Decimal

import pytest

from socialvalue.law import days
from socialvalue.law.rules import rules_on


def test_eight_working_days_beginning_with_the_day_of_the_notice():
    assert days.last_of_working_days(8, date(2026, 3, 2), {}) == date(2026, 3, 11)


def test_eight_working_days_step_over_easter():
    # Good Friday 3 and Easter Monday 6 April 2026
    assert days.last_of_working_days(8, date(2026, 3, 30), {}) == date(2026, 4, 10)


def test_a_notice_on_a_saturday_counts_from_monday():
    # 9, 10, 11, 12, 13, 16, then 17 March is Northern Ireland's, 18, 19
    assert days.last_of_working_days(8, date(2026, 3, 7), {}) == date(2026, 3, 19)


@pytest.mark.parametrize(
    "count, first, last",
    [
        (30, date(2026, 4, 1), date(2026, 4, 30)),
        (56, date(2026, 4, 1), date(2026, 5, 26)),
        (30, date(2026, 9, 30), date(2026, 10, 29)),
    ],
)
def test_days_beginning_with(count, first, last):
    assert days.last_of_days(count, first) == last


def test_the_councils_days_backwards_over_christmas():
    assert days.add_council_days(date(2026, 12, 29), -1, {}) == date(2026, 12, 24)
    # Monday 30 November is Scotland's alone
    assert days.add_council_days(date(2026, 12, 1), -1, {}) == date(2026, 11, 30)


@pytest.mark.parametrize(
    "started, value, light_touch, mandatory",
    [
        (date(2026, 3, 2), "207719.99", False, False),
        (date(2026, 3, 2), "207720", False, True),
        (date(2025, 6, 2), "207720", False, False),
        (date(2026, 3, 2), "700000", True, False),
    ],
)
def test_standstill_duty_by_date_value_and_regime(started, value, light_touch, mandatory):
    assert rules_on(started).standstill_mandatory(Decimal(value), light_touch=light_touch) is mandatory


def test_no_minimum_tender_period_for_light_touch():
    rules = rules_on(date(2026, 3, 2))
    assert rules.minimum_tender_days(Decimal("900000"), light_touch=True) is None
    assert rules.minimum_tender_days(Decimal("900000"), light_touch=False) == 25


@pytest.mark.parametrize(
    "started, value, above",
    [(date(2026, 3, 2), "5193000", True), (date(2026, 3, 2), "4900000", False), (date(2025, 6, 2), "5193000", False)],
)
def test_works_have_a_threshold_of_their_own(started, value, above):
    assert rules_on(started).above_threshold(Decimal(value), light_touch=False, works=True) is above
    assert rules_on(started).standstill_mandatory(Decimal(value), light_touch=False, works=True) is above


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 26), 1, date(2026, 11, 27)),
        (date(2026, 11, 26), 2, date(2026, 11, 30)),
        (date(2026, 11, 30), -2, date(2026, 11, 26)),
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
    ],
)
def test_so_many_of_the_councils_days_later_or_earlier(day, count, found):
    """None is the day itself, even one on which the offices are closed."""
    assert days.add_council_days(day, count, {}) == found


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), 25, date(2028, 4, 30)),
    ],
)
def test_the_same_day_of_another_month(day, months, found):
    assert days.add_months(day, months) == found
