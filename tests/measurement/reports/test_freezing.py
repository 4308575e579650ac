"""A report is frozen in steps: what is counted stays, what is gathered fits it, and one worker at a time is at it."""

import copy
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.kept import services as kept
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.reports import selectors, services
from measurement.reports.calculations import sources as calculated
from measurement.reports.documents.sections import material
from measurement.reports.models import FrozenSources, Report
from measurement.reports.services import freezing
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_once(module_database):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    build.contract(scene, {"measure": "GS2.1", "values": ["4", "2"]}, title="Boilers")
    return scene


@pytest.fixture
def scene(made_once):
    return copy.deepcopy(made_once)


@pytest.fixture
def small(monkeypatch):
    """Rows of two keys, written after each return."""
    monkeypatch.setattr(calculated, "MOST", 2)
    monkeypatch.setattr(selectors, "MOST", 2)
    monkeypatch.setattr(freezing, "SET", 1)


def built(report: Report, progress=lambda percent, step: None) -> Report:
    with clock.at(build.NOW):
        return services.build(report.pk, progress)


def told(report: Report) -> list[list]:
    return [[figure.key, figure.digest, *build.keys_behind(figure)] for figure in report.figures.order_by("pk")]


def test_in_small_steps_it_is_the_same_report(scene, monkeypatch):
    whole = build.frozen(scene)
    expected = told(whole)
    monkeypatch.setattr(calculated, "MOST", 2)
    monkeypatch.setattr(freezing, "SET", 1)
    with clock.at(build.NOW):
        services.build_again(whole, by=scene.preparer, reason="To see whether it is the same")
    again = built(whole)
    assert told(again) == expected
    assert [entry["digest"] for entry in again.content["figures"]] == [line[1] for line in expected]
    rows = FrozenSources.objects.filter(figure=again.figures.first())
    assert [(row.first, row.last, len(row.keys)) for row in rows] == [(row.keys[0], row.keys[-1], 2) for row in rows]
    assert selectors.check(again).equal


def test_as_many_returns_stand_behind_a_figure_as_it_says(scene):
    report = build.frozen(scene)
    assert [len(build.keys_behind(f)) for f in report.figures.all()] == [f.reported for f in report.figures.all()]
    assert report.figures.first().reported == 4


def test_the_page_hears_how_far_it_is(scene, small):
    heard = []
    built(build.asked(scene), lambda percent, step: heard.append((percent, step)))
    assert [percent for percent, _ in heard] == sorted(percent for percent, _ in heard)
    assert heard[-4:] == [
        (percent, f"Finding the returns behind each figure: {number} of 4")
        for percent, number in ((40, 1), (50, 2), (60, 3), (70, 4))
    ]


class Killed(Exception):
    """A worker at its end."""


def killed_while_gathering(report: Report) -> None:
    def progress(percent, step):
        if step.endswith("2 of 4"):
            raise Killed

    with pytest.raises(Killed):
        built(report, progress)


def test_what_was_counted_before_a_kill_is_not_counted_again(scene, small, monkeypatch):
    report = build.asked(scene)
    killed_while_gathering(report)
    report.refresh_from_db()
    assert (report.status, report.content) == ("building", {})
    assert report.counted["content"]["total"]["reported"] == 4
    assert FrozenSources.objects.filter(figure__report=report).exists()
    monkeypatch.setattr(freezing.frozen_content, "freeze", None)
    frozen = built(report)
    assert selectors.check(frozen).equal
    assert (frozen.counted, frozen.gathering) == ({}, "")


def test_a_half_frozen_report_shows_no_figure(scene, small, client):
    report = build.asked(scene)
    killed_while_gathering(report)
    client.force_login(people.fresh(scene.preparer))
    assert client.get(f"/reports/{report.reference}/").status_code == 200
    for path in ("figures/1/", "check/"):
        assert client.get(f"/reports/{report.reference}/{path}").status_code == 404
    assert selectors.corrections(report) == selectors.Corrections()


