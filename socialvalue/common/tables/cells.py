"""What cells hold: each reader takes a text that is not empty and gives a value, or raises ValueError with what is wrong."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

# Signs that begin a formula, the wide and small ones of other keyboards too, which some programs take for the plain ones
SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
# Spaces, and letters that nobody sees: programs differ in whether they look behind them
UNSEEN = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0"
)
# What a spreadsheet would run as a formula, perhaps behind apostrophes that somebody typed: guarding adds one more apostrophe,
# reading takes one away
GUARDED = re.compile(f"'*(?:[{UNSEEN}]*[{SIGNS}]|[\\t\\r\\n])")
# What stands for a formula without a value: to be told, and never taken for an empty cell, which would clear what is stored
NO_VALUE = "a formula without a value"
# In front of what a spreadsheet shows where a formula went wrong: “#N/A”
WENT_WRONG = "an error: "
# Digits before the point: more than any column keeps, and few enough for arithmetic that rounds
MOST_DIGITS = 15


@dataclass(frozen=True)
class Said:
    """A value, and what the person has to be told of how it was read: “is a band: its upper end counts”."""

    value: object
    note: str


def unguarded(text: str) -> str:
    """Without the apostrophe that ``guarded`` put there, and then as it was; otherwise without spaces around it."""
    return text[1:] if text[:1] == "'" and GUARDED.match(text) else text.strip()


# Characters of a cell that holds one figure or one day: what is longer is a sentence, or meant to keep a reader busy
MOST_SHORT = 100


def short(text: str) -> str:
    """A cell of one figure or one day, with single spaces. Raises ValueError for one that is too long to be that."""
    plain = " ".join(text.split())
    if len(plain) > MOST_SHORT:
        raise ValueError(f"must be {MOST_SHORT} characters or fewer; it has {len(plain):,}: enter only the figure or the day")
    return plain


def plain_heading(text: str) -> str:
    """What two spellings of a heading have in common: letters and digits in lower case."""
    return re.sub(r"[\W_]+", "", text.casefold())


# What a heading says of how to fill it in: the shape of a day, the unit, whether it is needed
_REMARK = re.compile(
    r"[([](?:[dmy]{1,4}[ /.\-][dmy]{1,4}[ /.\-][dmy]{2,4}|dd?mmm?yy(?:yy)?|gbp|£'?s?|pounds|months|required|mandatory|optional"
    r"|if applicable|if known|if any|ex(?:cl?\.?|cluding)? ?vat|s)[)\]]",
    re.IGNORECASE,
)


def without_remark(heading: str) -> str:
    """A heading without what it says of how to fill it in: “Start date” of “Start date (dd/mm/yyyy)”."""
    return _REMARK.sub("", heading)


# A comma that parts no thousands: one, two or more than three digits behind it
COMMA_FOR_POINT = re.compile(r"([+-]?)(\d+),(\d{1,2}|\d{4,})")


def comma_for_point(text: str) -> str:
    """What was meant where a comma stands for the decimal point: “1.9” of “1,9”; empty where none does."""
    found = COMMA_FOR_POINT.fullmatch(re.sub(r"[\s£%]", "", text).replace("−", "-"))
    return f"{found[1]}{found[2]}.{found[3]}" if found else ""


def read_number(text: str) -> Decimal:
    """A number as people write it: commas between thousands, a minus, a unit of per cent."""
    if meant := comma_for_point(text):
        raise ValueError(f"has a comma: did you mean {meant}?")
    bare = text.replace(" ", "").replace("\u00a0", "").replace("−", "-").rstrip("%")
    if not re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|-?\.\d+", bare):
        raise ValueError("must be a number, like 12.5")
    number = Decimal(bare.replace(",", ""))
    if number.adjusted() >= MOST_DIGITS:
        raise ValueError("is too large")
    return number


def read_money(text: str) -> Decimal:
    """Pounds, not negative: “£1,234.50”."""
    bare = text.replace(" ", "").replace("\u00a0", "").replace("£", "", 1)
    try:
        amount = read_number(bare) if "%" not in bare else None
    except ValueError:
        amount = None
    if amount is None:
        raise ValueError("must be an amount of pounds, like 1250 or £1,250.50")
    if amount < 0:
        raise ValueError("cannot be negative")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("must have no more than two digits after the point")
    if amount >= Decimal(10) ** 12:
        raise ValueError("is too large")
    return amount.quantize(Decimal("0.01"))


def read_whole(text: str) -> int:
    """A whole number, not negative."""
    try:
        number = read_number(text)
    except ValueError:
        number = None
    if number is None or number != number.to_integral_value() or not 0 <= number <= 32767:
        raise ValueError("must be a whole number, like 12")
    return int(number)


def read_yes_no(text: str) -> bool:
    word = text.casefold()
    if word in ("yes", "y", "true", "1"):
        return True
    if word in ("no", "n", "false", "0"):
        return False
    raise ValueError("must be yes, no or blank")


def read_text(most: int) -> Callable[[str], str]:
    """A text of at most ``most`` characters."""

    def read(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"must be {most} characters or fewer; it has {len(text)}")
        return text

    return read


def read_choice(choices: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """One of (value, label), either of them, spelt loosely; gives the value."""
    choices, known = list(choices), {}
    for value, label in choices:
        known[plain_heading(str(label))] = known[plain_heading(str(value))] = value

    def read(text: str) -> str:
        try:
            return known[plain_heading(text)]
        except KeyError:
            labels = dict.fromkeys(str(label).lower() for _, label in choices)
            raise ValueError(f"must be one of: {', '.join(labels)}") from None

    return read
