"""The span of a standing, and how it is said."""

from datetime import date

import pytest

from contracts.performance.spans import Span, first_of_month, last_months, usual, whole


@pytest.mark.parametrize(
    ("day", "back", "first"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 3, 31), 13, date(2025, 2, 1)),
        (date(2026, 12, 1), -1, date(2027, 1, 1)),
    ],
)
def test_the_first_of_a_month(day, back, first):
    assert first_of_month(day, back) == first


def test_the_usual_span_is_the_last_twelve_whole_months():
    assert usual(date(2026, 11, 26)) == Span(date(2025, 11, 1), date(2026, 10, 31), date(2026, 11, 26))
    assert usual(date(2026, 11, 1)) == Span(date(2025, 11, 1), date(2026, 10, 31), date(2026, 11, 1))
    assert last_months(3, date(2024, 3, 1)) == (date(2023, 12, 1), date(2024, 2, 29))
    assert usual(date(2026, 11, 26)).words == "1 November 2025 to 31 October 2026"


def test_the_whole_of_a_contract_ends_today_and_of_one_to_come_begins_today():
    assert whole(date(2025, 4, 1), date(2026, 11, 26)) == Span(date(2025, 4, 1), date(2026, 11, 26), date(2026, 11, 26))
    assert whole(date(2027, 4, 1), date(2026, 11, 26)).starts_on == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2025, 11, 1), date(2026, 10, 31), "in the 12 months to 31 October 2026"),
        (date(2026, 10, 1), date(2026, 10, 31), "in October 2026"),
        (date(2026, 1, 1), date(2026, 2, 28), "in the 2 months to 28 February 2026"),
        # One day short at either end is no whole month
        (date(2026, 10, 2), date(2026, 10, 31), "from 2 October 2026 to 31 October 2026"),
        (date(2026, 10, 1), date(2026, 10, 30), "from 1 October 2026 to 30 October 2026"),
    ],
)
def test_a_span_in_the_middle_of_a_sentence(starts_on, ends_on, words):
    assert Span(starts_on, ends_on, ends_on).during == words
