"""What a KPI measures and promises: what its kind leaves no choice about, and both sides of what may be promised. Pure."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.obligations.calculations.terms import KpiTerms
from contracts.performance.enums import Kind
from tests.contracts.returns.scores.steps import PROFESSIONAL, plain

D = Decimal
DAY = date(2027, 6, 30)
SUBS = plain(PROFESSIONAL)
MOST = "of a share is at most 1,000 % and has at most 2 decimals"


def terms(**more) -> KpiTerms:
    return KpiTerms(**{"wording": " Apprentices ", "unit": " people ", "frequency": "quarter", **more})


@pytest.mark.parametrize(
    ("kind", "unit", "kept"),
    [
        (Kind.SUM, " people ", "people"),
        (Kind.SUM, " ", ""),
        (Kind.LEVEL, " points ", "points"),
        (Kind.RATIO, "people", "people"),
        (Kind.RATIO, " ", "%"),
        (Kind.YES_NO, "people", "kept"),
        (Kind.MILESTONE, "people", "done"),
        (Kind.COMPOSITE, "people", "points"),
    ],
)
def test_the_kind_says_the_unit_where_nothing_else_makes_sense(kind, unit, kept):
    found = terms(kind=kind, unit=unit).tidy()
    assert (found.wording, found.unit) == ("Apprentices", kept)


@pytest.mark.parametrize("kind", Kind)
def test_only_a_milestone_has_a_day_and_comes_once_only_a_score_has_sub_scores(kind):
    found = terms(kind=kind, frequency="", milestone_on=DAY, sub_scores=SUBS).tidy()
    assert found.milestone_on == (DAY if kind == Kind.MILESTONE else None)
    assert found.frequency == ("year" if kind == Kind.MILESTONE else "")
    assert found.sub_scores == (SUBS if kind == Kind.COMPOSITE else [])
    assert terms(kind=kind).tidy().frequency == "quarter"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("target", [None, D(0), D(1), D(2)])
def test_of_what_is_kept_or_done_a_target_of_one_says_no_more_than_that(kind, target):
    dropped = kind in (Kind.YES_NO, Kind.MILESTONE) and target == 1
    assert terms(kind=kind, target=target).tidy().target == (None if dropped else target)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"kind": "ratio", "unit": "", "target": D(1000)}, []),
        ({"kind": "ratio", "unit": "", "target": D("1000.01")}, [("target", f"The target {MOST}")]),
        ({"kind": "ratio", "unit": "", "target": D("99.99")}, []),
        ({"kind": "ratio", "unit": "", "target": D("99.991")}, [("target", f"The target {MOST}")]),
        ({"kind": "ratio", "unit": "people"}, [("unit", "A share is counted in %")]),
        ({"target": D("1000.01")}, []),
        ({"target": D("0.001")}, []),
        ({"target": D(0)}, []),
        ({"target": D("-0.01")}, [("target", "The target cannot be below 0, since what is reported cannot")]),
        ({"target": D("-0.01"), "may_be_negative": True}, []),
        ({"target": D(3), "minimum": D(3)}, []),
        ({"target": D(3), "minimum": D("3.01")}, [("minimum", "The minimum cannot be above the target")]),
        ({"target": D(3), "minimum": D("2.99"), "direction": "lower"}, [("minimum", "The limit cannot be below the target")]),
        ({"target": D(3), "minimum": D(3), "direction": "lower"}, []),
        ({"minimum": D(3)}, [("minimum", "A minimum needs a target")]),
        ({"kind": "yes_no", "target": D(1)}, []),
        (
            {"kind": "yes_no", "target": D(2)},
            [("target", "What is kept or done, or not, has no target or minimum to type: leave this blank")],
        ),
        ({"kind": "milestone", "milestone_on": DAY}, []),
        ({"kind": "milestone"}, [("milestone_on", "Enter the day by which it is to be done")]),
        ({"kind": "yes_no"}, []),
        ({"kind": "composite", "sub_scores": SUBS, "target": D(100)}, []),
        ({"kind": "composite", "sub_scores": SUBS, "target": D("100.01")}, [("target", "The target of a score is at most 100")]),
        (
            {"kind": "composite", "sub_scores": SUBS, "direction": "lower"},
            [("direction", "A score made of sub-scores is better the higher it is: choose “higher is better”")],
        ),
        ({"unit": " %"}, [("kind", "A percentage is not added up: choose a share, or a level")]),
        ({"unit": "%", "kind": "level"}, []),
        ({"per": "year"}, []),
        ({"wording": " "}, [("wording", "Say what is measured")]),
        ({"unit": ""}, [("unit", "Say what is counted: people, %, tonnes")]),
        ({"frequency": ""}, [("frequency", "Say how often it is reported")]),
    ],
)
def test_what_is_promised_makes_sense_or_one_sentence_says_what_does_not(more, wanted):
    assert terms(**more).tidy().problems() == wanted


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.SUM])
def test_only_what_is_added_up_is_promised_for_another_length(kind):
    sense = {"unit": "", "milestone_on": DAY, "sub_scores": SUBS} if kind != Kind.LEVEL else {}
    fault = ("per", "Only figures that are added up can be promised for another length than the reporting period")
    assert terms(kind=kind, per="year", **sense).tidy().problems() == [fault]
