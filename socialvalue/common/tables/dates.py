"""Days as people and programs write them. A day is never guessed: month first is none, and a month alone is no day."""

import re
from datetime import date, datetime, timedelta

from socialvalue.common import clock
from socialvalue.common.tables.cells import Said
from socialvalue.common.templatetags.formats import plain_day

NO_DATE = "must be a real date, like 2026-04-01 or 1/4/2026"
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {called: number for number, name in enumerate(_FULL, start=1) for called in (name, name[:3])} | {"sept": 9}
# A spreadsheet counts days from here, as if 1900 had been a leap year
COUNTED_FROM = date(1899, 12, 30)
# What counts as one: from February 1982 to April 2064
COUNTS = range((date(1982, 2, 18) - COUNTED_FROM).days, (date(2064, 4, 8) - COUNTED_FROM).days + 1)
# Two digits of a year: 00 to 69 are of this century
THIS_CENTURY = 70
YEARS = range(1900, 3000)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})\.?,?[- ](\d{4}|\d{2})")
_MONTH_ALONE = re.compile(r"([a-z]{3,9})\.?[- ](\d{4}|\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})")
_TIME = re.compile(r"[ t](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?$")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)(day)?,? ")


def read_date(text: str) -> date:
    """The day that ``text`` names: ISO, day/month/year or in words, with or without a time.

    A time with its zone is the day it was in London. Two digits of a year are 1970 to 2069. Raises ValueError with why not.
    """
    return _read(text)[0]


def read_written_date(text: str) -> date | Said:
    """The same of a cell; a short year, and a spreadsheet's count of days, are told."""
    plain = text.strip()
    if plain.isdigit() and int(plain) in COUNTS:
        found = COUNTED_FROM + timedelta(days=int(plain))
        return Said(found, f"is a spreadsheet’s count of days, read as {plain_day(found)}")
    day, short = _read(text)
    return Said(day, f"has two digits for the year, read as {plain_day(day)}") if short else day


def _read(text: str) -> tuple[date, bool]:
    """(the day, whether its year had two digits)."""
    plain = _WEEKDAY.sub("", " ".join(text.strip().casefold().split()))
    time = _TIME.search(plain)
    day, short = _day(plain[: time.start()] if time else plain)
    return (_in_london(day, time) if time and time[4] else day), short


def _in_london(day: date, time: re.Match[str]) -> date:
    zone = "+00:00" if time[4] == "z" else time[4]
    try:
        moment = datetime.fromisoformat(f"{day.isoformat()}T{int(time[1]):02}:{time[2]}:{time[3] or '00'}{zone}")
    except ValueError:
        raise ValueError(NO_DATE) from None
    return moment.astimezone(clock.LONDON).date()


def _day(text: str) -> tuple[date, bool]:
    """(the day, whether its year had two digits)."""
    if found := _ISO.fullmatch(text):
        year, month, day = (part for part in found.groups() if part)
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif (found := _WORDS.fullmatch(text)) and (number := MONTHS.get(found[2])):
        day, month, year = found[1], str(number), found[3]
    else:
        raise ValueError(_why_not(text))
    number_of_year = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < THIS_CENTURY else 1900)
    try:
        if number_of_year in YEARS:
            return date(number_of_year, int(month), int(day)), len(year) == 2
    except ValueError:
        pass
    raise ValueError(NO_DATE)


def _why_not(text: str) -> str:
    alone, no_year = _MONTH_ALONE.fullmatch(text), _NO_YEAR.fullmatch(text)
    if alone and alone[1] in MONTHS:
        return "is a month and not a day: enter the day too, like 1/4/2026"
    if no_year and no_year[2] in MONTHS:
        return "has no year: enter it too, like 1/4/2026"
    return NO_DATE
