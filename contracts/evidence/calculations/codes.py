"""The code by which a provider knows a person, and never anything by which somebody else would. Pure."""

import re
from datetime import date

LONGEST = 12
FIRST_YEAR = 1900
INSURANCE = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?", re.ASCII)
SEPARATED = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})", re.ASCII)
PLAIN = re.compile(r"[A-Z0-9][A-Z0-9-]*", re.ASCII)
# More letters in a row than these begin to be a name
MOST_LETTERS = 2


def cleaned(code: str) -> str:
    return " ".join(code.upper().split())


def looks_like(code: str) -> str:
    """What a code seems to be that it must not be: “a name”, “an NHS number” …; empty where it may be a code."""
    code = cleaned(code)
    digits, squeezed = re.sub(r"[^0-9]", "", code), re.sub(r"[^0-9A-Z]", "", code)
    if "@" in code:
        return "an email address"
    if INSURANCE.fullmatch(squeezed):
        return "a National Insurance number"
    if _is_date(code):
        return "a date of birth"
    if len(digits) == 10 and digits == squeezed and _is_nhs_number(digits):
        return "an NHS number"
    if len(digits) >= 7:
        return "a phone number"
    if not digits or re.search(rf"[^\W\d_]{{{MOST_LETTERS + 1},}}", code):
        return "a name"
    return ""


def problem_of(code: str) -> str:
    """What is wrong with a code, as what to do; empty where nothing is."""
    code = cleaned(code)
    if not code:
        return "Enter a code for the person, such as P01"
    if seems := looks_like(code):
        return f"Enter a code that only you understand, such as P01: this looks like {seems}"
    if len(code) > LONGEST or not PLAIN.fullmatch(code):
        return f"Enter a code of {LONGEST} characters or fewer: letters, digits and hyphens"
    return ""


def _is_nhs_number(digits: str) -> bool:
    """By its check digit: modulus 11, weights 10 to 2."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return left != 10 and left % 11 == int(digits[9])


def _is_date(code: str) -> bool:
    if SEPARATED.fullmatch(code):
        return True
    if not code.isdecimal() or len(code) not in (6, 8):
        return False
    orders = (
        [(code[4:], code[2:4], code[:2]), (code[:4], code[4:6], code[6:])]
        if len(code) == 8
        else [(f"19{code[4:]}", code[2:4], code[:2]), (f"20{code[4:]}", code[2:4], code[:2])]
    )
    return any(_there_is(*map(int, order)) for order in orders)


def _there_is(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year >= FIRST_YEAR
    except ValueError:
        return False
