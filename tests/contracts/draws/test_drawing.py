"""The rule by which returns are drawn: worked by hand, even over many, and free for nobody to steer."""

from fractions import Fraction
from hashlib import sha256

import pytest

from contracts.draws.calculations.drawing import digest_of, in_words, is_drawn, key_of

SEED = "0123456789abcdef" * 4


def test_the_digest_is_what_any_other_program_makes_of_seed_and_key():
    assert key_of(417, 2) == "417/2"
    assert digest_of(SEED, "417/2") == sha256(f"{SEED}:417/2".encode()).hexdigest()
    # printf '%s' 'a:1/1' | sha256sum
    assert digest_of("a", "1/1") == "37e69e5e4167609992b176f23b9c28ba0f65d68fe479ac8a91429fc327fbea29"


@pytest.mark.parametrize(
    ("digest", "one_in", "drawn"), [("14", 10, True), ("15", 10, False), ("0", 7, True), ("ff", 5, True), ("fe", 5, False)]
)
def test_drawn_is_what_divides_without_remainder(digest, one_in, drawn):
    """0x14 is 20, 0x15 21, 0xff 255, 0xfe 254."""
    assert is_drawn(digest, one_in) is drawn


@pytest.mark.parametrize("one_in", [2, 5, 10, 100])
def test_over_many_returns_one_in_so_many_is_drawn(one_in):
    """Of 20,000 the share is within four of its standard deviations; so for rising keys, which is how they come."""
    many = 20000
    drawn = sum(is_drawn(digest_of(SEED, key_of(due, 1)), one_in) for due in range(many))
    expected, spread = many / one_in, (many * (1 / one_in) * (1 - 1 / one_in)) ** 0.5
    assert abs(drawn - expected) < 4 * spread


def test_no_supplier_is_drawn_more_than_another():
    """Whichever remainder a key leaves, its chance is the same: ten suppliers who each have every tenth key."""
    counts = [sum(is_drawn(digest_of(SEED, key_of(due, 1)), 10) for due in range(one, 20000, 10)) for one in range(10)]
    assert all(150 < count < 250 for count in counts), counts


def test_another_seed_draws_others():
    """So that nobody who does not know the seed can tell: of 2,000 about one in a hundred is drawn by both."""
    first, second = ({due for due in range(2000) if is_drawn(digest_of(seed, key_of(due, 1)), 10)} for seed in ("a", "b"))
    assert Fraction(len(first & second), 2000) < Fraction(3, 100)
    assert first != second


def test_the_share_in_words():
    assert in_words(10) == "1 in 10"
