"""What the tests' worker tells of itself where a test beside it has failed: enough to see why."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.jobs.models import Job
from socialvalue.jobs.tasks import self_check
from tests.builders import people
from tests.fixtures.worker import LINES_TOLD, WorkerProcess, say_what_it_said


@pytest.fixture
def worker(tmp_path) -> WorkerProcess:
    for name in ("queue", "processed"):
        (tmp_path / "broker" / name).mkdir(parents=True)
    return WorkerProcess(tmp_path, tmp_path / "worker.log")


def told(worker: WorkerProcess) -> list[str]:
    return worker.account().splitlines()


@pytest.mark.django_db
def test_jobs_and_files_and_the_last_lines(worker):
    asker = people.person(people.council(), Role.ADMINISTRATOR)
    job = Job.objects.create(kind=self_check.KIND, key="a", requested_by=asker, status="failed", attempts=2, error="It broke")
    half = worker.broker / "queue" / "0_half.celery.msg"
    half.write_bytes(b'{"body": "W1s1')
    os.utime(half, (time.time() - 31,) * 2)
    worker.log.write_text("".join(f"line {number}\n" for number in range(LINES_TOLD + 1)))
    assert told(worker) == [
        "The worker is not running.",
        f"Job {job.pk} (self_check): failed, 2 attempts, 0 %, error “It broke”",
        """queue/0_half.celery.msg: 14 bytes, 31 s old, b'{"body": "W1s1'""",
        "It said:",
        *(f"line {number}" for number in range(1, LINES_TOLD + 1)),
    ]


@pytest.mark.django_db
def test_whether_it_lives_or_how_it_ended(worker):
    worker.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True)
    assert told(worker) == ["The worker is running.", "It said:", "nothing"]
    worker.process.communicate(b"")
    assert told(worker)[0] == "The worker ended with 1."


def test_without_a_database_it_tells_the_rest(worker):
    first, second, *rest = told(worker)
    assert (first, rest) == ("The worker is not running.", ["It said:", "nothing"])
    assert second.startswith("The jobs cannot be read: Database access not allowed")


@pytest.mark.django_db
@pytest.mark.parametrize(("failed", "beside", "heads"), [(True, True, ["the worker"]), (False, True, []), (True, False, [])])
def test_only_where_a_test_failed_beside_a_worker(worker, failed, beside, heads):
    item = SimpleNamespace(funcargs={"celery_worker_process": worker} if beside else {})
    report = SimpleNamespace(failed=failed, sections=[])
    say_what_it_said(item, report)
    assert [head for head, _ in report.sections] == heads
    assert [text for _, text in report.sections] == [worker.account()] * len(heads)
