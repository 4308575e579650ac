"""Who benefited, the arithmetic: parts and whole, shares, and what is not shown because it is about few people."""

from collections import defaultdict
from decimal import Decimal as D
from fractions import Fraction
from itertools import product

import pytest

from contracts.benefits.calculations.parts import UNKNOWN, Check, Group, check, filled, hidden, share, shown

GROUPS = [Group("g1", "Under 18"), Group("g2", "18 to 24"), Group("g3", "25 or over")]


def said(**amounts):
    return {key: D(amount) for key, amount in amounts.items()}


@pytest.mark.parametrize(
    "whole, parts, found",
    [
        (12, said(g1=3, g2=4, g3=5), Check()),
        (12, said(g1=3, g2=4), Check(unknown=D(5))),
        (12, said(g1=3, g2=4, unknown=5), Check()),
        (12, said(g1=3, unknown=5), Check(unknown=D(4))),
        (12, said(), Check(unknown=D(12))),
        (12, said(g1=8, g2=6), Check(over=D(2))),
        (12, said(g1=12, unknown=1), Check(over=D(1))),
        (0, said(g1=0), Check()),
        (0, said(g1=1), Check(over=D(1))),
        (D("7.5"), said(g1="2.5", g2=5), Check()),
        (D("7.5"), said(g1="2.5", g2="5.25"), Check(over=D("0.25"))),
    ],
)
def test_parts_make_the_whole_or_the_rest_is_not_known(whole, parts, found):
    assert check(D(whole), parts, overlaps=False) == found
    assert check(D(whole), parts, overlaps=False).fits is (not found.over)


@pytest.mark.parametrize(
    "whole, parts, beyond",
    [
        (12, said(g1=10, g2=9), ()),  # more than the whole together: somebody is in both
        (12, said(g1=12, g2=12, g3=12), ()),
        (12, said(g1=13, g2=1), ("g1",)),
        (12, said(g1=13, g2=14), ("g1", "g2")),
    ],
)
def test_groups_that_overlap_need_not_add_up_but_none_is_more_than_all(whole, parts, beyond):
    found = check(D(whole), parts, overlaps=True)
    assert (found.beyond, found.unknown, found.over, found.fits) == (beyond, 0, 0, not beyond)


def test_the_rest_is_filled_up_and_never_invented():
    assert filled(D(12), said(g1=3), overlaps=False) == {"g1": 3, UNKNOWN: 9}
    assert filled(D(12), said(g1=3, unknown=2), overlaps=False) == {"g1": 3, UNKNOWN: 9}
    assert filled(D(12), said(g1=3), overlaps=True) == {"g1": 3}
    assert filled(D(12), {}, overlaps=False) == {}, "nothing was said: that is not twelve unknown"
    assert filled(D(12), said(g1=14), overlaps=False) == {"g1": 14}


def test_a_share_is_exact_and_of_nothing_there_is_none():
    assert share(D(1), D(3)) == Fraction(1, 3)
    assert share(D(0), D(3)) == 0
    assert share(D(0), D(0)) is None


@pytest.mark.parametrize(
    "parts, few",
    [
        (said(g1=5, g2=6, g3=7), set()),
        (said(g1=0, g2=6, g3=7), set()),  # nobody is nobody
        (said(g1=4, g2=3, g3=7), {"g1", "g2"}),
        (said(g1=4, g2=9, g3=7), {"g1", "g3"}),  # alone it would be the whole less the others: the next smallest too
        (said(g1=1, g2=0, g3=8), {"g1", "g3"}),
        (said(g1=1, g2=0, g3=7), {"g1", "g2", "g3"}),  # two that make eight may be four and four, which are as few
        (said(g1=1, unknown=5, g3=20), {"g1", UNKNOWN}),
        (said(g1=1, g2=0, g3=0), {"g1", "g2", "g3"}),  # nobody is in the others: that would say in which the one is
        # Two together can only be one and one, three together make twelve only with four each
        (said(g1=1, g2=1, g3=0), {"g1", "g2", "g3"}),
        (said(g1=1, g2=1, g3=7, unknown=9), {"g1", "g2", "g3"}),
        (said(g1=1, g2=2, g3=7), {"g1", "g2"}),
        (said(g1=4, g2=4, g3=4, unknown=9), {"g1", "g2", "g3", UNKNOWN}),
        (said(g1=4, g2=4, g3=3, unknown=9), {"g1", "g2", "g3"}),
    ],
)
def test_what_could_be_worked_out_is_not_shown_either(parts, few):
    assert hidden(parts, overlaps=False) == few


def test_of_groups_that_overlap_nothing_can_be_worked_out():
    assert hidden(said(g1=4, g2=9), overlaps=True) == {"g1"}


def test_what_each_reader_sees():
    parts, targets = said(g1=2, g2=7), said(g1=3, g2=6)
    mine = shown(GROUPS, D(20), parts, overlaps=False, targets=targets, exact=True)
    assert [(one.group.name, one.amount, one.share, one.target, one.reaches) for one in mine] == [
        ("Under 18", 2, Fraction(1, 10), 3, False),
        ("18 to 24", 7, Fraction(7, 20), 6, True),
        ("25 or over", None, None, None, None),
        ("Not known", 11, Fraction(11, 20), None, None),
    ]
    assert [one.missing for one in mine] == [False, False, True, False]
    theirs = shown(GROUPS, D(20), parts, overlaps=False, targets=targets, exact=False)
    assert [(one.amount, one.is_hidden) for one in theirs] == [(None, True), (None, True), (None, False), (11, False)]
    assert all(one.share is None for one in theirs if one.is_hidden)


@pytest.mark.parametrize("whole", range(0, 30, 3))
@pytest.mark.parametrize("first", range(0, 12, 2))
def test_what_is_hidden_never_follows_from_what_is_shown(whole, first):
    """Where any of 1 to 4 is hidden of parts that make a whole, at least two are, or all the others are nought."""
    parts = filled(D(whole), said(g1=first, g2=min(whole, 3)), overlaps=False)
    if sum(parts.values()) != whole:
        return
    few = hidden(parts, overlaps=False)
    others = [amount for key, amount in parts.items() if key not in few and amount > 0]
    assert len(few) != 1 or not others


@pytest.mark.parametrize(("lines", "most"), [(2, 30), (3, 16), (4, 10)])
def test_nothing_that_is_shown_is_said_by_one_table_alone(lines, most):
    """Every table of up to four parts: whoever knows the rule, the sum and what is shown has at least two answers for each few."""
    pictures: dict[tuple, list[tuple[int, ...]]] = defaultdict(list)
    for amounts in product(range(most + 1), repeat=lines):
        parts = {f"g{at}": D(many) for at, many in enumerate(amounts)}
        away = hidden(parts, overlaps=False)
        seen = tuple(None if f"g{at}" in away else many for at, many in enumerate(amounts))
        pictures[seen, sum(amounts)].append(amounts)
    for (seen, whole), possible in pictures.items():
        # Beyond the largest number tried here there would be others that look the same
        if whole > most:
            continue
        for at, many in enumerate(seen):
            answers = {amounts[at] for amounts in possible}
            assert many is not None or len(answers) > 1 or min(answers) >= 5, (seen, whole, possible)
