"""A council's colours: what follows from the two it chooses, and whether people can read what is written on them. Pure."""

import re
from fractions import Fraction

# The service's own, where a council chose none
BRAND, ACCENT = "#0b5563", "#b4582b"
PAPER = "#f8f6f1"
# WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for a line or mark that says something (1.4.11)
TEXT, MARK = Fraction(9, 2), Fraction(3)
SHAPE = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Whether ``text`` is a colour as this module writes them: # and six small hexadecimal digits."""
    return SHAPE.fullmatch(text) is not None


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 for black to 1 for white."""
    shares = [part / 255 for part in _parts(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white), the order does not matter (WCAG 2.2, “contrast ratio”)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: Fraction) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` in it, part by part, rounded half up."""
    parts = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{int((1 - share) * a + share * b + Fraction(1, 2)):02x}" for a, b in parts)


def problems(brand: str, accent: str) -> list[tuple[str, str]]:
    """(field, message) for what people could not read: white on the main colour, the second one as a mark on paper."""
    found = []
    if not is_colour(brand):
        found.append(("brand", "Enter the main colour as # and six digits or letters from a to f, like #0b5563"))
    elif (ratio := contrast(brand, "#ffffff")) < TEXT:
        found.append(("brand", f"White text on this colour is hard to read: {_said(ratio)} 4.5 to 1. Choose a darker one"))
    if not is_colour(accent):
        found.append(("accent", "Enter the second colour as # and six digits or letters from a to f, like #b4582b"))
    elif (ratio := contrast(accent, PAPER)) < MARK:
        found.append(("accent", f"This colour is hard to see on the pages: {_said(ratio)} 3 to 1. Choose a darker one"))
    return found


def _said(ratio: float) -> str:
    """Rounded down, so that 4.49 is not said to be 4.5."""
    return f"its contrast is {int(ratio * 10) / 10} to 1, and it must be at least"


def theme(brand: str, accent: str) -> dict[str, str]:
    """{name in theme.css without “--sv-”: colour} of everything that follows from a council's two colours.

    Buttons, charts and the colours of standing stay as they are for everybody: green is for going on, and a figure looks the same
    in every council.
    """
    return {
        "brand": brand,
        "brand-dark": mixed(brand, "#000000", Fraction(7, 20)),
        "brand-tint": mixed(brand, "#ffffff", Fraction(9, 10)),
        "accent": accent,
    }


def sheet(brand: str, accent: str) -> str:
    """``theme`` as a style sheet; it stands after theme.css."""
    return ":root{" + "".join(f"--sv-{name}:{colour};" for name, colour in theme(brand, accent).items()) + "}"
