"""What is said of a figure: read aloud, it must be English and true."""

from decimal import Decimal as D
from fractions import Fraction

import pytest

from contracts.performance.coverage import coverage, coverage_words
from contracts.performance.enums import Standing
from contracts.performance.rows import Counts
from contracts.performance.standing import KpiFigure
from contracts.performance.words import gap_words, said, share


@pytest.mark.parametrize(
    ("value", "target", "unit", "more", "words"),
    [
        (D(16), D(20), "people", {}, "16 of the 20 people promised"),
        (D(1), D(1), "people", {}, "1 of the 1 person promised"),
        (D(25), D(20), "people", {}, "25 of the 20 people promised"),
        (D(20), D(10), "complaints", {"direction": "lower"}, "20 complaints, at most 10 agreed"),
        (D(2), D(0), "complaints", {"direction": "lower"}, "2 complaints, at most 0 agreed"),
        (D(5), D(0), "people", {}, "5 people, none promised for these periods"),
        (D(5), None, "people", {}, "5 people, without a target"),
        (None, None, "people", {}, "nothing verified yet"),
        (None, None, "%", {"kind": "ratio"}, "nothing verified yet"),
        (Fraction(58), D(60), "%", {"kind": "ratio"}, "58\u00a0%, at least 60\u00a0% agreed"),
        (D("89.996"), D(90), "%", {"kind": "ratio"}, "89.996\u00a0%, at least 90\u00a0% agreed"),
        (D(3), D("1.4"), "miles", {"kind": "level", "direction": "lower"}, "3 miles, at most 1.4 agreed"),
        (D(3), D(4), "periods", {"kind": "yes_no"}, "3 of 4 kept"),
        (D(0), D(1), "", {"kind": "milestone"}, "0 of 1 done"),
        (
            D(10), D(10), "people", {"compared": D(5)},
            "5 of the 10 people promised; 10 people in all periods, some of them without a target",
        ),
    ],
)  # fmt: skip
def test_a_figure_in_a_sentence(value, target, unit, more, words):
    assert said(value, target, unit, **more) == words


@pytest.mark.parametrize(
    ("value", "target", "kind", "direction", "part"),
    [
        (D(3), D(4), "sum", "higher", Fraction(3, 4)),
        (D(0), D(4), "sum", "higher", 0),
        (D(3), D(0), "sum", "higher", None),
        (D(3), None, "sum", "higher", None),
        (None, D(3), "sum", "higher", None),
        (D(20), D(10), "sum", "lower", None),
        (D(80), D(90), "ratio", "higher", None),
        (D(3), D(4), "yes_no", "higher", None),
    ],
)
def test_a_share_of_what_was_promised_only_where_it_says_something(value, target, kind, direction, part):
    assert share(value, target, kind, direction) == part


@pytest.mark.parametrize(
    ("counts", "words", "part"),
    [
        (Counts(12, 9, 2, 1), "9 of 12 returns verified, 2 waiting to be verified, 1 late", Fraction(3, 4)),
        (Counts(12, 12), "12 of 12 returns verified", 1),
        (Counts(1, 0, 1), "0 of 1 return verified, 1 waiting to be verified", 0),
        (Counts(1200, 1000), "1,000 of 1,200 returns verified", Fraction(5, 6)),
        (Counts(), "No return is due yet", None),
    ],
)
def test_how_much_came_in(counts, words, part):
    assert (coverage_words(counts), coverage(counts)) == (words, part)


@pytest.mark.parametrize(
    ("value", "target", "unit", "more", "words"),
    [
        (16, 20, "people", {}, "4 short of 20 people"),
        (20, 20, "people", {}, ""),
        (21, 20, "people", {}, ""),
        (None, 20, "people", {}, ""),
        (16, None, "people", {}, ""),
        (90, 100, "£", {}, "£10 short of £100"),
        (18, 10, "complaints", {"direction": "lower"}, "8 complaints more than the 10 agreed"),
        (11, 10, "complaints", {"direction": "lower"}, "1 complaint more than the 10 agreed"),
        (10, 10, "complaints", {"direction": "lower"}, ""),
        (55, 60, "%", {"kind": "ratio"}, "5 points short of 60\u00a0%"),
        (59, 60, "%", {"kind": "ratio"}, "1 point short of 60\u00a0%"),
        (18, 12, "%", {"kind": "ratio", "direction": "lower"}, "6 points more than the 12\u00a0% agreed"),
        # What is missing is never rounded away
        (Fraction(59999, 1000), 60, "%", {"kind": "ratio"}, "0.001 points short of 60\u00a0%"),
        (4, 5, "days", {"kind": "level"}, "1 day short of 5 days"),
        (3, 4, "", {"kind": "yes_no"}, "1 of 4 not kept"),
        (0, 1, "", {"kind": "milestone"}, "1 of 1 not done"),
    ],
)
def test_what_is_missing_is_said_in_its_unit(value, target, unit, more, words):
    def exact(number):
        return None if number is None else Fraction(number)

    found = KpiFigure(
        **{"kind": "sum", "direction": "higher", **more}, counts=Counts(2, 2), value=exact(value), compared=exact(value),
        target=exact(target), minimum=None, standing=Standing.BELOW_TARGET,
    )  # fmt: skip
    assert gap_words(found, unit) == words
