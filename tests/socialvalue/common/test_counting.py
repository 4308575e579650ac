"""Numbers and names in a sentence."""

import pytest

from socialvalue.common.counting import listed, many


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (iter("abcd"), "a, b, c and d"),
    ],
)
def test_names_are_listed_as_they_are_said(names, words):
    assert listed(names) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0, "outcome"), "0 outcomes"),
        ((1, "outcome"), "1 outcome"),
        ((3, "outcome"), "3 outcomes"),
        ((1, "duty", "duties"), "1 duty"),
        ((2, "duty", "duties"), "2 duties"),
    ],
)
def test_so_many_of_something(given, words):
    assert many(*given) == words
