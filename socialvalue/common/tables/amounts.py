"""Pounds and months as registers write them. What is read as more than its figure says is told, never taken in silence."""

import re
from decimal import Decimal

from socialvalue.common.tables.cells import Said, read_money, read_number, short

THOUSANDS = {"k": 1000, "m": 1_000_000}
# Of cells whose spaces are single ones: two places for any number of them side by side would be tried in every combination
_BAND = re.compile(r"(£?[\d.,]+(?: ?[km]n?)?) ?(?:-|–|—|\bto\b) ?(£?[\d.,]+(?: ?[km]n?)?)")
_SHORT = re.compile(r"(-?[\d.,]+) ?([km])n?")
# Of the parts of an extension, a figure up to this without a unit is years, and a larger one months
MOST_YEARS = 5
_PARTS = re.compile(r" ?(?:\+|,|&|\band\b|\bplus\b) ?")
_PART = re.compile(r"(?:(\d{1,2}) ?[x×] ?)?(\d{1,3}) ?(m(?:onth|th)?s?|y(?:ea)?rs?)?")
NO_MONTHS = "must be a number of months, like 12, or written like “1 + 1 years”"


# What stands around an amount and changes nothing of it, and what is told: a limit, an estimate, that it is without VAT
_LIMIT = re.compile(r"(?:up to|under|below|less than|no more than|maximum(?: of)?|max\.?|<=?|≤) ?")
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|approx\.?|approximately|est\.?|estimated(?: at)?|around|about|~|≈) ?")
_ABOUT_BEHIND = re.compile(r" ?\(?(?:est\.?|estimated?|approx\.?|approximate(?:ly)?)\)?")
_WITHOUT_VAT = re.compile(r" ?\(?(?:\+|plus|ex\.?|excl?\.?|excluding|exclusive of|net of|without) ?vat\)?")
_A_YEAR = re.compile(r" ?\(?(?:per annum|p\.? ?a\.?|per year|a year|each year|annually|yearly|/ ?(?:annum|year|yr))\)?")


def read_amount(text: str) -> Decimal | Said:
    """Pounds, not negative: “£1,234.50”, “25k”, “£1.2m”; of a band (“£5,000 to £25,000”, “up to £25,000”) the upper end.

    What it says beside the figure (a band, an estimate, without VAT) is told. Brackets or a minus behind the figure make it
    negative, which is refused. Raises ValueError.
    """
    bare = " ".join(short(text).casefold().removesuffix("gbp").removeprefix("gbp").split())
    told = []
    bare, without = _taken_off(bare, behind=_WITHOUT_VAT)
    bare, behind = _taken_off(bare, behind=_ABOUT_BEHIND)
    bare, before = _taken_off(bare, before=_ABOUT)
    bare, limit = _taken_off(bare, before=_LIMIT)
    if band := _BAND.fullmatch(bare):
        low, amount = _pounds(band[1]), _pounds(band[2])
        if low > amount:
            raise ValueError("is a band whose lower end is above its upper end")
        limit = True
    else:
        amount = _pounds(bare)
    if limit:
        told.append(f"is a band: its upper end, £{amount:,.2f}, counts")
    if behind or before:
        told.append(f"is an estimate, read as £{amount:,.2f}")
    if without:
        told.append(f"is without VAT, read as £{amount:,.2f}")
    return Said(amount, "; ".join(told)) if told else amount


def read_yearly(text: str) -> Decimal | Said:
    """As ``read_amount``, of a year, which it may say: “£50k p.a.”."""
    return read_amount(_taken_off(short(text).casefold(), behind=_A_YEAR)[0])


def is_without_vat(text: str) -> bool:
    """Whether an amount says that VAT comes on top of it: “£12,000 + VAT”."""
    return _at_the_end(_WITHOUT_VAT, short(text).casefold()) is not None


def _taken_off(text: str, *, before: re.Pattern[str] | None = None, behind: re.Pattern[str] | None = None) -> tuple[str, bool]:
    """``text`` without words that stand before or behind it, and whether they did. A cell of these words alone keeps them."""
    for found in (before.match(text) if before else None, _at_the_end(behind, text) if behind else None):
        if found and (rest := (text[: found.start()] + text[found.end() :]).strip()):
            return rest, True
    return text, False


def _at_the_end(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((found for found in words.finditer(text) if found.end() == len(text)), None)


def _pounds(text: str) -> Decimal:
    bare = text.replace("£", "", 1).strip()
    if (bracketed := re.fullmatch(r"\((.+)\)", bare)) or (bracketed := re.fullmatch(r"([\d.,]+)-", bare)):
        read_number(bracketed[1].replace("£", "", 1))
        raise ValueError("cannot be negative")
    if short := _SHORT.fullmatch(bare):
        return read_money(f"{read_number(short[1]) * THOUSANDS[short[2]]:f}")
    return read_money(bare)


def read_months(text: str) -> int | Said:
    """Months of a possible extension: “24”, “24 months”, “2 years”, “1 + 1 years”, “2 x 12”; none of it is 0.

    Parts without a unit take that of the last part; where none has one, figures up to five are years in a sum, and months alone.
    """
    plain = short(text).casefold()
    if plain in ("no", "nil", "n/a", "-"):
        return 0
    found = [_PART.fullmatch(part) for part in _PARTS.split(plain)]
    if not all(found) or not found:
        raise ValueError(NO_MONTHS)
    parts = [part for part in found if part]
    unit, single = (parts[-1][3] or "")[:1], len(parts) == 1 and not parts[0][1]
    total = sum(int(part[1] or 1) * int(part[2]) * _in_months((part[3] or unit)[:1], int(part[2]), single) for part in parts)
    if total > 600:
        raise ValueError("is longer than fifty years")
    return total if single and not unit else Said(total, f"is read as {total} months")


def _in_months(unit: str, figure: int, single: bool) -> int:
    if unit:
        return 12 if unit == "y" else 1
    return 1 if single or figure > MOST_YEARS else 12
