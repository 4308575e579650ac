"""A report that could not be made says so: on its page, in the list, on the home pages, in the post; and is tried again."""

from contextlib import contextmanager

import pytest

from measurement.dashboards.selectors.waiting import everything
from measurement.reports import selectors, services
from measurement.reports.documents.kinds import KINDS
from measurement.reports.models import Report
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.documents.models import Document
from socialvalue.jobs import services as jobs
from socialvalue.jobs.models import Job
from socialvalue.notifications.models import Message
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db
FAULT = "An unexpected fault. It was logged for the administrators."


@pytest.fixture
def scene():
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    return scene


@pytest.fixture
def administrator(scene):
    return people.person(scene.council, Role.ADMINISTRATOR)


def run(report: Report) -> Job:
    job = selectors.last_job(report)
    with clock.at(build.NOW):
        jobs.run_job(job.pk)
    job.refresh_from_db()
    return job


def broken(report: Report) -> Job:
    """Its job ran and failed, as where a release has lost a kind of report; then the release is repaired."""
    with lost_kind(), pytest.raises(KeyError):
        run(report)
    return selectors.last_job(report)


@contextmanager
def lost_kind():
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(KINDS, "cabinet")
        yield


def texts(user) -> list[tuple[str, str]]:
    return [(n.text, n.url) for n in everything(people.fresh(user), build.NOW) if "Try again" in n.text]


def test_who_asked_and_the_administrators_are_told_once_a_failure(scene, administrator):
    report = build.asked(scene)
    job = broken(report)
    stranger = people.person(build.scene().council, Role.ADMINISTRATOR)
    told = Message.objects.filter(key__startswith="report-failed:")
    assert {m.recipient: m.url for m in told} == {
        scene.preparer: f"/reports/{report.reference}/",
        administrator: f"/jobs/{job.pk}/",
    }
    assert not told.filter(recipient=stranger).exists()
    assert {m.subject for m in told} == {f"{report.reference} Cabinet: six-monthly report could not be frozen"}
    [body] = {m.body for m in told}
    assert body == (
        f"The figures could not be frozen on 3 November 2025 at 9am. The reason: {FAULT}\n\n"
        "Nothing was lost. If the reason names something that you can put right, do that first. Then try again."
    )
    jobs.run_job(job.pk)
    assert told.all().count() == 2
    with clock.at(build.NOW.replace(hour=10)):
        services.try_again(report, by=scene.preparer)
        with lost_kind(), pytest.raises(KeyError):
            jobs.run_job(job.pk)
    assert told.all().count() == 4


def test_of_a_scheduled_report_everybody_who_prepares_reports_is_told(scene, administrator):
    with clock.at(build.NOW):
        report = services.ask_for_report(
            by=None, council=scene.council, kind="cabinet", starts_on=build.PERIOD[0], ends_on=build.PERIOD[1]
        )
    broken(report)
    told = Message.objects.filter(key__startswith="report-failed:")
    assert {m.recipient for m in told} == {scene.preparer, scene.who.manager, administrator}


def test_it_waits_on_the_home_pages_of_those_who_can_do_something(scene, administrator):
    report = build.asked(scene)
    job = broken(report)
    text = f"Try again: {report.reference} Cabinet: six-monthly report, its figures could not be frozen"
    for user in (scene.preparer, scene.who.manager):
        assert texts(user) == [(text, f"/reports/{report.reference}/")]
    assert texts(administrator) == [(text, f"/jobs/{job.pk}/")]
    for user in (scene.who.member, scene.approver, scene.who.reporter):
        assert texts(user) == []
    assert texts(people.person(build.scene().council, Role.CONTRACT_MANAGER)) == []
    services.try_again(report, by=scene.preparer)
    assert texts(scene.preparer) == []


