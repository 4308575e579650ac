"""What is corrected after the freezing: said on the page and on paper, which is made anew, once."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from contracts.returns import services as returns
from contracts.schedule.models import DueReturn
from measurement.reports import selectors, services, timed
from measurement.reports.calculations import words
from measurement.reports.documents.layout import pdf_context
from measurement.reports.models import Report
from measurement.reports.selectors import Corrections
from measurement.reports.tasks import building
from socialvalue.common import clock
from socialvalue.documents.models import Document
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    build.contract(scene, {"measure": "GS2.1", "values": ["4", None]}, title="Boilers")
    return scene


def correct(scene, title: str, *, verified: bool = True, at=build.NOW) -> None:
    """The first return of the contract says one more than before."""
    due = DueReturn.objects.filter(kpi__obligation__contract__title=title).order_by("starts_on").first()
    with clock.at(at):
        fresh = returns.correct_return(due, by=scene.who.reporter, reason="One person was counted twice")
        fresh = returns.save_return(due, by=scene.who.reporter, value=fresh.value + D(1), expected_version=fresh.version)
        if verified:
            returns.verify_return(
                returns.submit_return(fresh, by=scene.who.reporter), by=scene.who.manager, comment=build.contracts.SEEN
            )


def labels(report: Report, corrected: Corrections) -> set[str]:
    return {report.content["figures"][n - 1]["label"] for n in corrected.figures}


def test_nothing_is_said_before_a_correction_is_verified(scene):
    report = build.approved(scene)
    assert selectors.corrections(report) == Corrections()
    correct(scene, "Home care", verified=False)
    assert selectors.corrections(report) == Corrections()
    assert selectors.corrected_reports() == {}


def test_how_many_returns_and_which_figures(scene):
    report = build.approved(scene)
    correct(scene, "Home care")
    corrected = selectors.corrections(report)
    assert corrected.returns == 1
    directorate = report.content["directorates"][0]["name"]
    assert labels(report, corrected) == {"All priorities", "Local Employment", "Apprenticeships started", directorate}
    correct(scene, "Boilers")
    both = selectors.corrections(report)
    assert both.returns == 2
    assert set(corrected.figures) < set(both.figures)
    assert selectors.corrected_reports() == {report.pk: 2}
    # The numbers are those of the check's page
    assert both.figures == tuple(c.number for c in selectors.check(report).replaced)
    # A report frozen afterwards knows the corrected values
    assert selectors.corrections(build.frozen(scene, kind="scrutiny")) == Corrections()


def test_one_whose_request_came_in_before_the_freezing_and_that_was_answered_after(scene):
    report = build.approved(scene)
    # It has the moment at which the request came in
    correct(scene, "Home care", at=report.frozen_at - timedelta(minutes=9))
    assert selectors.corrections(report).returns == 1
    assert selectors.corrected_reports() == {report.pk: 1}


def test_page_and_paper_say_it_and_a_draft_is_to_be_frozen_again(scene, client):
    approved, draft = build.approved(scene), build.frozen(scene, kind="scrutiny")
    client.force_login(people.fresh(scene.who.member))
    here = f"/reports/{approved.reference}/"
    assert "Corrected since" not in client.get(here).content.decode()
    correct(scene, "Home care")
    text = words.corrected(1, selectors.corrections(approved).figures) + " They say what was known on 3 November 2025."
    page = client.get(here).content.decode()
    assert text in page
    assert f'href="{here}check/"' in page
    [note] = pdf_context(approved, selectors.corrections(approved))["notes"]
    assert (note.title, note.text, note.path) == ("Corrected since", text, f"{here}check/")
    assert "Update the figures" not in page
    client.force_login(people.fresh(scene.preparer))
    page = client.get(f"/reports/{draft.reference}/").content.decode()
    assert "Update the figures, so that the report says what is known now." in page
    with clock.at(build.NOW):
        services.build_again(draft, by=scene.preparer, reason="A return was corrected")
        services.build(draft.pk)
    assert "Corrected since" not in client.get(f"/reports/{draft.reference}/").content.decode()


def test_the_paper_is_made_anew_once_for_each_number(scene):
    report = build.approved(scene)
    first = building.make_pdf(report)
    assert timed.due(build.NOW) == []
    correct(scene, "Home care")
    assert building.pdf_of(report) is None, "the paper there is tells nothing of the correction"
    assert [(e.what, e.subject) for e in timed.due(build.NOW)] == [("say what was corrected", report.reference)]
    assert timed.apply(build.NOW) == 1
    assert timed.apply(build.NOW) == 0
    assert timed.due(build.NOW) == []
    job = Job.objects.get(key=f"report-pdf:{report.pk}:{report.version}:1")
    run_job(job.pk)
    [second] = Document.objects.of(report)
    assert (second == first, building.pdf_of(report)) == (False, second)
    assert second.description == f"{report.reference}, version {report.version}, 1 corrected since"
    correct(scene, "Boilers")
    assert timed.apply(build.NOW) == 1
    assert Job.objects.filter(key=f"report-pdf:{report.pk}:{report.version}:2").count() == 1


def test_a_paper_that_failed_is_not_asked_for_every_minute(scene):
    report = build.approved(scene)
    correct(scene, "Home care")
    assert timed.apply(build.NOW) == 1
    Job.objects.filter(key__endswith=":1", kind="report-pdf").update(status="failed")
    assert timed.apply(build.NOW) == 0
    assert selectors.failures([report.council_id]).keys() == {report.pk}


def test_a_report_that_is_being_frozen_again_gets_no_paper_yet(scene):
    report = build.frozen(scene)
    correct(scene, "Home care")
    with clock.at(build.NOW):
        services.build_again(report, by=scene.preparer, reason="A return was corrected")
    assert timed.apply(build.NOW) == 0


def test_opening_a_report_writes_nothing(scene, client):
    report = build.approved(scene)
    correct(scene, "Home care")
    before = Job.objects.count()
    client.force_login(people.fresh(scene.who.member))
    client.get(f"/reports/{report.reference}/")
    assert "still being made" in client.get(f"/reports/{report.reference}/report.pdf", follow=True).content.decode()
    assert Job.objects.count() == before


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ((), ""),
        ((4,), "4"),
        ((1, 2), "1 and 2"),
        ((1, 2, 3), "1 to 3"),
        ((1, 3, 4, 5, 8), "1, 3 to 5 and 8"),
        ((1, 2, 4, 5, 6, 7), "1, 2 and 4 to 7"),
    ],
)
def test_numbers_of_figures_in_words(found, text):
    assert words.numbers(found) == text


@pytest.mark.parametrize(
    ("returns_", "figures", "text"),
    [
        (1, (4,), "1 return behind figure 4 was corrected after the figures were frozen."),
        (2, (1, 4), "2 returns behind figures 1 and 4 were corrected after the figures were frozen."),
        (1200, (1, 2, 3), "1,200 returns behind figures 1 to 3 were corrected after the figures were frozen."),
    ],
)
def test_corrections_in_words(returns_, figures, text):
    assert words.corrected(returns_, figures) == text
