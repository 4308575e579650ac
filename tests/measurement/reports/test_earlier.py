"""A report frozen in the earlier form is drawn with the words it was approved with."""

import copy
from decimal import Decimal as D
from types import SimpleNamespace

import pytest

from measurement.reports.documents import earlier
from measurement.reports.documents.layout import document
from measurement.reports.documents.sections import introduction
from measurement.reports.models import Report
from measurement.reports.selectors import Corrections
from socialvalue.common.canonical import digest_of, sha256
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db
BEFORE = {"green": 1, "amber": 2, "red": 3, "missing": 4, "none": 5}
MEASURE = {
    "label": "Apprenticeships",
    "unit": "people",
    "delivered": "4",
    "promised": "6",
    "share": "66.6667",
    "coverage_words": "",
    "figure": 1,
}


def early(report: Report) -> Report:
    """As the content of an earlier release stands in the database: other names, no values in words."""
    content = copy.deepcopy(report.content) | {"format": "report/1", "contracts": 49}
    for line in [*content["priorities"], *content["directorates"], content["total"]]:
        for name, _ in earlier.COLUMNS:
            del line[name]
        line.update(BEFORE, rated=6)
    content["priorities"][0]["measures"] = [MEASURE, {**MEASURE, "delivered": None, "promised": None, "share": None}]
    for entry in content["figures"]:
        del entry["shown"]
    content["charts"]["series"] = ["On target", "Above the floor", "Below the floor", "Not reported", "No target"]
    for row in content["charts"]["priorities"]["rows"]:
        row[1] = row[1][:5]
    report.content = content
    report.save(update_fields=["content"])
    return report


@pytest.fixture
def scene():
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    return scene


def test_its_page_has_its_columns_its_rule_and_its_number(scene, client):
    report = early(build.approved(scene))
    client.force_login(people.fresh(scene.who.member))
    page = client.get(f"/reports/{report.reference}/").content.decode()
    for part in ("Above floor", "Below floor", "1 of 6", "4 people, 6 people promised", "not reported, without a target"):
        assert part in page
    assert "Below minimum" not in page
    assert "This report covers 49 contracts, grants and in-house services of" in page
    assert "with something to report" not in page.partition("Introduction")[2].partition("Promised and delivered")[0]


def test_todays_page_has_todays_words(scene, client):
    report = build.approved(scene)
    client.force_login(people.fresh(scene.who.member))
    page = client.get(f"/reports/{report.reference}/").content.decode()
    assert "Below minimum" in page
    assert "Above floor" not in page
    assert "covers 1 contract, grant or in-house service with something to report in this period" in page


def test_what_was_frozen_is_left_as_it_is(scene):
    report = early(build.approved(scene))
    before = copy.deepcopy(report.content)
    assert document(report, Corrections())["content"] != before
    assert report.content == before


@pytest.mark.parametrize(
    ("form", "columns", "rule"),
    [("report/1", earlier.COLUMNS_BEFORE, introduction.RULE_BEFORE), ("report/2", earlier.COLUMNS, introduction.RULE)],
)
def test_the_form_decides(form, columns, rule):
    content = {
        "format": form, "contracts": 3, "council": "Kent", "starts_on": "2025-04-01", "ends_on": "2025-09-30",
        "as_of": "2025-11-03", "total": {"coverage_words": "All in"},
    }  # fmt: skip
    assert earlier.columns(content) == columns
    assert introduction.PART.texts(SimpleNamespace(content=content))[1] == rule


def test_digests_that_early_reports_have_printed_still_hold():
    early = sha256([[7, 1, "3"], [9, 2, "0.5"]])
    assert digest_of([(9, 2, D("0.50"), None, None), (7, 1, D(3), None, None)]) == early
    assert digest_of([(7, 1, D(75), D(3), D(4))]) == sha256([[7, 1, "75", "3", "4"]])
    assert digest_of([(7, 1, None, None, None)]) == sha256([[7, 1, None]])


def test_its_bars_are_those_it_was_approved_with_and_todays_are_of_a_hundred_percent(scene, client):
    report = build.approved(scene)
    client.force_login(people.fresh(scene.who.member))
    page = client.get(f"/reports/{report.reference}/").content.decode()
    assert (page.count('class="sv-shares"'), page.count("Local Employment: 1 below target; 1 KPI</title>")) == (1, 1)
    page = client.get(f"/reports/{early(report).reference}/").content.decode()
    assert page.count('class="sv-shares"') == 0
    assert page.count("<title>Local Employment: 0 of 1 KPI with a target and a verified return on target, 1 below target. ") == 2


def test_the_summary_begins_with_the_headline_that_was_frozen(scene, client):
    report = build.approved(scene)
    said = {
        "sentence": "In the 6 months to 30 September 2025, the one KPI with a target and a verified return was not on target.",
        "certainty": "Both returns due were verified.",
    }
    assert report.content["headline"] == said
    client.force_login(people.fresh(scene.who.member))
    page = client.get(f"/reports/{report.reference}/").content.decode()
    assert f"<strong>{said['sentence']}</strong> {said['certainty']}" in page
    # What was frozen without one has none
    del report.content["headline"]
    report.save(update_fields=["content"])
    page = client.get(f"/reports/{report.reference}/").content.decode()
    assert "<strong>In the 6 months" not in page


def test_the_band_behind_the_line_is_frozen_with_it_and_may_be_absent(scene):
    report = build.approved(scene)
    # One of two quarters met, of one KPI each: a half, and two errors of a half
    assert report.content["charts"]["trend"]["band"] == ["0", "100"]
    assert document(report, Corrections())["trend_band"] == [D(0), D(100)]
    del report.content["charts"]["trend"]["band"]
    assert document(report, Corrections())["trend_band"] is None
