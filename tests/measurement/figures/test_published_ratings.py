"""Our standing against ratings that councils have published, and their counts. What differs is said, with why.

Kent rates by a target and a floor standard: on target, above the floor, below it. That is our rule where a KPI has a minimum.
Maidstone has no floor: what is within 10 % of its target is amber. Entered as a minimum of 90 % of the target, ours says the same;
without a minimum nothing is below one, and its reds are “below target”. Kent's direction of travel is a regression for each
indicator: we say “better” and “worse” of shares only, beyond what chance moves, so those counts are not set against ours.
"""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.performance.enums import Standing
from contracts.performance.rows import Reported, Row
from contracts.performance.standing import figure_of, reached
from contracts.performance.travel import Share, travel
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors.achievement import achievement
from tests.builders import measurement as build

D = Decimal
PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data" / "kpi"
missing = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published ratings are not beside this repository")
# Their colours in our words
SAYS = {"green": Standing.ON_TARGET, "amber": Standing.BELOW_TARGET, "red": Standing.BELOW_MINIMUM}
COLOURS = ("green", "amber", "red")
FIRST, LAST, DUE = date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 20)
# Target and floor, and values on and beside them: what a spreadsheet with “>” for “≥” counts otherwise
TARGET, FLOOR, STEP = D(90), D(80), D("0.0001")
HIGHER = {"green": (TARGET, TARGET + STEP, D(250)), "amber": (FLOOR, TARGET - STEP), "red": (FLOOR - STEP, D(0))}
LOWER = {"green": (FLOOR, FLOOR - STEP, D(0)), "amber": (TARGET, FLOOR + STEP), "red": (TARGET + STEP, D(250))}


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rated(value: Decimal | None, target: Decimal | None, minimum: Decimal | None, direction: str = "higher") -> Standing:
    """One indicator over its one period, by the whole rule."""
    row = Row(FIRST, LAST, DUE, target, minimum, None if value is None else Reported(value))
    return figure_of([row], "level", direction, DUE).standing


def tallied(standings) -> Tally:
    return sum((Tally(kpis=1, **{one.value: 1}) for one in standings), Tally())


def counts() -> list[dict[str, str]]:
    """The rows whose three counts are published."""
    return [row for row in published("kcc_qpr_published_counts.csv") if all(row[colour] for colour in COLOURS)]


@missing
def test_each_published_rating_of_a_value_is_ours():
    rows = [row for row in published("kpi_real_values.csv") if row["rating"] and row["target"]]
    assert len(rows) >= 4
    found = [(row["indicator"], rated(D(row["value"]), D(row["target"]), D(row["target"]) * 9 / 10)) for row in rows]
    assert found == [(row["indicator"], SAYS[row["rating"]]) for row in rows]


@missing
def test_without_a_minimum_a_red_of_theirs_is_below_target():
    """The one difference: nobody agreed where a miss becomes a bad miss."""
    for row in published("kpi_real_values.csv"):
        if row["rating"] and row["target"]:
            ours = rated(D(row["value"]), D(row["target"]), None)
            assert ours is (Standing.ON_TARGET if row["rating"] == "green" else Standing.BELOW_TARGET), row["indicator"]


@missing
def test_a_value_without_a_published_target_is_not_rated():
    rows = [row for row in published("kpi_real_values.csv") if not row["target"]]
    assert {rated(D(row["value"]), None, None) for row in rows} == {Standing.NO_TARGET}


@pytest.mark.parametrize(("direction", "values", "target", "minimum"), [
    ("higher", HIGHER, TARGET, FLOOR), ("lower", LOWER, FLOOR, TARGET),
])  # fmt: skip
@pytest.mark.parametrize("colour", COLOURS)
def test_on_the_mark_is_reached_whichever_way_is_better(direction, values, target, minimum, colour):
    assert {rated(value, target, minimum, direction) for value in values[colour]} == {SAYS[colour]}
    exact = {reached(Fraction(value), Fraction(target), Fraction(minimum), direction) for value in values[colour]}
    assert exact == {SAYS[colour]}


def test_ten_per_cent_is_of_the_target_and_no_percentage_points():
    """A target of 45: 40.5 is within 10 % of it, and 39, within 10 points of it, is not."""
    target = D(45)
    assert rated(D("40.5"), target, target * 9 / 10) is Standing.BELOW_TARGET
    assert rated(D(39), target, target * 9 / 10) is Standing.BELOW_MINIMUM


@missing
def test_as_many_indicators_as_published_stand_each_way():
    """Indicators with values on and beside both marks, in the published numbers, are counted as published."""
    assert len(counts()) >= 6
    for row in counts():
        standings = [
            rated(HIGHER[colour][place % len(HIGHER[colour])], TARGET, FLOOR)
            for colour in COLOURS
            for place in range(int(row[colour]))
        ]
        found = tallied(standings)
        assert [found.on_target, found.below_target, found.below_minimum] == [int(row[colour]) for colour in COLOURS], row
        assert found.share == Fraction(int(row["green"]), sum(int(row[colour]) for colour in COLOURS))


@missing
def test_what_is_not_rated_makes_up_the_whole_and_moves_no_share():
    """Kent's counts add up to its KPIs; of Maidstone's 24 there are 14 not applicable, which are rated by nobody."""
    for row in counts():
        rest = int(row["kpis_total"]) - sum(int(row[colour]) for colour in COLOURS)
        assert rest == (14 if row["council"].startswith("Maidstone") else 0), row
        standings = [SAYS[colour] for colour in COLOURS for _ in range(int(row[colour]))]
        nothing = [rated(None, TARGET, FLOOR) if place % 2 else rated(D(7), None, None) for place in range(rest)]
        found = tallied([*standings, *nothing])
        assert (found.kpis, found.rated) == (int(row["kpis_total"]), int(row["kpis_total"]) - rest)
        assert found.share == tallied(standings).share


@missing
def test_a_count_that_is_not_published_is_not_made_up():
    """Where a colour or the total is left out there is no whole to compare with: those rows are named here."""
    left = {row["period"] for row in published("kcc_qpr_published_counts.csv")} - {row["period"] for row in counts()}
    assert left == {"Q1 2020/21", "Q2 2019/20"}


@missing
def test_two_of_kents_reports_differ_by_no_more_than_chance():
    """22 of 35 and 18 of 39 on target: seventeen points, and two standard errors of the difference are twenty-three."""
    shares = {row["period"]: Share(int(row["green"]), int(row["kpis_total"])) for row in counts()}
    before, now = shares["Q4 2020/21"], shares["Q3 2025/26"]
    assert before.part - now.part > Fraction(16, 100)
    assert {travel(now, before).word, travel(before, now).word} == {"same"}


@missing
@pytest.mark.django_db
def test_a_published_dashboard_lived_through():
    """The 14 indicators of June 2025 as KPIs with returns that were sent and verified, each on its mark; oversight's total."""
    (row,) = (one for one in counts() if one["period"] == "June 2025")
    on_the_mark = {"green": "3", "amber": "2", "red": "1"}
    scene = build.scene()
    specs = [{"values": [on_the_mark[colour]] * 2} for colour in COLOURS for _ in range(int(row[colour]))]
    build.contract(scene, *specs, title="Highways maintenance")
    total = achievement(scene.scope()).total.tally
    assert (total.kpis, total.on_target, total.below_target, total.below_minimum) == (14, 11, 2, 1)
    assert [str(total.kpis), *(str(getattr(total, SAYS[colour].value)) for colour in COLOURS)] == [
        row["kpis_total"], *(row[colour] for colour in COLOURS),
    ]  # fmt: skip