def test_page_and_list_say_it_and_any_preparer_tries_it_again(scene, client):
    report = build.asked(scene)
    job = broken(report)
    colleague = scene.who.manager
    client.force_login(people.fresh(colleague))
    page = client.get(f"/reports/{report.reference}/").content.decode()
    assert f"The figures could not be frozen on 3 November 2025 at 9am. The reason: {FAULT}" in page
    assert "being calculated" not in page
    assert "See the job" not in page, "the job is not this person's"
    listed = client.get("/reports/").content.decode()
    assert "The figures could not be frozen on" in listed
    assert ">Failed</strong>" in listed
    again = client.post(f"/reports/{report.reference}/try-again/", follow=True).content.decode()
    assert "It was started again" in again
    assert "being calculated" in again
    assert ">Failed</strong>" not in client.get("/reports/").content.decode()
    assert AuditEvent.objects.filter(verb="tried a report again", actor=colleague).count() == 1
    assert run(report).status == "done"
    assert Job.objects.get(pk=job.pk).status == "done"
    report.refresh_from_db()
    assert report.status == "draft"
    client.force_login(people.fresh(scene.preparer))
    twice = client.post(f"/reports/{report.reference}/try-again/", follow=True).content.decode()
    assert f"Nothing of {report.reference} has failed that could be tried again" in twice


def test_who_asked_finds_the_job_too(scene, client):
    report = build.asked(scene)
    job = broken(report)
    client.force_login(people.fresh(scene.preparer))
    assert f'href="/jobs/{job.pk}/"' in client.get(f"/reports/{report.reference}/").content.decode()


def test_who_may_not_try_again(scene, client):
    report = build.asked(scene)
    broken(report)
    for user in (scene.approver, scene.who.member):
        with pytest.raises(NotAllowed, match=r"Your role does not include: prepare periodic reports"):
            services.try_again(report, by=user)
    client.force_login(people.fresh(scene.approver))
    page = client.get(f"/reports/{report.reference}/").content.decode()
    assert "could not be frozen" in page
    assert "try-again" not in page
    assert client.post(f"/reports/{report.reference}/try-again/").status_code == 403
    client.force_login(people.fresh(scene.who.member))
    assert client.post(f"/reports/{report.reference}/try-again/").status_code == 404


def test_what_has_not_failed_is_not_tried_again(scene):
    report = build.asked(scene)
    with pytest.raises(WrongState, match=f"Nothing of {report.reference} has failed"):
        services.try_again(report, by=scene.preparer)


def test_a_pdf_that_fails_is_told_and_the_next_save_forgets_it(scene, client, administrator):
    report = build.approved(scene)
    job = selectors.last_job(report)
    assert job.requested_by == scene.approver
    with lost_kind(), pytest.raises(KeyError):
        run(report)
    told = Message.objects.filter(key__startswith="report-failed:")
    assert {m.recipient for m in told} == {scene.preparer, scene.approver, administrator}
    assert {m.subject for m in told} == {f"{report.reference} Cabinet: six-monthly report could not be drawn as PDF"}
    assert [text for text, _ in texts(scene.preparer)] == [
        f"Try again: {report.reference} Cabinet: six-monthly report, its PDF could not be made"
    ]
    client.force_login(people.fresh(scene.who.member))
    assert (
        "Those who prepare reports were told"
        in client.get(f"/reports/{report.reference}/report.pdf", follow=True).content.decode()
    )
    client.force_login(people.fresh(scene.preparer))
    assert "The PDF could not be made on" in client.get("/reports/").content.decode()
    services.try_again(report, by=scene.preparer)
    assert run(report).status == "done"
    assert Document.objects.of(report).count() == 1
    assert selectors.failures([scene.council.pk]) == {}


def test_a_later_job_makes_an_early_failure_good(scene):
    report = build.asked(scene)
    broken(report)
    assert list(selectors.failures([scene.council.pk])) == [report.pk]
    assert selectors.failures([people.council().pk]) == {}
    with clock.at(build.NOW.replace(hour=11)):
        services.build(report.pk)
        services.edit_words(Report.objects.get(pk=report.pk), by=scene.preparer, summary="Mine.")
    assert selectors.failures([scene.council.pk]) == {}
    run(report)
    assert selectors.failures([scene.council.pk]) == {}
