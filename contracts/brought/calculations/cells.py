"""What the cells of running contracts hold, as councils write them. Pure: each reader raises ValueError with what would do."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.obligations.calculations.sub_scores import read_lines
from socialvalue.common.tables.cells import Said, plain_heading, read_number, read_whole, short
from socialvalue.common.tables.dates import read_written_date

FREQUENCIES = {
    "month": ("month", "monthly", "everymonth"),
    "quarter": ("quarter", "quarterly", "everyquarter", "3monthly", "threemonthly"),
    "half_year": ("halfyear", "halfyearly", "everysixmonths", "6monthly", "sixmonthly", "biannual", "biannually", "twiceayear"),
    "year": ("year", "yearly", "annual", "annually", "everyyear"),
}
# Empty is one reporting period
LENGTHS = {
    "": ("period", "reportingperiod", "perperiod", "onereportingperiod"),
    "month": ("month", "amonth", "permonth"),
    "quarter": ("quarter", "aquarter", "perquarter"),
    "year": ("year", "ayear", "peryear", "annum", "perannum"),
    "term": ("term", "contract", "overthewholecontract", "wholecontract", "overtheterm", "perterm", "life"),
}
KINDS = {
    "sum": ("sum", "number", "count", "total", "anumberthatisaddedup"),
    "ratio": ("ratio", "share", "percentage", "ashare", "asharesomanyoutofsomany"),
    "level": ("level", "average", "score", "alevelthatisnotaddedup"),
    "yes_no": ("yesno", "yesorno", "keptornotperiodbyperiod", "kept"),
    "milestone": ("milestone", "donebyacertainday"),
    "composite": ("composite", "scorecard", "ascoremadeofsubscores"),
}
ORIGINS = {
    "required": ("required", "specified", "specification"),
    "offered": ("offered", "offer", "bid"),
    "variation": ("variation", "byvariation", "varied"),
}
WORTH = {"core": ("core",), "added": ("added", "addedvalue", "additional")}
STOOD = {"sent": ("sent", "submitted", "reported"), "verified": ("verified", "checked", "approved")}
DIRECTIONS = {
    "higher": ("higher", "higherisbetter", "up", "more", "atleast"),
    "lower": ("lower", "lowerisbetter", "down", "less", "atmost"),
}
SIGN = re.compile(r"(?:o|obligation|k|kpi)?[\s\-.#:]*(\d{1,5})", re.IGNORECASE)


def one_of(words: Mapping[str, Sequence[str]], shown: str) -> Callable[[str], str]:
    """A reader of one of ``words`` (value → its spellings, plain); ``shown``: what may be entered."""
    known = {spelling: value for value, spellings in words.items() for spelling in spellings}

    def read(text: str) -> str:
        try:
            return known[plain_heading(text)]
        except KeyError:
            raise ValueError(f"must be one of: {shown}") from None

    return read


def read_number_of_kpi(text: str) -> int:
    """“3”, “K3” and “KPI 3” are 3."""
    found = SIGN.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= 9999:
        raise ValueError("must be the KPI’s number within its contract, like 3 or K3")
    return int(found[1])


def read_code(text: str) -> str:
    """“1”, “o1” and “O 1” are O1; a code of another kind stays as it is, up to ten characters."""
    if found := SIGN.fullmatch(text.strip()):
        return f"O{int(found[1])}"
    if len(text) > 10:
        raise ValueError("must be the obligation’s code within its contract, like O1, of at most 10 characters")
    return text


def read_amount_of(text: str) -> Decimal:
    """A target or a minimum: a number, which a KPI keeps to four places; per cent signs and pounds are passed over."""
    found = read_number(short(text).replace("£", "", 1))
    if found != found.quantize(Decimal("0.0001")):
        raise ValueError("must have at most 4 decimal places")
    if abs(found) >= Decimal(10) ** 10:
        raise ValueError("is too large")
    return found


def read_days(text: str) -> int:
    """Days after a period's end until its return is due: up to a year."""
    plain = re.sub(r"\s*days?$", "", text.strip(), flags=re.IGNORECASE)
    found = read_whole(plain)
    if found > 366:
        raise ValueError("must be at most 366 days")
    return found


def read_period(text: str) -> str | Said:
    """The first or last day of a period, or its name (“Q1 2024/25”), which the rows that are owed tell the days of."""
    try:
        found = read_written_date(text)
    except ValueError:
        return short(text)
    day = found.value if isinstance(found, Said) else found
    assert isinstance(day, date)
    return Said(day.isoformat(), found.note) if isinstance(found, Said) else day.isoformat()


def period_named(first: str, last: str) -> str:
    """A period by what stands under “start date” and “end date”: both together, or the one name that says both."""
    return f"{first} to {last}" if first and last and first != last else first or last


def read_sub_scores(text: str) -> list[dict[str, Any]]:
    """The sub-scores of a KPI, as its form takes them."""
    found, problems = read_lines(text)
    if problems:
        raise ValueError(problems[0])
    return [one.plain() for one in found]
