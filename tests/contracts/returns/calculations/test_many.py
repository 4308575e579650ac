"""How many, as far as anybody counts."""

import pytest

from contracts.returns.calculations.many import MOST, Many


@pytest.mark.parametrize(
    ("counted", "words", "is_more"),
    [(0, "0", False), (1, "1", False), (MOST, "1,000", False), (MOST + 1, "more than 1,000", True)],
)
def test_beyond_what_is_counted_it_says_so(counted, words, is_more):
    many = Many(counted)
    assert (str(many), many.is_more, bool(many)) == (words, is_more, counted > 0)


@pytest.mark.parametrize(
    ("counted", "others", "words", "there_are"),
    [(7, 5, "2", True), (5, 5, "0", False), (MOST, MOST, "0", False), (MOST + 1, 100, "more than 900", True), (MOST + 1, MOST, "more than 0", True)],
)  # fmt: skip
def test_what_is_left_besides_some_of_them(counted, others, words, there_are):
    left = Many(counted).without(others)
    assert (str(left), bool(left)) == (words, there_are)
    assert left.is_more is Many(counted).is_more
