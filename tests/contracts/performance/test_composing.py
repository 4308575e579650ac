"""A score made of sub-scores, worked by hand."""

from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.performance import composing
from contracts.performance.combining import combine, counted_as, kinds_counted_as
from contracts.performance.composing import NOTHING, SubScore, problems_of, read, rounded, share_of, work_out
from contracts.performance.enums import Kind, Standing
from contracts.performance.rows import Reported, Row
from contracts.performance.rules import EVIDENCE, RESPONSIBLE, RULES
from contracts.performance.standing import figure_of
from tests.contracts.performance.days import days

D = Decimal


def share(key="a", weight=1, target="3", **more) -> SubScore:
    fields = {"wording": f"Sub-score {key}", "unit": "people", "target": D(target)} | more
    return SubScore(key=key, weight=D(weight), **fields)


def scale(key="b", weight=1, evidence=(), rule="scale") -> SubScore:
    return SubScore(key=key, wording=f"Sub-score {key}", weight=D(weight), rule=rule, evidence=tuple(evidence))


@pytest.mark.parametrize(
    ("value", "target", "direction", "score"),
    [
        ("3", "3", "higher", F(100)),
        ("2", "3", "higher", F(200, 3)),
        ("4", "3", "higher", F(100)),
        ("0", "3", "higher", F(0)),
        ("2.9999", "3", "higher", F(29999, 300)),
        # Two complaints are allowed: three are two thirds of the way
        ("2", "2", "lower", F(100)),
        ("0", "2", "lower", F(100)),
        ("3", "2", "lower", F(200, 3)),
        ("2.0001", "2", "lower", F(2000000, 20001)),
        ("1", "0", "lower", F(0)),
        ("0", "0", "lower", F(100)),
    ],
)
def test_a_value_becomes_a_share_of_its_target(value, target, direction, score):
    assert share_of(F(D(value)), share(target=target, direction=direction)) == score


def test_professionalism_of_the_contractor_by_hand():
    """Apprentices 2 of 3 at weight 50, local workforce 45 % of 60 % at 30, site scored good at 20:
    (50 × 66⅔ + 30 × 75 + 20 × 100) ÷ 100 = (3333⅓ + 2250 + 2000) ÷ 100 = 75⅚."""
    subs = [share("a", 50), share("b", 30, "60", unit="%"), scale("c", 20)]
    worked = work_out(subs, {"a": "2", "b": "45", "c": "good"})
    assert [line.score for line in worked.lines] == [F(200, 3), F(75), F(100)]
    assert worked.exact == F(455, 6)
    assert worked.value == D("75.8333")


def test_weights_need_not_make_a_hundred():
    subs = [share("a", 1), share("b", 2)]
    assert work_out(subs, {"a": "3", "b": "0"}).exact == F(100, 3)
    assert work_out([share("a", 10), share("b", 20)], {"a": "3", "b": "0"}).exact == F(100, 3)


def test_what_is_missing_is_not_nought():
    subs = [share("a"), share("b"), share("c", 2)]
    assert work_out(subs, {"a": "3", "b": "3"}).exact is None
    assert work_out(subs, {"a": "3", "b": "3", "c": "0"}).exact == F(50)
    # Nothing to measure takes its weight out: (100 + 100) ÷ 2
    worked = work_out(subs, {"a": "3", "b": "3", "c": NOTHING})
    assert worked.exact == F(100)
    assert worked.weight == 2
    assert not worked.no_cases


def test_nothing_to_measure_at_all_is_no_cases():
    worked = work_out([share("a"), scale("b")], {"a": NOTHING, "b": NOTHING})
    assert worked.no_cases
    assert worked.exact is None
    assert worked.value is None
    assert not work_out([], {}).no_cases


@pytest.mark.parametrize(("rule", "answer", "score"), [
    ("scale", "poor", 0), ("scale", "fair", 50), ("scale", "good", 100), ("kept", "no", 0), ("kept", "yes", 100),
])  # fmt: skip
def test_a_level_has_its_points(rule, answer, score):
    assert work_out([scale(rule=rule)], {"b": answer}).exact == score


def test_good_falls_to_fair_until_each_kind_of_evidence_is_there():
    subs = [scale("b", evidence=("green", "ethical"))]
    none = work_out(subs, {"b": "good"})
    assert (none.exact, none.lines[0].missing, none.lines[0].counted.name) == (F(50), ("green", "ethical"), "Fair")
    one = work_out(subs, {"b": "good"}, {("b", "green")})
    assert (one.exact, one.lines[0].missing) == (F(50), ("ethical",))
    both = work_out(subs, {"b": "good"}, {("b", "green"), ("b", "ethical")})
    assert (both.exact, both.lines[0].missing, both.lines[0].counted.name) == (F(100), (), "Good")


def test_evidence_is_of_its_own_line_and_asked_of_the_top_alone():
    subs = [scale("b", evidence=("green",)), scale("c", evidence=("green",))]
    assert work_out(subs, {"b": "good", "c": "good"}, {("b", "green")}).exact == F(75)
    assert work_out(subs, {"b": "fair", "c": "poor"}).lines[0].missing == ()


