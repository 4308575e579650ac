"""A job is done once, whatever dies in the middle."""

from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused, WrongState
from socialvalue.jobs import services
from socialvalue.jobs.models import Job
from socialvalue.jobs.tasks import self_check
from socialvalue.jobs.workflow import JOB, JobStatus
from tests.builders import people
from tests.fixtures.worker import wait_until


@pytest.fixture
def asker(db):
    return people.person(people.council(), Role.CONTRACT_MANAGER)


@pytest.fixture
def calls():
    """A job kind of this test, that counts."""
    made = []

    @services.handler("test.count", title="Counting")
    def count(job, report):
        report(50, "half way")
        made.append(job.pk)
        if problem := job.arguments.get("problem"):
            raise Refused("The figures do not add up.") if problem == "rule" else ZeroDivisionError
        return "/result/"

    yield made
    services._handlers.pop("test.count")


@pytest.fixture
def delivered(monkeypatch):
    """The ids sent to the broker, which in these tests is nobody."""

    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: sent.append(args[0]))
    return sent


def test_every_status_is_reached():
    assert JOB.unreachable() == set()


def test_runs_once_however_often_it_is_delivered(asker, calls):
    job = services.ask_for("test.count", "one", by=asker)
    for _ in range(3):
        services.run_job(job.pk)
    job.refresh_from_db()
    assert calls == [job.pk]
    assert (job.status, job.progress, job.result_url, job.attempts) == ("done", 100, "/result/", 1)


def test_the_same_key_is_one_job(asker, calls, delivered, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        one = services.ask_for("test.count", "same", by=asker)
        assert services.ask_for("test.count", "same", by=asker) == one
    assert delivered == [one.pk]


def test_a_broken_rule_is_told_in_its_words_and_can_be_tried_again(asker, calls, delivered, django_capture_on_commit_callbacks):
    job = services.ask_for("test.count", "rule", by=asker, arguments={"problem": "rule"})
    services.run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "The figures do not add up.")
    with django_capture_on_commit_callbacks(execute=True):
        services.try_again(job, by=asker)
    assert delivered == [job.pk]
    job.refresh_from_db()
    assert (job.status, job.error, job.progress) == ("queued", "", 0)
    assert AuditEvent.objects.filter(verb="queued a job again").count() == 1
    with pytest.raises(WrongState, match=r"This cannot be done now: the job is “Waiting”"):
        services.try_again(job, by=asker)


def test_a_fault_is_logged_and_not_shown(asker, calls):
    job = services.ask_for("test.count", "fault", by=asker, arguments={"problem": "fault"})
    with pytest.raises(ZeroDivisionError):
        services.run_job(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "ZeroDivision" not in job.error


@pytest.fixture
def failures():
    """A job kind of this test that fails, and what its room heard of it."""
    heard = []

    def failed(job):
        # In the transaction that says so: the row already reads as failed
        heard.append((job.pk, Job.objects.get(pk=job.pk).status, job.error, job.finished_at is not None))
        if job.arguments.get("deaf"):
            AuditEvent.objects.create(verb="half told", sentence="")
            raise LookupError("nobody to tell")

    @services.handler("test.fails", title="Failing", failed=failed)
    def fail(job, report):
        raise Refused("The figures do not add up.")

    yield heard
    services._handlers.pop("test.fails")
    services._failed.pop("test.fails")


def test_its_room_hears_of_each_failure_once(asker, failures):
    job = services.ask_for("test.fails", "heard", by=asker)
    for _ in range(2):
        services.run_job(job.pk)
    assert failures == [(job.pk, "failed", "The figures do not add up.", True)]
    services.run_job(services.try_again(job, by=asker).pk)
    assert failures == [(job.pk, "failed", "The figures do not add up.", True)] * 2


def test_its_room_hears_of_a_job_that_was_given_up(asker, failures):
    long_ago = timezone.now() - services.STALE_AFTER - timedelta(seconds=1)
    running = {"kind": "test.fails", "status": JobStatus.RUNNING, "heartbeat_at": long_ago, "requested_by": asker}
    Job.objects.create(**running, key="again", attempts=services.MOST_ATTEMPTS - 1)
    given_up = Job.objects.create(**running, key="given up", attempts=services.MOST_ATTEMPTS)
    services.requeue_stale()
    services.requeue_stale()
    assert failures == [(given_up.pk, "failed", "It was started several times and never finished.", True)]


@pytest.mark.parametrize("seconds", [-1, 1])
def test_what_a_dead_worker_left_is_sent_once_however_long_ago_it_was_asked_for(asker, monkeypatch, seconds):
    sent, limit = [], timezone.now() - services.STALE_AFTER
    monkeypatch.setattr(services, "_send", lambda job: sent.append(job.key))
    asked_at = limit + timedelta(seconds=60 * seconds)
    old = {"kind": "test.count", "requested_at": asked_at, "requested_by": asker}
    Job.objects.create(**old, key="left", status=JobStatus.RUNNING, heartbeat_at=limit - timedelta(seconds=60), attempts=1)
    Job.objects.create(**old, key="never picked up", status=JobStatus.QUEUED)
    expected = ["left", "never picked up"] if seconds < 0 else ["left"]
    assert services.requeue_stale() == len(expected)
    assert sent == expected


def test_a_room_that_cannot_be_told_leaves_the_job_failed_and_nothing_half_written(asker, failures, caplog):
    job = services.ask_for("test.fails", "deaf", by=asker, arguments={"deaf": True})
    services.run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "The figures do not add up.")
    assert not AuditEvent.objects.filter(verb="half told").exists()
    assert f"nobody was told that job {job.pk} failed" in caplog.text


