"""Days, amounts and months as registers write them: what is read, what is told, what is refused and why."""

import re
from datetime import date
from decimal import Decimal

import pytest

from socialvalue.common.tables import amounts, dates, read_amount, read_date, read_months, read_written_date
from socialvalue.common.tables.cells import Said

FIRST_OF_APRIL = date(2024, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1st April 2024", "1 Sept 2024", "01-Apr-2024", "2024/04/01", "01.04.2024", "01/04/2024 00:00", "01/04/2024 09:30",
        "2024-04-01T00:00:00Z", "Mon 1 April 2024", "Monday, 1 April 2024", "20240401", "2024-04-01 00:00:00.000", "1 APRIL 2024",
        "01/04/2024T23:59:59", "2024-04-01T12:00:00+01:00",
    ],
)  # fmt: skip
def test_days(text):
    expected = date(2024, 9, 1) if "Sept" in text else FIRST_OF_APRIL
    assert read_date(text) == read_written_date(text) == expected


def test_a_moment_with_its_zone_is_the_day_it_was_in_london():
    """From the end of March London is an hour ahead; before it is not."""
    assert read_date("2024-03-31T23:00:00Z") == FIRST_OF_APRIL
    assert read_date("2024-03-31T22:59:59Z") == date(2024, 3, 31)
    assert read_date("2024-03-30T23:00:00Z") == date(2024, 3, 30)
    assert read_date("2024-03-31T23:00:00+00:00") == read_date("2024-04-01T00:00:00+0100") == FIRST_OF_APRIL


@pytest.mark.parametrize(
    "text, day",
    [("01/04/24", FIRST_OF_APRIL), ("1-Apr-24", FIRST_OF_APRIL), ("1/1/69", date(2069, 1, 1)), ("1/1/70", date(1970, 1, 1))],
)
def test_two_digits_of_a_year_are_1970_to_2069_and_told(text, day):
    read = read_written_date(text)
    assert isinstance(read, Said)
    assert read == Said(day, f"has two digits for the year, read as {day.day} {day:%B %Y}")
    assert read_date(text) == day


@pytest.mark.parametrize("text, day", [("45383", FIRST_OF_APRIL), ("30000", date(1982, 2, 18)), ("60000", date(2064, 4, 8))])
def test_a_spreadsheets_count_of_days_is_read_and_told(text, day):
    """Worked by hand: 45,383 days after 30 December 1899 is 1 April 2024."""
    assert read_written_date(text) == Said(day, f"is a spreadsheet’s count of days, read as {day.day} {day:%B %Y}")


@pytest.mark.parametrize(
    "text", ["29999", "60001", "45383.5", "Monday", "31/04/2024", "4/31/2024", "2024-13-01", "1 Aprill 2024", ""]
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match="^must be a real date, like 2026-04-01 or 1/4/2026$"):
        read_written_date(text)


@pytest.mark.parametrize(
    "text, why",
    [
        ("Apr-24", "^is a month and not a day: enter the day too, like 1/4/2026$"),
        ("April 2024", "^is a month and not a day: enter the day too, like 1/4/2026$"),
        ("1 April", "^has no year: enter it too, like 1/4/2026$"),
        ("1st Apr", "^has no year: enter it too, like 1/4/2026$"),
    ],
)
def test_what_lacks_something_is_told_what(text, why):
    with pytest.raises(ValueError, match=why):
        read_written_date(text)


@pytest.mark.parametrize(
    "text, pounds",
    [
        ("£1,234.50", "1234.50"), ("1250", "1250.00"), ("£25k", "25000.00"), ("1.2m", "1200000.00"), ("£1.2mn", "1200000.00"),
        ("18,450.00 GBP", "18450.00"), ("0", "0.00"),
    ],
)  # fmt: skip
def test_amounts(text, pounds):
    assert read_amount(text) == Decimal(pounds)


@pytest.mark.parametrize(
    "text, pounds",
    [
        ("£5,000 to £25,000", "25,000.00"), ("£5,000 - £25,000", "25,000.00"), ("5000–25000", "25,000.00"), ("£5k to £25k", "25,000.00"),
    ],
)  # fmt: skip
def test_of_a_band_the_upper_end_counts_and_is_told(text, pounds):
    assert read_amount(text) == Said(Decimal(pounds.replace(",", "")), f"is a band: its upper end, £{pounds}, counts")