def correct_first(scene) -> None:
    """Somebody verifies a correction of the first return."""
    due = DueReturn.objects.filter(kpi__obligation__contract__title="Home care").order_by("starts_on").first()
    fresh = returns.correct_return(due, by=scene.who.reporter, reason="One person was counted twice")
    fresh = returns.save_return(due, by=scene.who.reporter, value=fresh.value + 1, expected_version=fresh.version)
    returns.verify_return(returns.submit_return(fresh, by=scene.who.reporter), by=scene.who.manager, comment=build.contracts.SEEN)


def test_what_changed_between_counting_and_gathering_is_counted_anew(scene):
    """Its verification was taken back by a request that began before: the figures count one return more than there are."""
    report, done = build.asked(scene), []

    def progress(percent, step):
        if step == "Finding the returns behind each figure" and not done:
            done.append(percent)
            last = Return.objects.filter(status="verified").order_by("pk").last()
            Return.objects.filter(pk=last.pk).update(status="submitted", decided_at=None, decided_by=None)
            kept.keep(last.due.kpi.obligation.contract_id)

    frozen = built(report, progress)
    assert (done, frozen.figures.first().reported) == ([freezing.FROM], 3)
    assert selectors.check(frozen).equal


def at_the_word(step: str, do):
    """A progress that does something once, when this is said."""
    done = []

    def progress(percent, said):
        if said == step and not done:
            done.append(said)
            do()

    progress.done = done
    return progress


def test_a_correction_whose_request_came_in_before_and_that_is_seen_after_counting(scene):
    """As many returns as before stand behind each figure, and another one of them."""

    def late():
        with clock.at(build.NOW - timedelta(seconds=5)):
            correct_first(scene)

    progress = at_the_word("Finding the returns behind each figure", late)
    frozen = built(build.asked(scene), progress)
    assert progress.done
    fresh = Return.objects.get(number=2)
    assert fresh.pk in build.keys_behind(frozen.figures.first())
    checked = selectors.check(frozen)
    assert [c.recomputed for c in checked.checks] == [c.figure.value for c in checked.checks]
    assert checked.equal


@pytest.mark.parametrize("said", ["Counting promised and delivered", "Gathering stories and what needs attention"])
def test_a_correction_while_it_is_counted(scene, monkeypatch, said):
    """Later than the moment from which on nothing is gathered; what is counted may have it already."""
    moments = iter([build.NOW, build.NOW + timedelta(seconds=9)])
    monkeypatch.setattr(clock, "source", lambda: next(moments))

    def meanwhile():
        with clock.at(build.NOW + timedelta(seconds=5)):
            correct_first(scene)

    progress = at_the_word(said, meanwhile)
    frozen = built(build.asked(scene), progress)
    assert progress.done
    assert list(moments) == [], "it was counted a second time"
    assert Return.objects.get(number=2).pk in build.keys_behind(frozen.figures.first())
    assert selectors.check(frozen).equal


def test_a_correction_while_it_is_gathered_is_one_of_afterwards(scene, monkeypatch):
    """Its moment lies behind that of the figures: they stand, and it is told as a correction since."""
    monkeypatch.setattr(clock, "source", lambda: build.NOW)

    def after():
        with clock.at(build.NOW + timedelta(seconds=5)):
            correct_first(scene)

    frozen = built(build.asked(scene), at_the_word("Finding the returns behind each figure", after))
    assert Return.objects.get(number=2).pk not in build.keys_behind(frozen.figures.first())
    assert selectors.check(frozen).equal
    assert selectors.corrections(frozen).returns == 1


