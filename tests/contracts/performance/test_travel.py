"""Better or worse only beyond chance: two standard errors of the difference, and five points."""

from fractions import Fraction

import pytest

from contracts.performance.travel import Share, Travel, spread, travel


@pytest.mark.parametrize(
    ("now", "then", "word"),
    [
        # 64 % then 80 %: 16 points, two errors of 50 each are 2·√(0.0046 + 0.0032) = 17.7 points
        ((40, 50), (32, 50), "same"),
        # The same shares of 200 each: two errors are 8.8 points
        ((160, 200), (128, 200), "better"),
        ((128, 200), (160, 200), "worse"),
        # Five points exactly, of so many that chance is far smaller
        ((55_000, 100_000), (50_000, 100_000), "same"),
        ((55_001, 100_000), (50_000, 100_000), "better"),
        ((44_999, 100_000), (50_000, 100_000), "worse"),
        ((4, 4), (0, 50), "unknown"),
        ((0, 50), (4, 4), "unknown"),
        ((5, 5), (0, 5), "better"),
        ((5, 5), (5, 5), "same"),
    ],
)
def test_a_quarter_against_the_same_quarter_of_last_year(now, then, word):
    assert travel(Share(*now), Share(*then)) == Travel(word, Share(*now), Share(*then))


def test_exactly_two_errors_is_still_chance():
    """p = 1/2 of 50 and 7/10 of 50: 4·(1/200 + 21/5000) = 0.0368 > 0.04? No: 0.04 lies beyond it, and of 46 it does not."""
    assert travel(Share(35, 50), Share(25, 50)).word == "better"
    assert travel(Share(7, 10), Share(5, 10)).word == "same"
    # 2/25 and 8/25: the difference squared is 36/625; four variances are 4·(46 + 136)/15625 = 728/15625 < 900/15625
    assert travel(Share(8, 25), Share(2, 25)).word == "better"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("better", "getting better"),
        ("worse", "getting worse"),
        ("same", "about the same"),
        ("unknown", "too few returns to say"),
    ],
)
def test_it_is_said_in_words(word, sentence):
    assert Travel(word, Share(1, 2), Share(1, 2)).sentence == sentence


def test_the_spread_of_chance_by_hand():
    """30 of 40 and 20 of 40: 5/8 over 40 a quarter; √(15/64 ÷ 40) = 0.0765…, upwards 0.077."""
    assert spread([Share(30, 40), Share(20, 40)]) == (Fraction(5, 8) - Fraction(154, 1000), Fraction(5, 8) + Fraction(154, 1000))
    assert spread([Share(30, 40), Share(0, 0), Share(20, 40)]) == spread([Share(30, 40), Share(20, 40)])


def test_the_spread_stays_between_nothing_and_all():
    assert spread([Share(1, 1), Share(1, 2)]) == (0, 1)
    assert spread([Share(5, 5), Share(5, 5)]) == (1, 1)


def test_one_quarter_has_no_spread():
    assert spread([Share(3, 4)]) is None
    assert spread([Share(3, 4), Share(0, 0)]) is None
