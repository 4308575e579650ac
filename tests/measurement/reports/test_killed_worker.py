"""A worker killed in the middle of a report leaves a job that finishes when it returns, once."""

import time
from datetime import date, timedelta

import pytest
from django.utils import timezone

from measurement.reports import services as reports
from measurement.reports.models import Report
from measurement.reports.selectors import check
from measurement.reports.tasks import building
from socialvalue.audit.models import AuditEvent
from socialvalue.documents.models import Document
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import STALE_AFTER, requeue_stale
from socialvalue.law.days import add_months
from socialvalue.notifications.models import Message
from tests.builders import measurement as build
from tests.fixtures.worker import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

# Where the killed worker stood, told from outside by what it had committed: nothing yet, or the figures without the paper
FREEZING, DRAWING, TOO_LATE = "freezing the figures", "drawing the PDF", "it had ended"
TRIES = 6


@pytest.fixture
def scene(transactional_db):
    """Six contracts under all five priorities, two quarters reported of each KPI but one; a percentage is not added up."""
    scene = build.scene()
    added_up = [code for code, measure in scene.measures.items() if measure.unit != "%" and measure.direction == "higher"]
    for number in range(6):
        codes = [added_up[(3 * number + n) % len(added_up)] for n in range(3)]
        kpis = [{"measure": code, "values": ["3", str(number)]} for code in codes]
        build.contract(scene, *kpis, title=f"Service {number + 1}")
    build.contract(scene, {"values": [None, "2"]}, title="A service with a gap")
    return scene


def ask_and_kill(scene, worker, wanted: str, number: int) -> Job:
    """Ask for the report of one period (``number`` says which) and kill the worker as soon as it stands at ``wanted``."""
    report = reports.ask_for_report(
        by=scene.preparer, council=scene.council, kind="cabinet", starts_on=add_months(date(2025, 4, 1), -number),
        ends_on=date(2025, 9, 30), overlapping=True,
    )  # fmt: skip
    job = Job.objects.get(kind="report", arguments__report=report.pk)
    reached = {"status": "running"} if wanted == FREEZING else {"progress__gte": 75}
    until = time.monotonic() + 30
    # Without a pause between two looks: freezing these figures takes a blink
    while not Job.objects.filter(pk=job.pk, **reached).exists():
        assert time.monotonic() < until, f"the job was not taken; the worker said:\n{worker.log_text()}"
    worker.kill()
    job.refresh_from_db()
    return job


def where_it_stood(job: Job) -> str:
    report = Report.objects.get(pk=job.arguments["report"])
    if job.status == "done" or Document.objects.of(report).exists():
        return TOO_LATE
    if report.status == "building":
        # One transaction: what was counted before the kill is gone with it
        assert (report.content, report.figures.count()) == ({}, 0)
        return FREEZING
    return DRAWING


def killed(scene, worker, wanted: str) -> Job:
    """A job whose worker was killed at ``wanted``; a worker that had gone further is tried again with another report."""
    seen = []
    for number in range(TRIES):
        job = ask_and_kill(scene, worker, wanted, number)
        seen.append(where_it_stood(job))
        if seen[-1] == wanted:
            return job
        Job.objects.filter(pk=job.pk).update(status="failed")  # not this one
        worker.start()
    raise AssertionError(f"{TRIES} times too late for “{wanted}”: {seen}")


@pytest.mark.parametrize("moment", [FREEZING, DRAWING])
def test_a_killed_worker_finishes_the_report_once_when_it_returns(scene, celery_worker_process, client, moment):
    job = killed(scene, celery_worker_process, moment)
    assert (job.status, job.attempts) == ("running", 1)
    assert requeue_stale() == 0, "its heartbeat is fresh: the worker may still live"
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    assert requeue_stale() == 1
    # A message of the killed worker's may come back as well: the job is done once all the same
    celery_worker_process.start()

    def done():
        job.refresh_from_db()
        return job.status == "done"

    wait_until(done, seconds=60, what="the end of the job")
    assert (job.attempts, job.progress, job.error) == (2, 100, "")

    report = Report.objects.get(pk=job.arguments["report"])
    asked = Report.objects.filter(council=scene.council, kind="cabinet", starts_on=report.starts_on)
    assert (asked.count(), report.status, report.version) == (1, "draft", 2)  # asked for, frozen
    assert [e["key"] for e in report.content["figures"]] == list(report.figures.values_list("key", flat=True))
    assert report.content["contracts"] == 7
    assert check(report).equal

    paper = Document.objects.of(report).get()
    assert paper == building.pdf_of(report)
    with paper.file.open("rb") as file:
        data = file.read()
    assert data.startswith(b"%PDF")
    assert data.rstrip().endswith(b"%%EOF")

    client.force_login(scene.preparer)
    html = client.get(f"/reports/{report.reference}/").content.decode()
    assert report.content["total"]["sentence"] in html
    assert paper.name in html or f"/documents/{paper.pk}" in html

    events = AuditEvent.objects.filter(subjects__object_type="measurement.report", subjects__object_id=str(report.pk))
    assert sorted(events.values_list("verb", flat=True)) == ["added a file", "asked for a report", "froze a report"]
    told = Message.objects.filter(url=f"/reports/{report.reference}/")
    assert [m.recipient for m in told] == [scene.preparer]
