"""The shape of a United Kingdom postcode. Whether one exists is another question, which ``looking_up`` answers."""

import re

from django.core.exceptions import ValidationError

SHAPE = re.compile(r"^(GIR ?0AA|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})$")


def clean_postcode(text: str) -> str:
    """“wr13aa” as “WR1 3AA”; an empty text stays empty. Raises ValidationError when it is no postcode."""
    squeezed = re.sub(r"[^0-9A-Za-z]", "", text or "").upper()
    if not squeezed:
        return ""
    if not SHAPE.match(squeezed):
        raise ValidationError("Enter a full UK postcode, like ME14 1XX")
    return f"{squeezed[:-3]} {squeezed[-3:]}"


def sector_and_unit(text: str) -> tuple[str, str] | None:
    """“me141xx” as (“ME14 1”, “XX”): some thousand addresses, and the letters that single out a few. None: it is no postcode."""
    try:
        whole = clean_postcode(text)
    except ValidationError:
        return None
    return (whole[:-2], whole[-2:]) if whole else None