def test_a_job_that_is_done_is_no_failure(asker, failures, calls):
    services.run_job(services.ask_for("test.count", "fine", by=asker).pk)
    assert failures == []


def test_a_job_nobody_knows_how_to_do_fails(asker):
    job = Job.objects.create(kind="test.gone", key="gone", requested_by=asker)
    with pytest.raises(KeyError):
        services.run_job(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"


def test_what_a_dead_worker_left_is_queued_again_up_to_a_limit(asker, calls, delivered, django_capture_on_commit_callbacks):
    long_ago = timezone.now() - services.STALE_AFTER - timedelta(seconds=1)
    alive = Job.objects.create(kind="test.count", key="alive", status=JobStatus.RUNNING, attempts=1, heartbeat_at=timezone.now())
    dead = Job.objects.create(kind="test.count", key="dead", status=JobStatus.RUNNING, attempts=1, heartbeat_at=long_ago)
    lost = Job.objects.create(kind="test.count", key="lost", requested_at=long_ago)
    hopeless = Job.objects.create(
        kind="test.count", key="no", status=JobStatus.RUNNING, attempts=services.MOST_ATTEMPTS, heartbeat_at=long_ago
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.requeue_stale()
    assert set(delivered) == {dead.pk, lost.pk}
    statuses = dict(Job.objects.values_list("key", "status"))
    assert statuses == {"alive": "running", "dead": "queued", "lost": "queued", "no": "failed"}
    services.run_job(dead.pk)
    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == ("done", 2)
    assert alive.pk not in calls
    hopeless.refresh_from_db()
    assert "never finished" in hopeless.error


def test_a_worker_that_comes_back_too_late_changes_nothing(asker):
    """Given up for dead, queued again, taken by another: the first one's end does not count."""

    @services.handler("test.late")
    def late(job, report):
        Job.objects.filter(pk=job.pk).update(attempts=2, progress=10, step="the second attempt")
        report(90, "the first attempt")
        return "/first/"

    job = services.ask_for("test.late", "late", by=asker)
    services.run_job(job.pk)
    services._handlers.pop("test.late")
    job.refresh_from_db()
    assert (job.status, job.step, job.result_url) == ("running", "the second attempt", "")


def test_only_the_asker_and_their_administrators_see_it(client, asker, calls):
    job = services.ask_for("test.count", "mine", by=asker)
    system = Job.objects.create(kind="test.count", key="scheduled")
    boss = people.person(asker.council, Role.ADMINISTRATOR)
    colleague = people.person(asker.council, Role.CONTRACT_MANAGER)
    stranger = people.person(people.council(), Role.ADMINISTRATOR)
    sees = {
        user.name: [client.get(f"/jobs/{j.pk}/").status_code for j in (job, system) if client.force_login(user) is None]
        for user in (asker, boss, colleague, stranger)
    }
    assert sees == {asker.name: [200, 404], boss.name: [200, 200], colleague.name: [404, 404], stranger.name: [404, 200]}
    client.force_login(colleague)
    assert client.post(f"/jobs/{job.pk}/again/").status_code == 404


def test_the_page_asks_again_by_itself_until_the_job_has_ended(client, asker, calls):
    job = services.ask_for("test.count", "page", by=asker)
    client.force_login(asker)
    waiting = client.get(f"/jobs/{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "Check again" in waiting
    assert "<progress" in waiting
    part = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    services.run_job(job.pk)
    done = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "hx-get" not in done
    assert 'href="/result/"' in done


def test_the_administrators_list(client, asker, calls, django_assert_num_queries):
    services.run_job(services.ask_for("test.count", "a", by=asker, arguments={"problem": "rule"}).pk)
    boss = people.person(asker.council, Role.ADMINISTRATOR)
    client.force_login(boss)
    body = client.get("/administration/jobs/").content.decode()
    assert "The figures do not add up." in body
    assert "Try again" in body
    for number in range(3):
        services.ask_for("test.count", f"more {number}", by=asker)
    with django_assert_num_queries(6):  # session, user, memberships; undeliverable, count, jobs with their askers
        client.get("/administration/jobs/")


@pytest.mark.worker
def test_a_killed_worker_finishes_the_job_once_when_it_returns(celery_worker_process, transactional_db):
    asker = people.person(people.council(), Role.ADMINISTRATOR)
    job = self_check.ask(by=asker, seconds=8)

    def state():
        job.refresh_from_db()
        return job

    wait_until(lambda: state().progress >= 25, what="the first step")
    celery_worker_process.kill()
    assert state().status == "running"
    assert services.requeue_stale() == 0, "its heartbeat is fresh: it may still live"
    Job.objects.update(heartbeat_at=timezone.now() - services.STALE_AFTER - timedelta(seconds=1))
    assert services.requeue_stale() == 1
    celery_worker_process.start()
    wait_until(lambda: state().status == "done", seconds=40, what="the end of the job")
    assert job.attempts == 2
    assert AuditEvent.objects.filter(verb=self_check.VERB).count() == 1
