"""No data can stop a report: frameworks that share codes, versions, mismatched obligations, nothing at all."""

from dataclasses import replace
from decimal import Decimal as D
from types import SimpleNamespace

import pytest

from contracts.obligations.models import Kpi, Obligation
from measurement.figures.calculations.figures import Figure
from measurement.reports import selectors, services
from measurement.reports.calculations.sources import Which
from measurement.reports.documents.sections.material import Material, key_of
from measurement.reports.models import LONGEST_KEY, FrozenFigure, Report
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.framework import services as frameworks
from socialvalue.framework.models import Framework, Measure, Priority
from tests.builders import framework as library
from tests.builders import measurement as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return build.scene()


def with_measure(scene, code: str, measure: Measure):
    return replace(scene, measures={**scene.measures, code: measure})


def built(scene) -> Report:
    """Frozen, equal to its sources, its keys distinct and the same in content and rows, its paper drawn."""
    report = build.frozen(scene)
    assert selectors.check(report).equal
    keys = [e["key"] for e in report.content["figures"]]
    assert keys == list(report.figures.values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    return report


def quantities(report: Report) -> list[tuple[str, str, str]]:
    """(priority, measure, delivered) of each line of the table."""
    return [(p["name"], m["label"], m["delivered"]) for p in report.content["priorities"] for m in p["measures"]]


def test_two_frameworks_with_one_priority_code(scene):
    second = library.published(library.editor(scene.council))
    [measure] = Measure.objects.filter(outcome__priority__version=second)
    assert Priority.objects.filter(code="LE").count() == 2
    both = with_measure(scene, "second", measure)
    build.contract(both, {"values": ["3", "1"]}, {"measure": "second", "values": ["5", "2"]})
    report = built(both)
    assert quantities(report) == [
        ("Local Employment", "Apprenticeships started", "4"),
        ("Local employment", "People in work, kind 1", "7"),
    ]


def test_a_second_framework_that_nothing_uses_yet(scene):
    library.published(library.editor(scene.council))
    build.contract(scene, {"values": ["3", "1"]})
    assert quantities(built(scene)) == [("Local Employment", "Apprenticeships started", "4")]


def test_two_versions_of_one_framework(scene):
    editor = library.editor(scene.council)
    framework = Framework.objects.get(council=scene.council)
    build.contract(scene, {"values": ["3", "1"]})
    second = frameworks.publish_version(frameworks.start_version(framework, by=editor), by=editor)
    later = with_measure(scene, "later", Measure.objects.get(code="LE2.2", outcome__priority__version=second))
    build.contract(later, {"measure": "later", "values": ["5", "2"]})
    report = built(later)
    delivered = [D(value) for name, label, value in quantities(report) if label == "Apprenticeships started"]
    assert sum(delivered) == 11
    assert [p["name"] for p in report.content["priorities"]].count("Local Employment") == 1


def test_one_measure_under_two_priorities(scene):
    """The obligation of the second contract names a priority that its measure does not belong to, as earlier rows may."""
    build.contract(scene, {"values": ["3", "1"]})
    other = build.contract(scene, {"values": ["5", None]})
    Obligation.objects.filter(contract=other).update(priority=Priority.objects.get(code="BK"))
    report = built(scene)
    assert quantities(report) == [
        ("Local Employment", "Apprenticeships started", "4"),
        ("Buy Kent First", "Apprenticeships started", "5"),
    ]
    ends = [key.partition("/")[2] for key in report.figures.of_measures().values_list("key", flat=True)]
    assert len(ends) == 2
    assert len(set(ends)) == 1, "below its line the measure has one key"


def test_an_obligation_without_a_priority(scene):
    build.contract(scene, {"measure": "", "values": ["3", "1"]})
    assert built(scene).content["total"]["kpis"] == 1


@pytest.mark.parametrize("unit", ["kg/m²", "x" * 60, "people: all / some"])
def test_units_with_signs_and_of_any_length(scene, unit):
    """A KPI counts in its measure's unit; one of an older version of the framework may have had another."""
    build.contract(scene, {"values": ["3", "1"]})
    Kpi.objects.update(unit=unit)
    report = built(scene)
    assert report.figures.of_measures().get().unit == unit


def test_a_council_with_nothing_at_all(scene):
    report = built(scene)
    assert report.content["contracts"] == 0
    with clock.at(build.NOW):
        assert services.submit_report(services.edit_words(report, by=scene.preparer, **build.WORDS), by=scene.preparer).status


def line(key="priority:kent:LE", name="Local Employment"):
    return SimpleNamespace(key=key, name=name)


def figure(key):
    return Figure(key=key, label="Apprenticeships started", value=D(3), unit="apprenticeships")


@pytest.mark.parametrize(
    ("of", "key", "expected"),
    [
        (line(), "priority:kent:LE", "priority:kent:LE"),
        (line(), "measure:4:people", "priority:kent:LE/measure:4:people"),
        (line("priority:none"), "measure:4:people", "priority:none/measure:4:people"),
        (line(), "m" * (LONGEST_KEY - 17), "priority:kent:LE/" + "m" * (LONGEST_KEY - 17)),
    ],
)
def test_what_a_figure_is_called(of, key, expected):
    assert key_of(of, figure(key)) == expected


def test_long_keys_are_not_cut_into_one():
    long = "measure:4:" + "m" * LONGEST_KEY
    one, other = (key_of(line(), figure(long + end)) for end in "ab")
    assert len(one) == len(other) == LONGEST_KEY
    assert one != other
    assert FrozenFigure(key=one).is_of_a_measure


def test_the_last_guard_names_both_lines():
    material = Material(None, None, None, [])
    material.keep(line(), figure("measure:4:people"), Which())
    assert material.keep(line("priority:second:LE"), figure("measure:4:people"), Which()) == 2
    with pytest.raises(
        Refused,
        match=r"Two figures of the report have one key \(priority:kent:LE/measure:4:people\): “Apprenticeships started” of "
        r"“Work for all” and one of “Local Employment”\. Tell the people who run the service\.",
    ):
        material.keep(line(name="Work for all"), figure("measure:4:people"), Which())


@pytest.mark.parametrize(
    ("key", "expected"), [("measure:4:people", True), ("priority:kent:LE/measure:4:people", True), ("priority:kent:LE", False), ("directorate:measure", False)]
)  # fmt: skip
def test_which_keys_are_of_measures_in_python_and_in_the_database(scene, key, expected):
    report = build.asked(scene)
    row = FrozenFigure.objects.create(report=report, key=key, label="", unit="", reported=0, expected=0)
    assert row.is_of_a_measure is expected
    assert report.figures.of_measures().exists() is expected
