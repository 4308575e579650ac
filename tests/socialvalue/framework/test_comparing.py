"""Two versions of a framework side by side: what is added, removed, changed, and what each part is called."""

from dataclasses import replace
from decimal import Decimal

import pytest

from socialvalue.framework.calculations.comparing import Change, Comparison, Item, compare
from socialvalue.framework.calculations.rows import FrameworkRow

ROW = FrameworkRow(
    priority="Local Employment", priority_code="LE", priority_description="Work near home", outcome_code="LE1",
    outcome="Lasting work", measure_code="M1", measure="Jobs", unit="people", evidence="Payroll", guidance="Ask",
    easy_read="Work", strategic_outcome="K1",
)  # fmt: skip
PROXY = replace(
    ROW, proxy_value=Decimal("1250.50"), proxy_unit="job", proxy_source="HM Treasury", proxy_licence="OGL", price_year=2020
)
PROXY_IN_WORDS = "£1,250.50 a job (HM Treasury, OGL, 2020)"


def changes(before: FrameworkRow, after: FrameworkRow) -> list[tuple[str, str, str]]:
    found = compare([before], [after])
    assert (found.added, found.removed) == ([], [])
    return [fields for change in found.changed for fields in change.fields]


@pytest.mark.parametrize(
    ("attribute", "value", "told"),
    [
        ("measure", "Posts", ("measure", "Jobs", "Posts")),
        ("unit", "full-time posts", ("unit", "people", "full-time posts")),
        ("direction", "lower", ("direction", "higher", "lower")),
        ("kind", "outcome", ("outcome or output", "output", "outcome")),
        ("evidence", "", ("evidence", "Payroll", "")),
        ("guidance", "Look", ("guidance", "Ask", "Look")),
        ("easy_read", "Jobs", ("easy-read wording", "Work", "Jobs")),
        ("outcome", "Work that lasts", ("outcome", "Lasting work", "Work that lasts")),
        ("priority", "Jobs nearby", ("priority", "Local Employment", "Jobs nearby")),
        ("strategic_outcome", "K2", ("strategic outcome", "K1", "K2")),
        ("priority_description", "", ("description of the priority", "Work near home", "")),
    ],
)
def test_whatever_is_said_of_a_measure_is_compared(attribute, value, told):
    assert changes(ROW, replace(ROW, **{attribute: value})) == [told]


def test_where_a_line_stood_is_no_difference():
    assert changes(ROW, replace(ROW, line=7)) == []


@pytest.mark.parametrize(
    ("attribute", "value", "words"),
    [
        ("proxy_value", Decimal(900), "£900 a job (HM Treasury, OGL, 2020)"),
        ("proxy_unit", "post", "£1,250.50 a post (HM Treasury, OGL, 2020)"),
        ("proxy_source", "ONS", "£1,250.50 a job (ONS, OGL, 2020)"),
        ("proxy_licence", "CC BY", "£1,250.50 a job (HM Treasury, CC BY, 2020)"),
        ("price_year", 2021, "£1,250.50 a job (HM Treasury, OGL, 2021)"),
        ("proxy_area", "Kent", "£1,250.50 a job (HM Treasury, OGL, 2020), Kent"),
    ],
)
def test_a_proxy_is_compared_as_it_is_read(attribute, value, words):
    assert changes(PROXY, replace(PROXY, **{attribute: value})) == [("proxies", PROXY_IN_WORDS, words)]


def test_all_proxies_of_a_measure_are_one_line():
    second = replace(PROXY, proxy_value=Decimal(900), price_year=2018)
    both = f"{PROXY_IN_WORDS}; £900 a job (HM Treasury, OGL, 2018)"
    assert compare([ROW], [PROXY, second]).changed == [Change("M1", "Jobs", [("proxies", "", both)])]


def test_a_measure_is_matched_on_the_codes_of_its_outcome_and_its_own():
    elsewhere = replace(ROW, outcome_code="LE2")
    other = replace(ROW, measure_code="M2", measure="Hours")
    found = compare([ROW, other], [ROW, elsewhere])
    assert [(item.code, item.name) for item in found.added] == [("M1", "Jobs")]
    assert [(item.code, item.name) for item in found.removed] == [("M2", "Hours")]
    assert (found.changed, found.unchanged) == ([], 1)
    assert found.summary == "1 added, 0 changed, 1 removed, 1 unchanged"


def test_outcomes_and_priorities_with_nothing_below_them_are_named_as_such():
    outcome = FrameworkRow(priority="Local Employment", priority_code="LE", outcome_code="LE1", outcome="Lasting work")
    priority = FrameworkRow(priority="Local Employment", priority_code="LE")
    other = FrameworkRow(priority="Buy local", priority_code="BL")
    found = compare([], [ROW, replace(outcome, outcome_code="LE2"), priority, other])
    assert [(item.code, item.name) for item in found.added] == [
        ("M1", "Jobs"),
        ("LE2", "Lasting work (no measure)"),
        ("LE", "Local Employment (no outcome)"),
        ("BL", "Buy local (no outcome)"),
    ]


ITEM = Item("M1", "Jobs", {})


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (Comparison(), True),
        (Comparison(unchanged=3), True),
        (Comparison(added=[ITEM]), False),
        (Comparison(removed=[ITEM]), False),
        (Comparison(changed=[Change("M1", "Jobs", [])]), False),
    ],
    ids=["nothing", "unchanged", "added", "removed", "changed"],
)
def test_two_versions_are_the_same_where_nothing_came_went_or_changed(found, same):
    assert found.same is same
