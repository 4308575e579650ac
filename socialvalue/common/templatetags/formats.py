"""How figures and dates are written on every page, in every report. Nothing is rounded before it gets here.

Something missing is never shown as nought: None becomes an en dash that a screen reader hears as “not reported”.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import overload

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

MISSING = mark_safe('<span aria-hidden="true">–</span><span class="govuk-visually-hidden">not reported</span>')
MISSING_TEXT = "not reported"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@overload
def decimal(value: Fraction) -> Decimal: ...


@overload
def decimal(value: object) -> Decimal | None: ...


def decimal(value: object) -> Decimal | None:
    """Any number as a Decimal; None for what is missing or no number. A fraction is taken to 12 places before rounding."""
    if value is None or value == "":
        return None
    if isinstance(value, Fraction):
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-12"), ROUND_HALF_UP)
    try:
        result = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return result if result.is_finite() else None


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain_number(value, places: int = 2) -> str:
    """Half up to ``places``, thousands in threes, no trailing zeros: 1234.50 → “1,234.5”. A minus is a real minus."""
    amount = decimal(value)
    if amount is None:
        return MISSING_TEXT
    text = f"{rounded(amount, places):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def plain_money(value, pence: bool | None = None) -> str:
    """Pounds with pence only where there are any (or always, or never): “£1,234”, “£1,234.50”, “−£5”."""
    amount = decimal(value)
    if amount is None:
        return MISSING_TEXT
    amount = rounded(amount, 0 if pence is False else 2)
    places = 2 if pence or (pence is None and amount != amount.to_integral_value()) else 0
    sign = "−" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.{places}f}"


def plain_day(value: date | datetime | None) -> str:
    """“20 November 2026”; a moment is taken in the council's time zone first."""
    if value is None:
        return MISSING_TEXT
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def plain_time(value: datetime) -> str:
    """“2:05pm”, “2pm”, “midday”, “midnight”."""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour == 12 else "midnight"
    hour, half = value.hour % 12 or 12, "am" if value.hour < 12 else "pm"
    return f"{hour}{half}" if value.minute == 0 else f"{hour}:{value.minute:02d}{half}"


def plain_moment(value: datetime) -> str:
    """“20 November 2026 at 2:05pm”."""
    return f"{plain_day(value)} at {plain_time(value)}"


def plain_quantity(value, unit: str = "") -> str:
    """A number with its unit: “£” stands before, “%” and words after: “£1,200”, “3 %”, “4 apprenticeships”, “1 person”."""
    if decimal(value) is None:
        return MISSING_TEXT
    if unit in ("£", "GBP"):
        return plain_money(value)
    if not unit:
        return plain_number(value)
    if unit == "%":
        return f"{plain_number(value)}\u00a0{unit}"
    return f"{plain_number(value)} {one_of(unit) if decimal(value) == 1 else unit}"


ONE_OF = {"people": "person", "children": "child", "men": "man", "women": "woman", "lives": "life", "businesses": "business"}
# What follows one of these says more about the thing and is not the thing: “hours of care”, “jobs for six months”
THING_ENDS = re.compile(r"\s+(?:of|for|in|per|with|who|that|kept|at|from|to|by|on|a)\s|[,(/]")


def one_of(unit: str) -> str:
    """The unit of a single one: “people” → “person”, “young carers in work” → “young carer in work”.

    Units are typed as plurals by the people who write measures; one that is no plain English plural stays as it is.
    """
    cut = THING_ENDS.search(unit)
    thing, rest = (unit[: cut.start()], unit[cut.start() :]) if cut else (unit, "")
    if thing.startswith("tonnes "):
        return f"tonne {unit.removeprefix('tonnes ')}"
    before, space, word = thing.rpartition(" ")
    if word.casefold() in ONE_OF:
        word = ONE_OF[word.casefold()]
    elif word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is", "sses")) and len(word) > 3:
        word = word[:-1]
    return f"{before}{space}{word}{rest}"


def _or_missing(text: str):
    return MISSING if text == MISSING_TEXT else text


@register.filter
def money(value, pence=None):
    """``{{ amount|money }}``; ``|money:"pence"`` always shows pence, ``|money:"pounds"`` never."""
    return _or_missing(plain_money(value, {"pence": True, "pounds": False}.get(pence)))


@register.filter
def number(value, places=2):
    """``{{ count|number }}``; at most ``places`` decimals, zeros at the end dropped."""
    return _or_missing(plain_number(value, int(places)))


@register.filter
def points(value, places=2):
    """A score or weight in points, always with the same number of decimals so that columns line up: “12.50”."""
    amount = decimal(value)
    return MISSING if amount is None else f"{rounded(amount, int(places)):,.{int(places)}f}".replace("-", "−")


@register.filter
def percent(value, places=1):
    """A percentage that is already in points of a hundred: 12.5 → “12.5 %”. Use ``|share`` for a part of one."""
    amount = decimal(value)
    return MISSING if amount is None else f"{plain_number(amount, int(places))}\u00a0%"


@register.filter
def share(value, places=1):
    """A part of one as a percentage: 0.125 → “12.5 %”."""
    amount = decimal(value)
    return MISSING if amount is None else f"{plain_number(amount * 100, int(places))}\u00a0%"


@register.filter
def day(value):
    """“20 November 2026”, as ``<time>``."""
    if not value:
        return MISSING
    machine = timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', machine.isoformat()[:10], plain_day(value))


@register.filter
def moment(value):
    """“20 November 2026 at 2:05pm”, as ``<time>``."""
    if not value:
        return MISSING
    return format_html(
        '<time datetime="{}">{} at {}</time>', value.isoformat(timespec="seconds"), plain_day(value), plain_time(value)
    )


@register.filter(name="clock")
def clock_time(value):
    """“2:05pm” of a moment, as ``<time>``."""
    if not value:
        return MISSING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), plain_time(value))


@register.filter
def quantity(value, unit=""):
    """``{{ value|quantity:measure.unit }}``: the number with its unit on the right side of it."""
    return _or_missing(plain_quantity(value, unit or ""))


@register.filter
def words(value, missing="not reported"):
    """A text, or a muted “not reported” where there is none; pass other words for other gaps."""
    if value is None or value == "":
        return format_html('<span class="sv-muted">{}</span>', missing)
    return value


@register.filter
def days_from(value, today):
    """A due date as people say it: “today”, “in 3 days”, “5 days ago”."""
    if not value or not today:
        return MISSING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(today, datetime):
        today = timezone.localtime(today).date() if timezone.is_aware(today) else today.date()
    gap = (value - today).days
    if gap == 0:
        return "today"
    if abs(gap) == 1:
        return "tomorrow" if gap == 1 else "yesterday"
    return f"in {gap} days" if gap > 0 else f"{-gap} days ago"
