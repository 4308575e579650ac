"""A council's colours: contrast against published numbers, what follows from two of them, what people could not read."""

from fractions import Fraction

import pytest

from socialvalue.common import colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),  # WCAG 2.2: the most there is
        ("#777777", "#777777", 1.0),  # the least
        ("#767676", "#ffffff", 4.54),  # the lightest grey that passes for text on white
        ("#777777", "#ffffff", 4.48),  # and the next one, which does not
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#ffffff", 1.07),
    ],
)
def test_contrast_is_wcags(one, other, ratio):
    assert round(colours.contrast(one, other), 2) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(one, other) == colours.contrast(other, one)


@pytest.mark.parametrize(
    ("share", "found"),
    [(Fraction(0), "#102030"), (Fraction(1), "#ffffff"), (Fraction(1, 2), "#889098"), (Fraction(1, 10), "#283645")],
)
def test_mixing_is_done_part_by_part(share, found):
    # Half of 0x10 and 0xff is 135.5, which is rounded up
    assert colours.mixed("#102030", "#ffffff", share) == found


def test_everything_follows_from_two_colours():
    assert colours.theme("#0b5563", "#b4582b") == {
        "brand": "#0b5563",
        "brand-dark": "#073740",
        "brand-tint": "#e7eeef",
        "accent": "#b4582b",
    }
    assert colours.sheet("#0b5563", "#b4582b").startswith(":root{--sv-brand:#0b5563;--sv-brand-dark:")


@pytest.mark.parametrize(
    ("brand", "accent", "fields"),
    [
        ("#0b5563", "#b4582b", []),
        ("#767676", "#b4582b", []),
        ("#777777", "#b4582b", ["brand"]),
        ("#0b5563", "#d9c8a5", ["accent"]),
        ("#ffffff", "#ffffff", ["brand", "accent"]),
        ("teal", "#b4582b", ["brand"]),
        ("#0B5563", "#b4582b", ["brand"]),  # as it is stored: small letters
        ("#0b556", "#b4582b", ["brand"]),
        ("#0b5563;}", "#b4582b", ["brand"]),
        ("#0b5563", "", ["accent"]),
    ],
)
def test_what_people_could_not_read_is_refused(brand, accent, fields):
    assert [field for field, _ in colours.problems(brand, accent)] == fields


def test_a_contrast_is_not_rounded_up_to_what_is_needed():
    [(_, message)] = colours.problems("#777777", "#b4582b")
    assert (
        message
        == "White text on this colour is hard to read: its contrast is 4.4 to 1, and it must be at least 4.5 to 1. Choose a darker one"
    )
