"""Sub-scores as people write them, and how the two ways agree."""

from decimal import Decimal

import pytest

from contracts.obligations.calculations.sub_scores import EXAMPLE, how_words, read_lines, written
from contracts.performance.composing import problems_of
from contracts.performance.rules import RESPONSIBLE

D = Decimal
WRITTEN = """Apprentices on the project; weight 50; target 3 people
Local workforce; weight 30; target 60 %
Complaints; weight 12.5; target at most 2 complaints
Spend in Kent; weight 5; target £1,500
Plan kept; weight 1; yes or no
Responsible business conduct; weight 20; poor, fair, good; evidence: all
Site; weight 1; poor, fair, good; evidence: Considerate Constructors Scheme, An award or nomination"""


def test_what_is_written_is_read_and_written_the_same():
    subs, problems = read_lines(WRITTEN)
    assert problems == []
    assert problems_of(subs) == []
    assert written(subs).replace("\u00a0", " ") == WRITTEN
    assert read_lines(written(subs, " | "))[0] == subs


def test_each_line_by_hand():
    subs, _ = read_lines(WRITTEN)
    assert [sub.key for sub in subs] == ["s1", "s2", "s3", "s4", "s5", "s6", "s7"]
    assert [(sub.weight, sub.target, sub.unit, sub.direction) for sub in subs[:4]] == [
        (D(50), D(3), "people", "higher"),
        (D(30), D(60), "%", "higher"),
        (D("12.5"), D(2), "complaints", "lower"),
        (D(5), D(1500), "£", "higher"),
    ]
    assert [sub.rule for sub in subs] == ["share"] * 4 + ["kept", "scale", "scale"]
    assert [sub.evidence for sub in subs[5:]] == [RESPONSIBLE, ("considerate", "award")]


@pytest.mark.parametrize(
    "line", ["Site; weight 1; Poor / Fair / Good", "Site; WEIGHT: 1; poor, fair or good", "Site;weight 1 %;poor,fair,good;"]
)
def test_it_is_written_in_several_ways(line):
    (sub,), problems = read_lines(line)
    assert problems == []
    assert (sub.wording, sub.weight, sub.rule) == ("Site", D(1), "scale")


@pytest.mark.parametrize(("line", "words"), [
    ("Jobs; target 3 people", f"say its weight, as in “{EXAMPLE}”"),
    ("Jobs; weight 3", "give a target, or one of: poor, fair, good; yes or no"),
    ("Jobs; weight 3; target 2 people; yes or no", "give a target or a scale, not both"),
    ("Jobs; weight 1.2.3; target 2 people", "the weight must be a number"),
    ("Jobs; weight 3; target 1,2.3.4 people", "the target must be a number"),
    ("Jobs; weight 3; lots of them", "“lots of them” is neither a weight, a target, a scale nor evidence"),
    ("Jobs; weight 3; poor, fair, good; evidence: luck", "“luck” is no kind of evidence"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_of_its_line(line, words):
    found, problems = read_lines(f"Site; weight 1; yes or no\n\n{line}")
    assert [sub.wording for sub in found] == ["Site"]
    assert len(problems) == 1
    assert problems[0].startswith(f"Sub-score 2: {words}")


def test_how_an_answer_counts_in_words():
    subs, _ = read_lines(WRITTEN)
    assert [how_words(sub).replace("\u00a0", " ") for sub in (subs[0], subs[2], subs[3], subs[5])] == [
        "Share of its target, 3 people",
        "Share of its target, at most 2 complaints",
        "Share of its target, £1,500",
        "Poor, fair or good",
    ]