@pytest.mark.parametrize(("exact", "kept"), [
    (F(1, 3), "0.3333"), (F(2, 3), "0.6667"), (F(1, 20000), "0.0001"), (F(99999, 2000000), "0.0500"), (F(0), "0.0000"),
])  # fmt: skip
def test_a_value_is_kept_to_four_places_half_up(exact, kept):
    assert str(rounded(exact)) == kept


def test_the_working_says_what_was_asked_and_what_came():
    (line,) = work_out([share("a", "2.50", "3.0")], {"a": "2"}).plain()
    assert line == {
        "key": "a", "wording": "Sub-score a", "weight": "2.5", "rule": "share", "unit": "people", "target": "3",
        "direction": "higher", "evidence": [], "answer": "2", "score": "200/3", "missing": [], "counted": "",
    }  # fmt: skip


answers = st.one_of(st.just(NOTHING), st.decimals(min_value=0, max_value=20, places=2).map(str))


@given(st.lists(st.tuples(st.integers(1, 9), answers), min_size=1, max_size=6))
def test_a_score_lies_between_its_lowest_and_highest_part(drawn):
    subs = [share(f"s{place}", weight) for place, (weight, _) in enumerate(drawn)]
    worked = work_out(subs, {f"s{place}": answer for place, (_, answer) in enumerate(drawn)})
    scores = [line.score for line in worked.lines if line.score is not None]
    if not scores:
        assert worked.no_cases
        return
    assert min(scores) <= worked.exact <= max(scores)
    assert 0 <= worked.exact <= 100
    # What is kept is read as what it was, and comes to the same
    again = work_out(read(worked.plain()), {line["key"]: line["answer"] for line in worked.plain()})
    assert again == worked


@pytest.mark.parametrize(("sub", "words"), [
    (share(wording=""), "say what is scored"),
    (share(wording="Jobs: local"), "no colon or semicolon"),
    (share(wording="x" * 151), "at most 150"),
    (share(weight=0), "weight must be above 0"),
    (share(weight="1000.5"), "at most 1,000"),
    (share(weight="0.001"), "2 decimal places"),
    (share(target="0"), "needs a target above 0"),
    (share(target="-1", direction="lower"), "needs a target above 0"),
    (share(target="0.00001"), "4 behind it"),
    (share(unit=""), "say what is counted"),
    (share(evidence=("green",)), "only the top level of a scale"),
    (scale(evidence=("nonsense",)), "nonsense is no kind of evidence"),
])  # fmt: skip
def test_what_no_sub_score_may_be(sub, words):
    (found,) = problems_of([sub])
    assert found.startswith("Sub-score 1: ")
    assert words in found


def test_what_a_kpi_may_be_made_of():
    assert problems_of([]) == ["Enter at least one sub-score"]
    assert problems_of([share(target="0", direction="lower"), scale(evidence=RESPONSIBLE)]) == []
    assert problems_of([share("a", wording="Jobs"), share("b", wording="jobs")]) == [
        "Two sub-scores have the same words: name each differently"
    ]
    many = [share(f"s{place}") for place in range(composing.MOST + 1)]
    assert problems_of(many) == ["A KPI has at most 12 sub-scores"]
    assert problems_of(many[:-1]) == []


def test_each_rule_says_itself_and_levels_rise():
    for rule in RULES.values():
        points = [level.points for level in rule.levels]
        assert points == sorted(set(points))
        assert rule.words.endswith(".")
        assert not points or (points[0], points[-1]) == (0, 100)
    assert [kind for kind in EVIDENCE if EVIDENCE[kind].registered] == ["considerate", "award"]
    assert len(RESPONSIBLE) == 6


def test_over_periods_a_score_is_a_mean_weighted_by_days():
    """81 points over 31 days and 60 over 28, and a period of no cases: (81 × 31 + 60 × 28) ÷ 59 = 4191 ÷ 59."""
    rows = [
        Row(*days("2026-01-01", "2026-01-31"), target=D(70), reported=Reported(value=D(81))),
        Row(*days("2026-02-01", "2026-02-28"), target=D(70), reported=Reported(value=D(60))),
        Row(*days("2026-03-01", "2026-03-31"), target=D(90), reported=Reported()),
    ]
    assert combine(rows, Kind.COMPOSITE).value == F(4191, 59)
    figure = figure_of(rows, Kind.COMPOSITE, "higher", rows[-1].due_on)
    assert (figure.standing, figure.kind, figure.target) == (Standing.ON_TARGET, "level", F(70))
    assert figure == figure_of(rows, Kind.LEVEL, "higher", rows[-1].due_on)


def test_figures_call_a_score_a_level():
    assert [counted_as(kind) for kind in Kind] == ["sum", "ratio", "level", "yes_no", "milestone", "level"]
    assert kinds_counted_as("level") == ("level", "composite")
    assert kinds_counted_as("sum") == ("sum",)
