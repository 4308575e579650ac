"""Lines of a scorecard that count at their top level: how many of how many, and by weight."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.performance.composing import NOTHING, SubScore, work_out
from contracts.performance.lines import lines_of

D, F = Decimal, Fraction


def scale(key, weight=1, rule="scale", **more):
    return SubScore(key=key, wording=f"Line {key}", weight=D(weight), rule=rule, **more)


def number(key, weight=1):
    return scale(key, weight, "share", unit="people", target=D(4))


def found(subs, answers, evidence=(), unshown=()):
    return lines_of(work_out(subs, answers, set(evidence), unshown).plain())


def test_number_and_weight_are_two_things():
    """Two lines of three are good, and by weight 3 of 8."""
    lines = found([scale("a", 1), scale("b", 2), scale("c", 5)], {"a": "good", "b": "good", "c": "poor"})
    assert (lines.number, lines.weight, lines.top, lines.many, lines.whole) == ((2, 0, 1), (F(3), F(0), F(5)), 2, 3, F(8))
    assert lines.shares == (F(75, 2), F(0), F(125, 2))
    assert (lines.tops, lines.betweens, lines.bottoms) == (("Good",), ("Fair",), ("Poor",))


def test_a_line_counts_as_it_counts_and_not_as_it_was_answered():
    subs = [scale("a", evidence=("green",)), scale("b", evidence=("green",)), scale("c", evidence=("green",))]
    answers = dict.fromkeys("abc", "good")
    lines = found(subs, answers, [("a", "green"), ("b", "green")], unshown={"b"})
    assert lines.number == (1, 2, 0), "b is not shown, c lacks its evidence"


@pytest.mark.parametrize(("subs", "answers"), [
    ([], {}),
    ([number("a")], {"a": "4"}),
    ([scale("a")], {"a": NOTHING}),
    ([scale("a")], {}),
])  # fmt: skip
def test_without_a_level_there_is_nothing_to_say(subs, answers):
    assert found(subs, answers) is None
    assert lines_of(None) is None


def test_numbers_and_nothing_to_measure_are_left_out():
    lines = found([scale("a", 3), number("b", 5), scale("c", 7)], {"a": "fair", "b": "4", "c": NOTHING})
    assert (lines.number, lines.weight) == ((0, 1, 0), (F(0), F(3), F(0)))


def test_two_scales_name_their_levels_once_each():
    lines = found([scale("a"), scale("b", rule="kept"), scale("c", rule="kept")], {"a": "poor", "b": "yes", "c": "no"})
    assert lines.number == (1, 0, 2)
    assert (lines.tops, lines.betweens, lines.bottoms) == (("Good", "Yes"), ("Fair",), ("Poor", "No"))
    assert found([scale("b", rule="kept")], {"b": "yes"}).betweens == ()


@given(some.lists(some.tuples(some.sampled_from(["poor", "fair", "good"]), some.integers(1, 999)), min_size=1, max_size=9))
def test_the_parts_make_the_whole(drawn):
    subs = [scale(f"s{place}", weight) for place, (_, weight) in enumerate(drawn)]
    lines = found(subs, {f"s{place}": answer for place, (answer, _) in enumerate(drawn)})
    assert lines.many == len(drawn)
    assert sum(lines.shares) == 100
    for place, level in enumerate(("good", "fair", "poor")):
        assert lines.weight[place] == sum(weight for answer, weight in drawn if answer == level)
        assert lines.number[place] == [answer for answer, _ in drawn].count(level)