def test_a_verification_is_not_undone_while_its_return_is_being_gathered(scene):
    with clock.at(build.NOW):
        correct_first(scene)
    fresh = Return.objects.filter(status="verified", number=2).get()
    assert selectors.why_it_stands(fresh) == ""
    report, heard = build.asked(scene), []

    def progress(percent, step):
        heard.append(selectors.why_it_stands(fresh))

    built(report, progress)
    words = f"This cannot be undone: the figures of report {report.reference} are frozen with this return in them."
    # Not while it is being counted; from then on
    assert heard == ["", "", words]
    assert selectors.why_it_stands(fresh) == words


def test_after_three_times_it_is_left_to_a_quieter_hour(scene, monkeypatch):
    monkeypatch.setattr(freezing, "_agree", lambda report, gatherer: False)
    report = build.asked(scene)
    with pytest.raises(WrongState, match=r"^Returns were verified while the figures were being frozen, three times\. Try again"):
        built(report)
    report.refresh_from_db()
    assert (report.status, report.counted) == ("building", {})
    monkeypatch.undo()
    assert built(report).status == "draft"


def test_a_worker_given_up_for_dead_stops_where_another_has_begun(scene, small):
    report, begun = build.asked(scene), []

    def progress(percent, step):
        if step.endswith("2 of 4") and not begun:
            begun.append(percent)
            services.build(report.pk)

    with pytest.raises(WrongState, match="Another worker has taken this report over"):
        built(report, progress)
    report.refresh_from_db()
    assert report.status == "draft"
    assert selectors.check(report).equal


def test_returns_are_read_in_one_statement(scene):
    with clock.at(build.NOW), CaptureQueriesContext(connection) as caught:
        scope = material.scope_of(build.asked(scene), build.NOW.date())
        begun = len(caught)
        assert len(list(material.sources(scope, clock.source()))) == 4
    assert len(caught) - begun == 1


@pytest.mark.parametrize("size", [1, 2, 3, 4, 50])
def test_the_returns_behind_a_figure_are_paged_from_their_rows(scene, small, size):
    """Of more than one row: in the order of their keys from page to page."""
    figure = build.frozen(scene).figures.first()
    found = selectors.SourcesOf(figure)
    assert len(found) == 4
    pages = [found[start : min(start + size, 4)] for start in range(0, 4, size)]
    keys = [sorted(row.pk for row in page) for page in pages]
    assert [key for page in keys for key in page] == build.keys_behind(figure)


def test_of_one_row_the_order_is_by_contract_from_page_to_page(scene):
    figure = build.frozen(scene).figures.first()
    found = selectors.SourcesOf(figure)
    titles = [row.due.kpi.obligation.contract.title for start in range(4) for row in found[start : start + 1]]
    assert titles == ["Boilers", "Boilers", "Home care", "Home care"]


def test_a_figure_without_a_return_has_no_page_of_them(scene):
    figure = build.frozen(scene, starts_on=date(2025, 10, 1), ends_on=date(2025, 10, 31)).figures.first()
    found = selectors.SourcesOf(figure)
    assert (len(found), found[0:0]) == (0, [])


@pytest.mark.parametrize("kinds", [["cabinet"], ["cabinet", "scrutiny"]])
def test_the_clock_asks_the_same_of_however_many_reports(scene, kinds, django_assert_num_queries):
    for kind in kinds:
        build.approved(scene, kind=kind)
    with django_assert_num_queries(2):  # the reports; what was replaced since
        assert selectors.corrected_reports() == {}


def test_what_the_clock_has_looked_at_it_looks_at_no_more(scene, django_assert_num_queries):
    report = build.approved(scene)
    with clock.at(build.NOW):
        correct_first(scene)
    assert selectors.corrected_reports() == {report.pk: 1}
    Report.objects.filter(pk=report.pk).update(looked_at=build.NOW + selectors.LATE)
    assert selectors.corrected_reports() == {report.pk: 1}, "the last minutes are looked at twice"
    Report.objects.filter(pk=report.pk).update(looked_at=build.NOW + selectors.LATE * 2)
    with django_assert_num_queries(2):
        assert selectors.corrected_reports() == {}
    assert selectors.corrections(report).returns == 1, "the page says it all the same"
