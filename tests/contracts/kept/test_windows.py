"""The standard periods of a day, by hand, and where their codes begin and end."""

from datetime import date

import pytest

from contracts.kept.calculations.attention import ending_by
from contracts.kept.calculations.windows import code_of, months_of, quarters_between, quarters_of, windows_of


def test_the_months_before_the_day_s_own():
    assert months_of(date(2026, 11, 27)) == {
        "m3": (date(2026, 8, 1), date(2026, 10, 31)),
        "m6": (date(2026, 5, 1), date(2026, 10, 31)),
        "m12": (date(2025, 11, 1), date(2026, 10, 31)),
        "m24": (date(2024, 11, 1), date(2026, 10, 31)),
    }


def test_the_quarters_that_are_over():
    found = quarters_of(date(2026, 11, 27))
    assert list(found) == ["2024q4", "2025q1", "2025q2", "2025q3", "2025q4", "2026q1", "2026q2", "2026q3"]
    assert found["2024q4"] == (date(2024, 10, 1), date(2024, 12, 31))
    assert found["2026q3"] == (date(2026, 7, 1), date(2026, 9, 30))


def test_a_quarter_counts_from_the_first_day_after_it():
    """On 31 December October to December still runs; on 1 January it is over."""
    assert list(quarters_of(date(2026, 12, 31)))[-1] == "2026q3"
    assert list(quarters_of(date(2027, 1, 1)))[-1] == "2026q4"


def test_nine_quarters_at_most():
    assert [len(quarters_of(date(2026, month, 1))) for month in range(1, 13)] == [8, 8, 8] * 4


def test_none_where_none_is_over():
    assert quarters_between(date(2026, 7, 1), date(2026, 9, 29)) == {}
    assert quarters_between(date(2026, 8, 15), date(2026, 9, 30)) == {"2026q3": (date(2026, 7, 1), date(2026, 9, 30))}


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2025, 11, 1), date(2026, 10, 31), "m12"),
        (date(2026, 8, 1), date(2026, 10, 31), "m3"),
        (date(2025, 11, 2), date(2026, 10, 31), ""),
        (date(2025, 11, 1), date(2026, 10, 30), ""),
        # A quarter is kept for the trend alone
        (date(2026, 7, 1), date(2026, 9, 30), ""),
    ],
)
def test_a_code_is_of_exactly_its_days(first, last, code):
    assert code_of(first, last, date(2026, 11, 27)) == code


def test_within_a_month_the_windows_stay():
    assert windows_of(date(2026, 11, 1)) == windows_of(date(2026, 11, 30)) != windows_of(date(2026, 12, 1))


def test_half_a_year_is_soon():
    assert ending_by(date(2026, 1, 1)) == date(2026, 7, 3)
