"""When a part may be said in a word: within two points, of at least ten."""

from fractions import Fraction

import pytest

from measurement.figures.calculations.roughly import LEAST, NEAR, WORDS, roughly


@pytest.mark.parametrize(
    ("some", "of", "words"),
    [
        (65, 95, "about two in three"),
        (64, 96, "two in three"),
        # Both sides of two points around a half: 48, 52, and just beyond them
        (48, 100, "about half"),
        (52, 100, "about half"),
        (479, 1000, ""),
        (521, 1000, ""),
        (50, 100, "half"),
        # Below ten things nothing is said in a word, even where it is exact
        (6, 9, ""),
        (5, 10, "half"),
        (3, 6, ""),
        # All and none are no fractions, and nearly all is not nine in ten
        (10, 10, ""),
        (0, 10, ""),
        (93, 100, ""),
        (92, 100, "about nine in ten"),
        (9, 10, "nine in ten"),
        (1, 10, "one in ten"),
        (20, 80, "one in four"),
        (22, 100, "about one in five"),
        (225, 1000, ""),
        (23, 100, "about one in four"),
    ],
)
def test_a_word_is_said_where_it_is_true_enough(some, of, words):
    assert roughly(some, of) == words


def test_no_part_is_near_two_words():
    known = sorted(WORDS)
    assert [b for a, b in zip(known, known[1:], strict=False) if b - a <= 2 * NEAR] == []


def test_the_word_never_lies_more_than_two_points_away():
    told = {w: f for f, w in WORDS.items()}
    for of in range(1, 60):
        for some in range(of + 1):
            word = roughly(some, of)
            if word:
                assert of >= LEAST
                assert abs(told[word.removeprefix("about ")] - Fraction(some, of)) <= NEAR
                assert word.startswith("about ") is (told[word.removeprefix("about ")] != Fraction(some, of))
