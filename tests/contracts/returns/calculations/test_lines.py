"""What whoever verifies says of each line: which are asked about, what is refused, what a line that is not shown counts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.performance.composing import NOTHING, SubScore, read, work_out
from contracts.performance.rules import RULES
from contracts.returns.calculations.lines import (
    Said,
    has_unshown,
    problems,
    to_answer,
    told_words,
    unshown_of,
    unshown_words,
    worked_with,
)

D = Decimal
YES, NO = Said(shows=True), Said(shows=False, why="The plan is of another company, not theirs")


def line(key, weight=1, rule="scale", evidence=("green",), **more):
    return SubScore(key=key, wording=f"Line {key}", weight=D(weight), rule=rule, evidence=tuple(evidence), **more)


def number(key, weight=1):
    return line(key, weight, "share", (), unit="people", target=D(4))


def working(subs, answers, given=None):
    given = {(sub.key, kind) for sub in subs for kind in sub.evidence} if given is None else given
    return work_out(subs, answers, given).plain()


@pytest.mark.parametrize(("sub", "answer", "given", "asked"), [
    (line("a"), "good", None, True),
    (line("a"), "good", (), False),  # lacks its evidence: counts as fair already
    (line("a"), "fair", None, False),
    (line("a"), "poor", None, False),
    (line("a"), NOTHING, None, False),
    (line("a", evidence=()), "good", None, False),  # needs no evidence
    (line("a", rule="kept"), "yes", None, True),
    (line("a", rule="kept"), "no", None, False),
    (number("a"), "4", None, False),
])  # fmt: skip
def test_asked_is_only_what_a_person_alone_can_say(sub, answer, given, asked):
    kept = working([sub], {"a": answer}, given)
    assert [one.key for one in to_answer(kept)] == (["a"] if asked else [])


def test_half_of_its_evidence_is_not_asked_about():
    sub = line("a", evidence=("green", "ethical"))
    assert to_answer(working([sub], {"a": "good"}, {("a", "green")})) == []
    assert to_answer(working([sub], {"a": "good"}, {("a", "green"), ("a", "ethical")})) == [sub]


def test_nothing_is_asked_where_there_is_no_working():
    assert (to_answer(None), to_answer([]), problems(None, {}, all_of_them=True), has_unshown(None)) == ([], [], [], False)


TWO = working([line("a", 3), line("b")], {"a": "good", "b": "good"})


@pytest.mark.parametrize(("said", "all_of_them", "fields"), [
    ({}, True, ["shows_a", "shows_b"]),
    ({}, False, []),
    ({"a": YES}, True, ["shows_b"]),
    ({"a": YES, "b": YES}, True, []),
    ({"a": NO, "b": YES}, True, []),
    ({"a": Said(shows=False)}, False, ["why_a"]),
    ({"a": Said(shows=False, why="ok")}, False, ["why_a"]),
    ({"a": Said(shows=False, why="as discussed"), "b": Said(shows=False, why="...")}, True, ["why_a", "why_b"]),
    ({"a": YES, "b": YES, "c": YES}, True, ["decision"]),
])  # fmt: skip
def test_each_line_is_answered_and_each_no_says_why(said, all_of_them, fields):
    assert [field for field, _ in problems(TWO, said, all_of_them=all_of_them)] == fields


def test_the_messages_name_the_line():
    found = problems(TWO, {"a": Said(shows=False, why="ok")}, all_of_them=True)
    assert found == [
        ("why_a", "Line a: say why the evidence does not show it: “ok” does not"),
        ("shows_b", "Line b: say whether the evidence shows “good”"),
    ]


@pytest.mark.parametrize(("unshown", "value"), [
    ((), "100.0000"),
    (("a",), "62.5000"),  # (3 × 50 + 1 × 100) ÷ 4
    (("b",), "87.5000"),  # (3 × 100 + 1 × 50) ÷ 4
    (("a", "b"), "50.0000"),
    (("z",), "100.0000"),
])  # fmt: skip
def test_what_is_not_shown_counts_as_the_level_below(unshown, value):
    assert str(worked_with(TWO, unshown).value) == value


def test_yes_that_is_not_shown_counts_as_no():
    kept = working([line("a", rule="kept"), number("b")], {"a": "yes", "b": "4"})
    assert (worked_with(kept).value, worked_with(kept, {"a"}).value) == (D(100), D(50))


def test_a_line_below_its_top_or_without_its_evidence_does_not_fall_twice():
    subs = [line("a"), line("b")]
    kept = working(subs, {"a": "fair", "b": "good"}, {("a", "green")})
    assert worked_with(kept, {"a", "b"}).plain() == kept
    assert not has_unshown(worked_with(kept, {"a", "b"}).plain())


def test_the_answer_stays_and_the_working_says_that_it_fell():
    first, second = worked_with(TWO, {"a"}).plain()
    assert (first["answer"], first["counted"], first["score"], first["unshown"]) == ("good", "fair", "50", True)
    assert (second["answer"], second["counted"], second["score"]) == ("good", "good", "100")
    assert "unshown" not in second, "a working without a “no” is written as before"
    assert unshown_words(first) == "Counts as fair: the evidence does not show “good”"
    assert unshown_words(second) == ""


def test_what_is_told_of_each_line():
    said = {"a": NO, "b": Said(shows=True, why="Seen at the depot.")}
    assert told_words(TWO, said) == [
        "“Line a”: the evidence does not show “good”. The plan is of another company, not theirs",
        "“Line b”: the evidence shows “good”. Seen at the depot",
    ]
    assert told_words(TWO, {"b": YES}) == ["“Line b”: the evidence shows “good”"]
    assert unshown_of(said) == {"a": said["a"]}


LINES = some.tuples(
    some.sampled_from(["poor", "fair", "good", NOTHING]),
    some.decimals(min_value=1, max_value=50, places=2),
    some.booleans(),  # whether its evidence is named
    some.booleans(),  # whether it is found to show it
)


@given(some.lists(LINES, min_size=1, max_size=8))
def test_what_was_sent_comes_back_whatever_was_said(drawn):
    """Back and forth: the score as it was sent is worked out of what was verified, and never falls below what it is then."""
    subs = [line(f"s{place}", weight) for place, (_, weight, _, _) in enumerate(drawn)]
    answers = {f"s{place}": one[0] for place, one in enumerate(drawn)}
    named = {(f"s{place}", "green") for place, one in enumerate(drawn) if one[2]}
    unshown = {f"s{place}" for place, one in enumerate(drawn) if not one[3]}
    sent = work_out(subs, answers, named)
    verified = worked_with(sent.plain(), unshown)
    again = worked_with(verified.plain())
    assert (again.value, again.plain()) == (sent.value, sent.plain())
    assert read(verified.plain()) == subs
    assert has_unshown(verified.plain()) == bool(unshown & {sub.key for sub in to_answer(sent.plain())})
    if sent.exact is not None:
        # By hand: each line of weight that is good, named and not shown loses the step from good to fair
        step = RULES["scale"].level("good").points - RULES["scale"].level("fair").points
        lost = sum(Fraction(sub.weight) * step for sub in to_answer(sent.plain()) if sub.key in unshown)
        assert verified.exact == sent.exact - lost / sent.weight
