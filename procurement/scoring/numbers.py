"""Exact numbers: read without binary floating point, calculated as fractions, rounded once when shown."""

import json
import re
from decimal import Decimal
from fractions import Fraction

NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")

# A file from outside must not make the computer work for hours on one number. Nothing that is scored or
# bought comes near these limits, and within them every number is kept exactly.
MOST_DIGITS = 100
LARGEST_EXPONENT = 100


class JsonNumber(str):
    """A number of a JSON file, as it was written there (`str` so that it prints and compares as its own
    text).
    """


class NotANumber(ValueError):
    """The value is no exact number; the message says why, in words that follow "the value …"."""


def exact(value: object) -> Fraction:
    """The exact value of an `int`, `Decimal`, JSON number or decimal string; raises `NotANumber`."""
    if isinstance(value, bool):
        raise NotANumber(f"{str(value).lower()} is not a number")
    if isinstance(value, float):
        raise NotANumber("is a binary floating point number, which is not exact; give a decimal string")
    if isinstance(value, int):
        if abs(value) >= 10**MOST_DIGITS:
            raise NotANumber(f"has more than {MOST_DIGITS} digits")
        return Fraction(value)
    if isinstance(value, Decimal):
        return _from_text(str(value))
    if isinstance(value, str):
        return _from_text(value)
    raise NotANumber(f"{described(value)} is not a number")


def _from_text(text: str) -> Fraction:
    found = NUMBER.fullmatch(text)
    if found is None:
        raise NotANumber(f"{described(text)} is not a number")
    sign, whole, part, exponent = found[1], found[2], found[3] or "", found[4] or "0"
    if len(whole) + len(part) > MOST_DIGITS:
        raise NotANumber(f"has more than {MOST_DIGITS} digits")
    if len(exponent) > len(str(LARGEST_EXPONENT)) + 1 or abs(int(exponent)) > LARGEST_EXPONENT:
        raise NotANumber(f"has an exponent beyond {LARGEST_EXPONENT}")
    value = Fraction(int(whole + part)) * Fraction(10) ** (int(exponent) - len(part))
    return -value if sign else value


def decimal_text(value: Fraction, places: int = 6) -> str:
    """Up to `places` decimals, half up (away from zero), trailing zeros removed: "33.333333", "40", "0.5"."""
    scaled = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    whole, part = divmod(scaled, 10**places)
    decimals = str(part).rjust(places, "0").rstrip("0") if places else ""
    text = f"{whole}.{decimals}" if decimals else str(whole)
    return f"-{text}" if value * scaled < 0 else text


def full_text(value: Fraction) -> str:
    """All decimals of a number that was read from decimals; for messages, where a rounded figure would
    mislead.
    """
    for places in range(6, MOST_DIGITS + LARGEST_EXPONENT + 1):
        if (value * 10**places).denominator == 1:
            return decimal_text(value, places)
    return fraction_text(value)


def fraction_text(value: Fraction) -> str:
    """The exact value: "428/5", and whole numbers without a denominator: "12"."""
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def described(value: object) -> str:
    """A value as a problem names it: short, on one line, safe for any terminal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, JsonNumber):
        return value if len(value) <= 40 else value[:37] + "..."
    if isinstance(value, str):
        return json.dumps(value if len(value) <= 40 else value[:37] + "...")
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
