"""A part of a whole as people say it aloud: “two in three”. Pure.

A word is used only where it is true enough: within two points of a hundred of what was counted, and of at least ten. The exact
counts always stand beside it. No two of the fractions lie so near each other that both could be meant.
"""

from fractions import Fraction

NEAR = Fraction(2, 100)
LEAST = 10
WORDS = {
    Fraction(1, 10): "one in ten",
    Fraction(1, 5): "one in five",
    Fraction(1, 4): "one in four",
    Fraction(1, 3): "one in three",
    Fraction(2, 5): "two in five",
    Fraction(1, 2): "half",
    Fraction(3, 5): "three in five",
    Fraction(2, 3): "two in three",
    Fraction(3, 4): "three in four",
    Fraction(4, 5): "four in five",
    Fraction(9, 10): "nine in ten",
}


def roughly(some: int, of: int) -> str:
    """“two in three” where it is exactly that, “about two in three” within two points; “” where no word is true enough."""
    if of < LEAST:
        return ""
    exact = Fraction(some, of)
    nearest = min(WORDS, key=lambda f: abs(f - exact))
    if abs(nearest - exact) > NEAR:
        return ""
    return WORDS[nearest] if nearest == exact else f"about {WORDS[nearest]}"
