"""Which period a name means, by the rows that are owed: one, none, or several that are asked about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.returns.calculations.period_names import fitting
from contracts.schedule.calculations.periods import periods
from socialvalue.law.periods import MONTHS_OF


def rows(frequency: str, starts_on: date, ends_on: date) -> list[tuple[date, date]]:
    return [(p.starts_on, p.ends_on) for p in periods(frequency, starts_on, ends_on, 20)]


def meant(text: str, frequency: str, starts_on: date, ends_on: date) -> list[date]:
    """The first days of the periods that fit."""
    owed = rows(frequency, starts_on, ends_on)
    return [owed[place][0] for place in fitting(text, owed, months=MONTHS_OF[frequency], first_day=starts_on)]


APRIL = (date(2026, 4, 1), date(2028, 3, 31))
NOVEMBER = (date(2026, 11, 1), date(2028, 10, 31))
JANUARY = (date(2026, 1, 1), date(2027, 12, 31))
THE_15TH = (date(2026, 4, 15), date(2027, 5, 31))
# Its first quarter is cut: it begins in the middle of April to June, but the council's quarters are owed
Q1, Q2, Q3, Q4 = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)

NAMES = [
    # Financial quarters, which are the contract's own too
    ("quarter", APRIL, "Q1 2026/27", [Q1]),
    ("quarter", APRIL, "q1 2026-27", [Q1]),
    ("quarter", APRIL, "Q1 26/27", [Q1]),
    ("quarter", APRIL, "Q1 2026/2027", [Q1]),
    ("quarter", APRIL, "Quarter 1 2026/27", [Q1]),
    ("quarter", APRIL, "Quarter 2, 2026/27", [Q2]),
    ("quarter", APRIL, "Qtr 3 2026–27", [Q3]),
    ("quarter", APRIL, "Q4 (2026/27)", [Q4]),
    ("quarter", APRIL, "Q4 FY2026/27", [Q4]),
    ("quarter", APRIL, "2026/27 Q3", [Q3]),
    ("quarter", APRIL, "2026-27: Quarter 3", [Q3]),
    ("quarter", APRIL, "first quarter 2026/27", [Q1]),
    ("quarter", APRIL, "2nd quarter of 2026/27", [Q2]),
    ("quarter", APRIL, "Q1 2027/28", [date(2027, 4, 1)]),
    ("quarter", APRIL, "Q1 2025/26", []),
    ("quarter", APRIL, "Q5 2026/27", []),
    ("quarter", APRIL, "Q1 2026/28", []),
    # Without a year there is one in each
    ("quarter", APRIL, "Q1", [Q1, date(2027, 4, 1)]),
    ("quarter", (date(2026, 4, 1), date(2027, 3, 31)), "Quarter 1", [Q1]),
    # With one year only, the calendar's quarter may be meant
    ("quarter", APRIL, "Q1 2026", [Q1]),
    ("quarter", APRIL, "Q2 2026", [Q1, Q2]),
    ("quarter", APRIL, "Year 2 Q1", [date(2027, 4, 1)]),
    ("quarter", APRIL, "Year 0 Q1", []),
    ("year", APRIL, "Year 2", [date(2027, 4, 1)]),
    # The contract's own quarters
    ("quarter", NOVEMBER, "Q1 2026/27", [date(2026, 11, 1)]),
    ("quarter", NOVEMBER, "Q2 2026/27", [date(2027, 2, 1)]),
    ("quarter", NOVEMBER, "November to January 2027", [date(2026, 11, 1)]),
    ("quarter", NOVEMBER, "Nov 2026–Jan 2027", [date(2026, 11, 1)]),
    ("quarter", NOVEMBER, "Nov-Jan 27", [date(2026, 11, 1)]),
    ("quarter", NOVEMBER, "Nov to Jan 2028", [date(2027, 11, 1)]),
    ("quarter", NOVEMBER, "November to March 2027", []),
    ("quarter", NOVEMBER, "Nov-26", [date(2026, 11, 1)]),
    # A year that begins in January: the financial and the contract's quarter are two
    ("quarter", JANUARY, "Q1 2026/27", [date(2026, 1, 1), date(2026, 4, 1)]),
    ("quarter", JANUARY, "Q4 2026/27", [date(2026, 10, 1), date(2027, 1, 1)]),
    # From the 15th to the 14th, the last one longer or shorter
    ("quarter", THE_15TH, "Q1 2026/27", [date(2026, 4, 15)]),
    ("quarter", THE_15TH, "April to July 2026", [date(2026, 4, 15)]),
    ("quarter", THE_15TH, "Apr 2026 - Jul 2026", [date(2026, 4, 15)]),
    ("quarter", THE_15TH, "15/04/2026 - 14/07/2026", [date(2026, 4, 15)]),
    # Cut by the contract's last day
    ("quarter", (Q1, date(2027, 2, 20)), "Q4 2026/27", [Q4]),
    ("quarter", (Q1, date(2027, 2, 20)), "Jan to Mar 2027", [Q4]),
    # Months
    ("month", APRIL, "Apr-26", [Q1]),
    ("month", APRIL, "April 2026", [Q1]),
    ("month", APRIL, "APR 26", [Q1]),
    ("month", APRIL, "Apr’26", [Q1]),
    ("month", APRIL, "2026-04", [Q1]),
    ("month", APRIL, "04/2026", [Q1]),
    ("month", APRIL, "Sept 2026", [date(2026, 9, 1)]),
    ("month", APRIL, "13/2026", []),
    ("month", APRIL, "March 2026", []),
    ("month", THE_15TH, "May 2026", [date(2026, 4, 15), date(2026, 5, 15)]),
    # Without a year there is one in each
    ("month", (Q1, date(2027, 3, 31)), "July", [Q2]),
    ("month", APRIL, "July", [Q2, date(2027, 7, 1)]),
    ("quarter", (Q1, date(2027, 3, 31)), "Apr-Jun", [Q1]),
    ("quarter", NOVEMBER, "Nov to Jan", [date(2026, 11, 1), date(2027, 11, 1)]),
    ("quarter", (date(2027, 1, 1), date(2027, 12, 31)), "Quarter 4", [date(2027, 1, 1), date(2027, 10, 1)]),
    # Cut by the contract's last day, it would have ended in the year after
    ("quarter", (date(2027, 8, 1), date(2027, 12, 20)), "Nov to Jan", [date(2027, 11, 1)]),
    # A month's name says which quarter it begins or ends
    ("quarter", APRIL, "June 2026", [Q1]),
    ("quarter", APRIL, "April 2026", [Q1]),
    ("quarter", APRIL, "May 2026", []),
    # Halves and years
    ("half_year", APRIL, "H2 2026/27", [Q3]),
    ("half_year", APRIL, "Half year 1 2026/27", [Q1]),
    ("half_year", APRIL, "first half 2026/27", [Q1]),
    ("half_year", APRIL, "H3 2026/27", []),
    ("half_year", APRIL, "April to September 2026", [Q1]),
    ("year", APRIL, "2026/27", [Q1]),
    ("year", APRIL, "2026-27", [Q1]),
    ("year", APRIL, "FY 26/27", [Q1]),
    ("year", APRIL, "2026", [Q1]),
    ("year", NOVEMBER, "2026/27", [date(2026, 11, 1)]),
    ("year", JANUARY, "2026", [date(2026, 1, 1)]),
    # A year's name is no half and no quarter
    ("half_year", (Q1, date(2026, 9, 30)), "2026/27", []),
    ("quarter", (Q1, date(2026, 6, 30)), "2026/27", []),
    # Days
    ("quarter", APRIL, "2026-04-01 to 2026-06-30", [Q1]),
    ("quarter", APRIL, "1 April 2026 – 30 June 2026", [Q1]),
    ("quarter", APRIL, "1 April 2026–30 June 2026", [Q1]),
    ("quarter", APRIL, "01/04/2026-30/06/2026", [Q1]),
    ("quarter", APRIL, "1 Apr 2026-30 Jun 2026", [Q1]),
    ("quarter", APRIL, "1/4/2026", [Q1]),
    ("quarter", APRIL, "30 June 2026", [Q1]),
    ("quarter", APRIL, "2 April 2026", []),
    ("quarter", APRIL, "2026-04-01 to 2026-06-29", []),
    ("quarter", APRIL, "", []),
    ("quarter", APRIL, "last quarter", []),
    ("quarter", APRIL, "Q", []),
]  # fmt: skip


@pytest.mark.parametrize(("frequency", "term", "text", "wanted"), NAMES, ids=[f"{f} from {t[0]}: {x}" for f, t, x, _ in NAMES])
def test_a_name_means_the_period_that_is_owed(frequency, term, text, wanted):
    assert meant(text, frequency, *term) == wanted


def test_nothing_owed_is_meant_by_nothing():
    assert fitting("Q1 2026/27", [], months=3) == []


def test_rows_that_are_not_owed_from_the_start_are_counted_from_the_contracts_first_day():
    owed = rows("quarter", *NOVEMBER)[2:]
    assert fitting("Q3 2026/27", owed, months=3, first_day=NOVEMBER[0]) == [0]


TERMS = st.tuples(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(40, 1500))


@given(TERMS, st.sampled_from(["month", "quarter", "half_year", "year"]))
def test_each_period_is_found_by_its_days_and_by_the_name_of_its_place(term, frequency):
    starts_on, days = term
    owed = rows(frequency, starts_on, starts_on + timedelta(days=days))
    months = MONTHS_OF[frequency]
    for place, (first, last) in enumerate(owed):
        for text in (f"{first} to {last}", f"{first:%d/%m/%Y} – {last:%d/%m/%Y}", f"{first.isoformat()}", f"{last:%d %B %Y}"):
            assert fitting(text, owed, months=months, first_day=starts_on) == [place], text
        if frequency == "quarter":
            year, number = divmod(place, 4)
            assert fitting(f"Year {year + 1} Q{number + 1}", owed, months=months, first_day=starts_on) == [place]


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    fitting(text, rows("quarter", *APRIL), months=3)
