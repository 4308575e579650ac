"""Sub-scores in files of running contracts, and past scores with or without their parts."""

from decimal import Decimal

import pytest

from contracts.brought.models import BroughtLine
from contracts.brought.services.obligations import CHANGED
from contracts.obligations.models import Kpi
from contracts.performance.composing import read
from contracts.performance.rules import RESPONSIBLE
from contracts.returns.models import Return
from socialvalue.common import clock
from tests.contracts.brought.steps import OBLIGATION, TODAY, VERIFIED, obligations, returns, running, told, with_framework

pytestmark = pytest.mark.django_db
D = Decimal
PARTS = "Apprentices; weight 3; target 4 people | Conduct; weight 1; poor, fair, good; evidence: all"
SCORE = OBLIGATION | {
    "kpi": "2",
    "kpi wording": "Professionalism",
    "kpi kind": "composite",
    "unit": "",
    "target": "70",
    "minimum": "50",
    "sub-scores": PARTS,
}
PAST = VERIFIED | {"kpi": "2", "value": "", "sub-scores": "Apprentices: 3; Conduct: good"}


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


@pytest.fixture
def stage():
    contract, who = running()
    with_framework(who)
    obligations(who, SCORE)
    return contract, who


def test_a_score_comes_in_with_its_parts_and_once(stage):
    contract, who = stage
    kpi = Kpi.objects.get()
    assert (kpi.kind, kpi.unit, kpi.target) == ("composite", "points", D(70))
    assert [(sub.wording, sub.weight, sub.evidence) for sub in read(kpi.sub_scores)] == [
        ("Apprentices", D(3), ()),
        ("Conduct", D(1), RESPONSIBLE),
    ]
    again = obligations(who, SCORE)
    assert (again.count("unchanged"), again.count("created")) == (1, 0)
    other = obligations(who, SCORE | {"sub-scores": PARTS.replace("weight 3", "weight 5")})
    assert [line[3] for line in told(other)] == [CHANGED]
    assert read(Kpi.objects.get().sub_scores)[0].weight == 3


def test_lines_that_were_kept_before_there_were_sub_scores_stay_equal():
    contract, who = running()
    with_framework(who)
    obligations(who, OBLIGATION)
    assert "sub-scores" not in BroughtLine.objects.get().said
    assert obligations(who, OBLIGATION | {"sub-scores": ""}).count("unchanged") == 1


@pytest.mark.parametrize(("parts", "words"), [
    ("Apprentices; target 4 people", "Sub-score 1: say its weight"),
    ("", "Enter at least one sub-score"),
    ("Jobs; weight 1; target 0 people", "a share needs a target above 0"),
])  # fmt: skip
def test_what_is_wrong_with_them_stands_in_their_column(parts, words):
    contract, who = running()
    with_framework(who)
    outcome = obligations(who, SCORE | {"sub-scores": parts})
    (line,) = told(outcome)
    assert (line[0], line[1]) == (2, "sub-scores")
    assert words in line[3]
    assert not Kpi.objects.exists()


def test_past_scores_are_worked_out_and_need_no_evidence_here(stage):
    """(3 × 75 + 1 × 100) ÷ 4."""
    contract, who = stage
    returns(who, PAST, verified_by=who.director)
    kept = Return.objects.get()
    assert (kept.value, kept.answers, kept.status) == (D("81.2500"), {"s1": "3", "s2": "good"}, "verified")
    assert [line["missing"] for line in kept.working] == [[], []]
    assert returns(who, PAST, verified_by=who.director).count("unchanged") == 1


def test_of_a_past_period_the_score_alone_may_be_known(stage):
    contract, who = stage
    returns(who, PAST | {"sub-scores": "", "value": "81.25"}, verified_by=who.director)
    kept = Return.objects.get()
    assert (kept.value, kept.answers, kept.working) == (D("81.25"), None, None)


@pytest.mark.parametrize(("cells", "column", "words"), [
    ({"sub-scores": "Apprentices: 3"}, "sub-scores", "Enter “Conduct”, or say that there was nothing to measure"),
    ({"sub-scores": "Jobs: 3"}, "sub-scores", "names no sub-score of this KPI"),
    ({"value": "90"}, "value", "does not agree with its sub-scores, which come to 81.25"),
    ({"sub-scores": "", "value": "101"}, "value", "A score is from 0 to 100"),
])  # fmt: skip
def test_a_past_score_that_cannot_be_is_named(stage, cells, column, words):
    contract, who = stage
    outcome = returns(who, PAST | cells, verified_by=who.director)
    (line,) = told(outcome)
    assert (line[0], line[1]) == (2, column)
    assert words in line[3]
    assert not Return.objects.exists()
