"""The law's calendar and the council's own, against the dates that the 1971 Act's schedule and the proclamations give.

Worked by hand from the schedule: a day that falls on a weekend brings the weekday in its place, and only weekdays are written
here, because no Saturday or Sunday was ever a working day.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.law import days
from socialvalue.law.days import BankHoliday

# Schedule 1 and the yearly proclamations, (month, day); 2026 has Scotland's 15 June, proclaimed for the World Cup
ENGLAND = {
    2025: [(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)],
    2026: [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)],
    2027: [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)],
    2028: [(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)],
}
SCOTLAND = {
    2025: [(1, 1), (1, 2), (4, 18), (5, 5), (5, 26), (8, 4), (12, 1), (12, 25), (12, 26)],
    2026: [(1, 1), (1, 2), (4, 3), (5, 4), (5, 25), (6, 15), (8, 3), (11, 30), (12, 25), (12, 28)],
    2027: [(1, 1), (1, 4), (3, 26), (5, 3), (5, 31), (8, 2), (11, 30), (12, 27), (12, 28)],
    2028: [(1, 3), (1, 4), (4, 14), (5, 1), (5, 29), (8, 7), (11, 30), (12, 25), (12, 26)],
}
IRELANDS_OWN = {2025: [(3, 17), (7, 14)], 2026: [(3, 17), (7, 13)], 2027: [(3, 17), (7, 12)], 2028: [(3, 17), (7, 12)]}
YEARS = tuple(ENGLAND)
PART_TABLES = {
    "ENG": ENGLAND,
    "WLS": ENGLAND,
    "SCT": SCOTLAND,
    "NIR": {year: sorted(ENGLAND[year] + IRELANDS_OWN[year]) for year in YEARS},
}
BY_HAND = {date(year, *day) for table in PART_TABLES.values() for year in YEARS for day in table[year]}


def on_weekdays(found):
    return [day for day in found if day.weekday() < 5]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("part", days.PARTS)
def test_the_bank_holidays_of_each_part(part, year):
    found = [day for day, holiday in days.bank_holidays(year, {}).items() if part in holiday.parts]
    assert on_weekdays(found) == [date(year, *day) for day in PART_TABLES[part][year]]


@pytest.mark.parametrize("year", YEARS)
def test_the_councils_own_are_englands(year):
    assert on_weekdays(days.council_holidays(year, {})) == [date(year, *day) for day in ENGLAND[year]]


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 1, 1), "the United Kingdom"),
        (date(2026, 1, 2), "Scotland"),
        (date(2026, 3, 17), "Northern Ireland"),
        (date(2026, 4, 6), "England, Wales and Northern Ireland"),
        (date(2026, 4, 3), "the United Kingdom"),
    ],
)
def test_a_bank_holiday_says_where_it_is_one(day, where):
    assert days.bank_holiday(day, {}).where == where


@pytest.mark.parametrize(
    ("day", "law", "council"),
    [
        (date(2026, 1, 2), False, True),  # Scotland
        (date(2027, 1, 4), False, True),  # Scotland, for Saturday 2 January
        (date(2026, 3, 17), False, True),  # Northern Ireland
        (date(2026, 7, 13), False, True),  # Northern Ireland, for Sunday 12 July
        (date(2026, 8, 3), False, True),  # Scotland, the first Monday in August
        (date(2026, 8, 31), False, False),  # England, Wales and Northern Ireland
        (date(2025, 12, 1), False, True),  # Scotland, for Sunday 30 November
        (date(2026, 4, 6), False, False),  # Easter Monday, not in Scotland
        (date(2026, 6, 15), False, True),  # Scotland, proclaimed
        (date(2026, 11, 27), True, True),
        (date(2026, 11, 28), False, False),  # a Saturday
        (date(2026, 11, 29), False, False),  # a Sunday
    ],
)
def test_the_two_calendars(day, law, council):
    assert days.is_working_day(day, {}) is law
    assert days.is_council_day(day, {}) is council


@pytest.mark.parametrize(
    ("first", "last"),
    [
        # 30 November 2026, Scotland: begun before it, with it, after it
        (date(2026, 11, 18), date(2026, 11, 27)),
        (date(2026, 11, 19), date(2026, 12, 1)),
        (date(2026, 11, 23), date(2026, 12, 3)),
        (date(2026, 11, 26), date(2026, 12, 8)),
        (date(2026, 11, 30), date(2026, 12, 10)),
        (date(2026, 12, 1), date(2026, 12, 10)),
        # Monday 1 December 2025 in place of Sunday 30 November: 28, 2, 3, 4, 5, 8, 9, 10
        (date(2025, 11, 28), date(2025, 12, 10)),
        # Over Christmas 2026: 24, 29, 30, 31, then Monday 4 January is Scotland's: 5, 6, 7, 8
        (date(2026, 12, 24), date(2027, 1, 8)),
        (date(2027, 1, 1), date(2027, 1, 14)),
        # 2 January 2026, Scotland: 31, 5, 6, 7, 8, 9, 12, 13
        (date(2025, 12, 31), date(2026, 1, 13)),
        # 17 March 2027, Northern Ireland, and Easter: 16, 18, 19, 22, 23, 24, 25, 30
        (date(2027, 3, 16), date(2027, 3, 30)),
        # 12 July 2027, Northern Ireland: 9, 13, 14, 15, 16, 19, 20, 21
        (date(2027, 7, 9), date(2027, 7, 21)),
        # Monday 13 July 2026 in place of Sunday the 12th: 10, 14, 15, 16, 17, 20, 21, 22
        (date(2026, 7, 10), date(2026, 7, 22)),
        # First Monday in August 2027, Scotland: 30, 3, 4, 5, 6, 9, 10, 11
        (date(2027, 7, 30), date(2027, 8, 11)),
        # Last Monday in August 2027, everywhere else: 27, 31, 1, 2, 3, 6, 7, 8
        (date(2027, 8, 27), date(2027, 9, 8)),
        # 15 June 2026, proclaimed for Scotland: 12, 16, 17, 18, 19, 22, 23, 24
        (date(2026, 6, 12), date(2026, 6, 24)),
    ],
)
def test_standstills_worked_by_hand(first, last):
    assert days.last_of_working_days(8, first, {}) == last
    assert days.working_days_between(first, last, {}) == 8


PROCLAIMED = {
    date(2027, 5, 10): BankHoliday("Coronation", frozenset(days.PARTS)),
    date(2027, 6, 14): BankHoliday("Victory", frozenset({"WLS"})),
}


@pytest.mark.parametrize(
    ("first", "without", "with_them"),
    [
        # 4, 5, 6, 7, 10, 11, 12, 13 May
        (date(2027, 5, 4), date(2027, 5, 13), date(2027, 5, 14)),
        (date(2027, 5, 10), date(2027, 5, 19), date(2027, 5, 20)),
        (date(2027, 5, 11), date(2027, 5, 20), date(2027, 5, 20)),
        # Its last day is the proclaimed one: 28, 29, 30 April, 4, 5, 6, 7, 10 May
        (date(2027, 4, 28), date(2027, 5, 10), date(2027, 5, 11)),
        # In Wales only: 11, 14, 15, 16, 17, 18, 21, 22 June
        (date(2027, 6, 11), date(2027, 6, 22), date(2027, 6, 23)),
    ],
)
def test_a_proclaimed_day_falls_out(first, without, with_them):
    assert days.last_of_working_days(8, first, {}) == without
    assert days.last_of_working_days(8, first, PROCLAIMED) == with_them


def test_a_proclaimed_day_holds_for_the_council_where_england_has_it():
    assert days.council_holiday(date(2027, 5, 10), PROCLAIMED) == "Coronation"
    assert not days.is_council_day(date(2027, 5, 10), PROCLAIMED)
    assert days.council_holiday(date(2027, 6, 14), PROCLAIMED) is None
    assert days.is_council_day(date(2027, 6, 14), PROCLAIMED)
    assert days.add_council_days(date(2027, 5, 7), 1, PROCLAIMED) == date(2027, 5, 11)
    assert days.add_council_days(date(2027, 6, 11), 1, PROCLAIMED) == date(2027, 6, 14)


def test_a_day_known_in_one_part_may_be_proclaimed_for_another():
    more = {date(2026, 11, 30): BankHoliday("Jubilee", frozenset({"ENG"}))}
    found = days.bank_holidays(2026, more)[date(2026, 11, 30)]
    assert found.parts == {"ENG", "SCT"}
    assert not days.is_council_day(date(2026, 11, 30), more)
    assert days.bank_holidays(2026, {})[date(2026, 11, 30)].parts == {"SCT"}, "what is known stays as it was"


def naive(count: int, first: date, proclaimed) -> date:
    """Every working day by hand from ``first``, and the one in the place asked for."""
    all_days = [first + timedelta(days=n) for n in range(count * 3 + 40)]
    return [d for d in all_days if d.weekday() < 5 and d not in BY_HAND and d not in proclaimed][count - 1]


firsts = st.dates(date(2025, 1, 1), date(2028, 9, 1))
proclaimed_sets = st.dictionaries(
    st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.just(BankHoliday("Proclaimed", frozenset({"NIR"}))), max_size=8
)


@given(count=st.integers(1, 12), first=firsts, proclaimed=proclaimed_sets)
def test_counting_agrees_with_a_naive_count(count, first, proclaimed):
    last = days.last_of_working_days(count, first, proclaimed)
    assert last == naive(count, first, proclaimed)
    assert days.working_days_between(first, last, proclaimed) == count
    assert days.first_of_working_days(count, last, proclaimed) >= first


@given(count=st.integers(1, 12), first=firsts, proclaimed=proclaimed_sets)
def test_one_more_proclaimed_day_never_ends_a_standstill_sooner(count, first, proclaimed):
    assert days.last_of_working_days(count, first, proclaimed) >= days.last_of_working_days(count, first, {})