@pytest.mark.parametrize("text", ["(1,234.00)", "106,392.99-", "-5", "£-5"])
def test_below_nothing_is_refused_however_it_is_written(text):
    with pytest.raises(ValueError, match="^cannot be negative$"):
        read_amount(text)


@pytest.mark.parametrize("text", ["TBC", "£", "5 apples", "k", "12%", "£5,000 to"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="^must be an amount of pounds, like 1250 or £1,250.50$|^must be a number, like 12.5$"):
        read_amount(text)


def test_a_band_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="^is a band whose lower end is above its upper end$"):
        read_amount("£25,000 to £5,000")


@pytest.mark.parametrize(
    "text, months",
    [
        ("24 months", 24), ("12 Months", 12), ("2 years", 24), ("1 year", 12), ("1 + 1 years", 24), ("1+1+1", 36), ("2 x 12", 24),
        ("2 x 12 months", 24), ("2 x 1 year", 24), ("1 year and 6 months", 18), ("12 + 12", 24), ("3 × 1yr", 36),
    ],
)  # fmt: skip
def test_an_extension_in_words_is_told(text, months):
    assert read_months(text) == Said(months, f"is read as {months} months")


@pytest.mark.parametrize("text, months", [("24", 24), ("3", 3), ("0", 0), ("nil", 0), ("N/A", 0), ("no", 0)])
def test_a_plain_number_is_months(text, months):
    assert read_months(text) == months


@pytest.mark.parametrize("text", ["as needed", "1.5 years", "-12", "12 weeks", "+", "1 ++ 1"])
def test_what_is_no_extension(text):
    with pytest.raises(ValueError, match="^must be a number of months, like 12, or written like “1 \\+ 1 years”$"):
        read_months(text)


def test_nobody_extends_for_more_than_fifty_years():
    assert read_months("50 years") == Said(600, "is read as 600 months")
    with pytest.raises(ValueError, match="^is longer than fifty years$"):
        read_months("601 months")


# Cells that are no figure at all


READERS = [read_amount, read_months, read_date, read_written_date]


@pytest.mark.parametrize("read", READERS)
def test_a_long_cell_is_refused_for_its_length_and_a_short_one_for_what_it_says(read):
    """“1”, sixteen thousand spaces and “x” kept a reader busy for four seconds."""
    with pytest.raises(ValueError, match="^must be 100 characters or fewer; it has 101: enter only the figure or the day$"):
        read("1" * 101)
    for text in ("x" * 100, "1" + " " * 100_000 + "x"):
        with pytest.raises(ValueError) as refused:
            read(text)
        assert "characters or fewer" not in str(refused.value)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("piece", ["1", " ", "1 ", "1,", "1.", "£", "k", "1 to ", "-", "1+", "x ", "(", "1/", "t", "1st "])
def test_whatever_is_repeated_a_hundred_thousand_times_comes_back(read, piece):
    for text in ("1" + piece * 100_000 + "x", "1 to 1" + piece * 100_000 + "x"):
        with pytest.raises(ValueError, match="."):
            read(text)


def test_no_two_places_for_any_number_of_spaces_stand_side_by_side():
    """Cells come to these with single spaces: one at most is looked for, and never any number of them."""
    for module in (amounts, dates):
        patterns = {name: one.pattern for name, one in vars(module).items() if isinstance(one, re.Pattern)}
        assert patterns
        assert {name: pattern for name, pattern in patterns.items() if "\\s" in pattern} == {}


def test_spaces_within_a_figure_are_no_matter():
    assert read_amount("£5,000   to\u00a0\t£25,000") == Said(Decimal(25000), "is a band: its upper end, £25,000.00, counts")
    assert read_amount("1.2   m") == Decimal(1_200_000)
    assert read_months("2   x  12") == Said(24, "is read as 24 months")
    assert read_date(" 1   April  2024 ") == FIRST_OF_APRIL


@pytest.mark.parametrize("text", ["²", "9" * 100])
def test_digits_that_are_no_count_of_days_are_no_day(text):
    with pytest.raises(ValueError, match="^must be a real date"):
        read_written_date(text)
