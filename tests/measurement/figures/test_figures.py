"""Figures and tallies by hand-worked numbers."""

from decimal import Decimal as D
from fractions import Fraction

import pytest

from contracts.performance.rows import Counts
from measurement.figures.calculations.figures import Figure
from measurement.figures.calculations.tally import Tally


def figure(value, unit="apprenticeships", **more):
    counts = more.pop("counts", Counts(12, 9))
    return Figure("a", "A", None if value is None else D(value), unit, counts=counts, **more)


@pytest.mark.parametrize(
    ("made", "sentence", "share"),
    [
        (
            figure("170", compared=D(170), target=D(240)),
            "170 of the 240 apprenticeships promised; 9 of 12 returns verified.",
            Fraction(17, 24),
        ),
        (
            figure("28", "complaints", compared=D(28), target=D(20), direction="lower"),
            "28 complaints, at most 20 agreed; 9 of 12 returns verified.",
            None,
        ),
        (figure(None, "people", counts=Counts(3, 0)), "Nothing verified yet; 0 of 3 returns verified.", None),
        (figure("5", "people"), "5 people, without a target; 9 of 12 returns verified.", None),
        (
            figure("58", "%", compared=D(58), target=D(60), kind="ratio"),
            "58\u00a0%, at least 60\u00a0% agreed; 9 of 12 returns verified.",
            None,
        ),
        (
            figure("58", "%", compared=D(58), target=D(60), kind="ratio", numbers="1,160 of 2,000"),
            "58\u00a0%, at least 60\u00a0% agreed; 1,160 of 2,000; 9 of 12 returns verified.",
            None,
        ),
        (
            figure(None, "miles", kind="level", by_standing="2 on target, 1 below target"),
            "Each KPI stands for itself: 2 on target, 1 below target; 9 of 12 returns verified.",
            None,
        ),
    ],
)
def test_a_figure_says_what_and_how_sure(made, sentence, share):
    assert (made.sentence, made.share) == (sentence, share)


@pytest.mark.parametrize(
    ("made", "value"),
    [
        (figure("170", target=D(240)), "170 apprenticeships"),
        (figure("28", "complaints", target=D(20), direction="lower"), "28 complaints"),
        (figure("89.996", "%", target=D(90), kind="ratio"), "89.996\u00a0%"),
        (figure(None, "people"), "not reported"),
        (figure("2", "people", target=D(0), direction="lower"), "2 people"),
    ],
)
def test_the_value_as_it_is_shown(made, value):
    assert made.shown_value == value


def test_what_waits_is_not_covered():
    """One of four owed is verified; the two that wait are named beside it and lift nothing."""
    tally = Tally(kpis=2, on_target=1, not_reported=1, expected=4, reported=1, waiting=2, late=1)
    assert tally.coverage == Fraction(1, 4)
    assert tally.figure("k", "L").coverage == Fraction(1, 4)
    assert tally.coverage_words == "1 of 4 returns verified, 2 waiting to be verified, 1 late"
    assert Tally(kpis=1, not_reported=1, waiting=1).coverage is None


def test_tally_adds_and_speaks():
    both = Tally(3, 1, 1, 0, 1, 0, 0, 9, 6, 1, 2) + Tally(2, 0, 0, 1, 0, 0, 1, 3, 3, 0, 0)
    assert both == Tally(5, 1, 1, 1, 1, 0, 1, 12, 9, 1, 2)
    assert (both.rated, both.share) == (3, Fraction(1, 3))
    words = "1 below target, 1 below minimum, 1 not reported, 1 nothing due yet"
    assert both.sentence() == f"1 of 3 KPIs with a target and a verified return on target, {words}"
    assert both.parts == [
        ("On target", 1), ("Below target", 1), ("Below minimum", 1), ("Not reported", 1), ("No target", 0), ("Nothing due yet", 1),
    ]  # fmt: skip


def test_a_tally_of_which_nothing_could_be_rated():
    none = Tally(kpis=2, not_reported=1, nothing_due=1, expected=1)
    assert none.share is None
    assert none.figure("k", "L").value is None
    assert none.sentence() == "none of 2 KPIs could be set against a target, 1 not reported, 1 nothing due yet"
    assert Tally().sentence() == "no KPI had a period in this time"


def test_the_figure_of_a_tally():
    found = Tally(kpis=4, on_target=1, below_target=1, below_minimum=1, not_reported=1, expected=8, reported=6).figure(
        "k", "L", "/x/"
    )
    assert (found.value, found.target, found.unit, found.url) == (1, 3, "KPIs on target", "/x/")
    assert found.sentence == "1 of the 3 KPIs on target promised; 6 of 8 returns verified."


@pytest.mark.parametrize(
    ("made", "bar", "shown"),
    [
        # Of the same periods as the target, not of all
        (figure("8", "people", compared=D(5), target=D(6)), D(5), "5 people"),
        (figure("8", "people"), D(8), "8 people"),
        (figure("89.996", "%", compared=D("89.996"), target=D(90), kind="ratio"), D("89.996"), "89.996\u00a0%"),
        (figure(None, "miles", kind="level"), None, "not reported"),
    ],
)
def test_what_is_drawn_beside_the_target(made, bar, shown):
    assert (made.bar, made.shown_bar) == (bar, shown)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (figure("8", "people", promised=D(12)), "12 people"),
        (figure("28", "complaints", promised=D(40), direction="lower"), "at most 40 complaints"),
        (figure("58", "%", kind="ratio"), ""),
    ],
)
def test_what_is_due_by_now_in_all_is_said_only_where_it_adds_up(made, words):
    assert made.shown_promised == words


def test_standings_in_words():
    assert Tally(kpis=4, on_target=3, no_target=1).standings == "3 on target, 1 no target"
    assert Tally().standings == "none"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        # Nearly all is not all, and nearly nothing is not nothing
        (figure("2999", compared=D(2999), target=D(3000)), "99.97\u00a0%"),
        (figure("1", compared=D(1), target=D(5000)), "0.02\u00a0%"),
        (figure("3000", compared=D(3000), target=D(3000)), "100\u00a0%"),
        (figure("0", compared=D(0), target=D(3)), "0\u00a0%"),
        (figure("2", compared=D(2), target=D(3)), "66.7\u00a0%"),
        (figure("58", "%", compared=D(58), target=D(60), kind="ratio"), ""),
    ],
)
def test_the_part_of_a_promise_never_says_the_opposite(made, words):
    assert made.shown_share == words


def test_nearly_all_returns_are_not_all():
    assert Tally(expected=300, reported=299).shown_coverage == "99.7\u00a0%"
    assert Tally(expected=300, reported=300).shown_coverage == "100\u00a0%"
    assert Tally(expected=300, reported=279).shown_coverage == "93\u00a0%"
