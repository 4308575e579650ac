"""The answers to sub-scores: what they come to, and the one cell that is written and read again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.obligations.calculations.sub_scores import read_lines
from contracts.performance.enums import Kind
from contracts.returns.calculations.answering import filled, read_answers
from contracts.returns.calculations.figures import Figure, settled
from tests.contracts.returns.scores.steps import PROFESSIONAL

SUBS, _ = read_lines(PROFESSIONAL)
NUMBERS = some.decimals(min_value=0, max_value=999999, places=4).map(lambda number: f"{number.normalize():f}")
SAID = some.fixed_dictionaries(
    {},
    optional={
        sub.key: some.just("nothing") | (NUMBERS if sub.is_number else some.sampled_from([one.code for one in sub.by.levels]))
        for sub in SUBS
    },
)


@given(SAID)
def test_the_cell_of_sub_scores_is_read_again_as_it_was(answers):
    assert read_answers(filled(SUBS, answers), SUBS) == answers


@pytest.mark.parametrize("answers", [None, {}, {"s1": ""}])
def test_what_is_not_answered_is_an_empty_cell(answers):
    assert filled(SUBS, answers) == ""


NOTHING = dict.fromkeys(("s1", "s2", "s3"), "nothing")
HALF = {"s1": "2", "s3": "good"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # “No cases” of the whole score is nothing to measure in each of its parts
        (Figure(no_cases=True), (None, True, NOTHING)),
        (Figure(no_cases=True, answers={}), (None, True, NOTHING)),
        # What was answered part by part goes before it
        (Figure(no_cases=True, answers=HALF), (None, False, HALF)),
        (Figure(no_cases=True, answers=HALF | {"s2": "45"}), (Decimal("75.8333"), False, HALF | {"s2": "45"})),
        # Nothing said, or the score alone, as earlier records have it
        (Figure(), (None, False, None)),
        (Figure(value=Decimal(62)), (Decimal(62), False, None)),
        (Figure(answers={"s1": "2", "s2": "", "s3": "good"}), (None, False, HALF)),
    ],
)
def test_no_cases_is_said_of_the_whole_only_where_no_part_is_answered(typed, kept):
    found = settled(Kind.COMPOSITE, typed, SUBS)
    assert (found.value, found.no_cases, found.answers) == kept
