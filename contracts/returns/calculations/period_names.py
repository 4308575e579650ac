"""Which period somebody means by its name: “Q1 2026/27”, “Apr-26”, “November to January 2027”, first to last day. Pure.

A name has one or more readings, each a span of days; which of them is meant is told by the rows that are owed. “Q1 2026/27” is
April to June 2026, as councils count, and the first quarter of the contract's own year where that is what is owed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from socialvalue.common.tables.dates import read_date
from socialvalue.law.days import add_months

Span = tuple[date, date]

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH_OF = {name[:length]: number for number, name in enumerate(MONTHS, start=1) for length in (3, len(name))} | {"sept": 9}
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
PARTS = {"q": 3, "quarter": 3, "qtr": 3, "h": 6, "half": 6, "half year": 6, "half-year": 6}
_MONTH = rf"(?:{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})"
_YEAR = r"(?:\d{4}|['’]?\d{2})"
_TO = r"\s*(?:\bto\b|\buntil\b|[-–—/])\s*"
_SEP = r"[\s\-–./']*"
_YEARS = r"(?:fy\s*)?(?P<year>\d{4}|\d{2})(?:\s*[/–-]\s*(?P<next>\d{4}|\d{2}))?"

A_MONTH = re.compile(
    rf"(?P<month>{_MONTH}){_SEP}(?P<year>{_YEAR})|(?P<iso>\d{{4}})-(?P<number>0?[1-9]|1[0-2])|(?P<n>\d{{1,2}})/(?P<y>\d{{4}})"
)
MONTHS_TO = re.compile(rf"(?P<first>{_MONTH})(?:{_SEP}(?P<from>{_YEAR}))?{_TO}(?P<last>{_MONTH})(?:{_SEP}(?P<until>{_YEAR}))?")
A_BARE_MONTH = re.compile(_MONTH)
A_YEAR = re.compile(_YEARS)
A_PART = re.compile(
    r"(?:(?P<word>q|quarter|qtr|h|half[ -]year|half)\.?\s*(?P<number>[1-4])"
    rf"|(?P<nth>{'|'.join(NTH)})\s+(?P<word2>quarter|half[ -]year|half))"
    rf"(?:[\s,:(–-]*(?:of\s+)?{_YEARS}\)?)?"
)
YEAR_FIRST = re.compile(rf"(?P<years>{_YEARS})[\s,:–-]+(?P<part>(?:q|quarter|qtr|h|half)\.?\s*[1-4])")
OF_CONTRACT = re.compile(
    r"(?:contract\s+)?y(?:ea)?r?\s*(?P<year>\d{1,2})(?:[\s,:–-]*(?P<part>(?:q|quarter|qtr|h|half)\.?\s*[1-4]))?"
)


@dataclass(frozen=True)
class Reading:
    """A span of ``months`` whole months that somebody may mean."""

    first: date
    months: int

    @property
    def span(self) -> Span:
        return self.first, add_months(self.first, self.months) - timedelta(days=1)


def fitting(text: str, rows: Sequence[Span], *, months: int, first_day: date | None = None) -> list[int]:
    """Which of ``rows`` (first and last day of what is owed) the name fits, by their place; several are ambiguous.

    ``months``: how long an uncut period is. ``first_day`` of the contract, from which its own years are counted; where it is
    not given, that of the earliest row. A row that is the named span to the day goes before one that the contract's dates
    have cut, or that a month's name only touches.
    """
    if not rows:
        return []
    if days := _days(text):
        return [place for place, row in enumerate(rows) if row == tuple(days) or (len(days) == 1 and days[0] in row)]
    plain = _plain(text)
    readings = list(_readings(plain, first_day or min(first for first, _ in rows), max(last for _, last in rows)))
    spans = {reading.span for reading in readings}
    if exact := [place for place, row in enumerate(rows) if row in spans]:
        return exact
    cut = [reading.span for reading in readings if reading.months == months]
    if fits := [place for place, row in enumerate(rows) if any(row[0] == first or row[1] == last for first, last in cut)]:
        return fits
    touched = [reading.span for reading in readings if A_MONTH.fullmatch(plain) or A_BARE_MONTH.fullmatch(plain)]
    return [place for place, row in enumerate(rows) if any(first <= day <= last for day in row for first, last in touched)]


def names_a_period(text: str) -> bool:
    """Whether a text, such as a heading, is the name of a period, whichever is owed."""
    plain = _plain(text)
    whole = (A_MONTH, A_BARE_MONTH, MONTHS_TO, A_PART, YEAR_FIRST, OF_CONTRACT)
    years = A_YEAR.fullmatch(plain)
    return bool(_days(text)) or any(name.fullmatch(plain) for name in whole) or bool(years and _is_year(years))


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split()).strip(" .")


def _days(text: str) -> list[date]:
    """One day, or first and last day; none where the period is written in another way."""
    parts = re.split(r"\s+(?:to|until|–|—|-)\s+|\s*[–—]\s*|(?<=\d{4})-(?=\d{1,2}[/ ])", text.strip())
    try:
        return [read_date(part) for part in parts]
    except ValueError:
        return []


def _readings(text: str, first_day: date, last_day: date) -> Iterator[Reading]:
    if found := OF_CONTRACT.fullmatch(text):
        yield from _of_contract(found, first_day)
    elif found := A_MONTH.fullmatch(text):
        yield from _a_month(found)
    elif A_BARE_MONTH.fullmatch(text):
        yield from (Reading(date(year, MONTH_OF[text], 1), 1) for year in _years(first_day, last_day))
    elif found := MONTHS_TO.fullmatch(text):
        # Without a year there is one in each
        years = [_full(found["until"])] if found["until"] else _years(first_day, last_day)
        for until in years:
            yield from _months_to(found, until)
    elif found := YEAR_FIRST.fullmatch(text):
        yield from _readings(f"{found['part']} {found['years']}", first_day, last_day)
    elif found := A_PART.fullmatch(text):
        yield from _a_part(found, first_day, last_day)
    elif found := A_YEAR.fullmatch(text):
        yield from _a_year(found, first_day)


def _years(first_day: date, last_day: date) -> range:
    """Those in which a period of these days may begin or end, by a name without a year.

    “Q4” of the financial year before lies in the first; “November to January” that begins in the last would end in the next.
    """
    return range(first_day.year - 1, last_day.year + 2)


def _full(year: str) -> int:
    digits = year.strip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _a_month(found: re.Match[str]) -> Iterator[Reading]:
    if found["month"]:
        month, year = MONTH_OF[found["month"]], _full(found["year"])
    else:
        month, year = int(found["number"] or found["n"]), int(found["iso"] or found["y"])
    if 1 <= month <= 12 and year >= 1:
        yield Reading(date(year, month, 1), 1)


def _months_to(found: re.Match[str], until: int) -> Iterator[Reading]:
    first, last = MONTH_OF[found["first"]], MONTH_OF[found["last"]]
    # “November to January 2027” begins the year before
    begins = _full(found["from"]) if found["from"] else until - (first > last)
    months = (until - begins) * 12 + last - first + 1
    if begins >= 1 and months >= 1:
        yield Reading(date(begins, first, 1), months)
        # The contract's own quarter, from the 15th to the 14th
        yield from (Reading(date(begins, first, day), months - 1) for day in range(2, 29) if months > 1)


def _a_part(found: re.Match[str], first_day: date, last_day: date) -> Iterator[Reading]:
    """Quarters and halves: of the financial year, of the contract's year, and of the calendar's where only a year is given."""
    months = PARTS[found["word"] or found["word2"]]
    number = int(found["number"]) if found["number"] else NTH[found["nth"]]
    if number * months > 12:
        return
    if not found["year"]:
        years, calendar = _years(first_day, last_day), False
    elif (year := _starting(found)) is None:
        return
    else:
        years, calendar = range(year, year + 1), not found["next"]
    for year in years:
        yield Reading(add_months(date(year, 4, 1), months * (number - 1)), months)
        if year >= first_day.year:
            yield _of_own_year(first_day, year - first_day.year, months, number)
        if calendar:
            yield Reading(add_months(date(year, 1, 1), months * (number - 1)), months)


def _starting(found: re.Match[str]) -> int | None:
    """The year in which “2026/27” begins; None where the second is not the next one."""
    year = _full(found["year"])
    if not 1900 <= year <= 2999:
        return None
    return year if not found["next"] or _full(found["next"]) % 100 == (year + 1) % 100 else None


def _of_own_year(first_day: date, years: int, months: int, number: int = 1) -> Reading:
    """The part ``number`` of ``months`` of the contract's own year, ``years`` after its first: counted from its first day."""
    return Reading(add_months(first_day, 12 * years + months * (number - 1)), months)


def _is_year(found: re.Match[str]) -> bool:
    """“2026” or “26/27”, and neither “26” nor “1234”."""
    return _starting(found) is not None and bool(len(found["year"]) == 4 or found["next"])


def _a_year(found: re.Match[str], first_day: date) -> Iterator[Reading]:
    year = _starting(found)
    if year is None or not _is_year(found):
        return
    yield Reading(date(year, 4, 1) if found["next"] else date(year, 1, 1), 12)
    if year >= first_day.year:
        yield _of_own_year(first_day, year - first_day.year, 12)


def _of_contract(found: re.Match[str], first_day: date) -> Iterator[Reading]:
    """“Year 2”, “Year 2 Q3”: of the contract."""
    years = int(found["year"]) - 1
    if years < 0:
        return
    if not found["part"]:
        yield _of_own_year(first_day, years, 12)
    elif (part := A_PART.fullmatch(found["part"])) and int(part["number"]) * PARTS[part["word"]] <= 12:
        yield _of_own_year(first_day, years, PARTS[part["word"]], int(part["number"]))
