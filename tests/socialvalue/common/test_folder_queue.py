"""The queue in a folder: no message is read half, none twice, none lost; what cannot be read stops nobody."""

import multiprocessing
import os
import time
from datetime import timedelta
from pathlib import Path
from queue import Empty

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone
from kombu import Connection
from kombu.exceptions import ChannelError

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.folder_queue import SET_ASIDE, UNREADABLE_AFTER
from socialvalue.jobs import services
from socialvalue.jobs.models import Job
from socialvalue.jobs.tasks import self_check
from tests.builders import people
from tests.fixtures.worker import wait_until

QUEUE = "jobs"
RACE_SECONDS = 2
WRITERS, READERS = 2, 3
folders_only = pytest.mark.skipif(bool(settings.REDIS_URL), reason="this run's queue is Redis, not a folder")


def channel_in(folder: Path, **options):
    """A channel of a connection of its own, as every process has one."""
    for name in ("queue", "control", "processed"):
        (folder / name).mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        **options,
    }
    return Connection(
        "filesystem://x", transport="socialvalue.common.folder_queue:Transport", transport_options=options
    ).channel()


def message(text) -> dict:
    return {"body": text, "headers": {}, "properties": {"delivery_tag": "t", "delivery_info": {}}}


def bodies(channel) -> list[str]:
    """What can be read now, in order, until there is nothing."""
    read = []
    while True:
        try:
            read.append(channel._get(QUEUE)["body"])
        except Empty:
            return read


def test_messages_come_in_the_order_they_were_sent_and_once(tmp_path):
    channel = channel_in(tmp_path)
    for number in range(5):
        channel._put(QUEUE, message(number))
        time.sleep(0.002)
    channel._put("another", message("not ours"))
    assert channel._size(QUEUE) == 5
    assert bodies(channel) == [0, 1, 2, 3, 4]
    assert bodies(channel) == []
    assert channel._get("another")["body"] == "not ours"
    assert not any(file.is_file() for file in tmp_path.rglob("*.msg*")), "nothing is left lying about"


def test_what_was_done_is_kept_where_that_is_asked_for(tmp_path):
    channel = channel_in(tmp_path, store_processed=True)
    channel._put(QUEUE, message("kept"))
    assert bodies(channel) == ["kept"]
    assert len(list((tmp_path / "processed").glob("*.msg"))) == 1


@pytest.mark.parametrize(
    "half",
    [b"", b'{"body": "W1s1XS', b'{"body": 1}', b"[]", b"5", b"null", b'{"properties": {}}', b"\xff\xfe"],
)
def test_half_a_message_waits_for_its_other_half_and_stops_nobody(tmp_path, half):
    channel = channel_in(tmp_path)
    file = tmp_path / "queue" / f"1_first.{QUEUE}.msg"
    file.write_bytes(half)
    channel._put(QUEUE, message("behind it"))
    assert bodies(channel) == ["behind it"]
    assert file.read_bytes() == half
    channel._put(QUEUE, message("whole"))
    (whole,) = (f for f in (tmp_path / "queue").iterdir() if f != file)
    whole.replace(file)
    assert bodies(channel) == ["whole"]


@pytest.mark.parametrize(("age", "stays"), [(UNREADABLE_AFTER - 5, True), (UNREADABLE_AFTER + 1, False)])
def test_what_nobody_finishes_is_set_aside_for_a_person(tmp_path, caplog, age, stays):
    channel = channel_in(tmp_path)
    file = tmp_path / "queue" / f"1_first.{QUEUE}.msg"
    file.write_bytes(b'{"half')
    os.utime(file, (time.time() - age,) * 2)
    assert bodies(channel) == []
    aside = tmp_path / "processed" / SET_ASIDE / file.name
    assert (file.exists(), aside.exists()) == (stays, not stays)
    assert ("set aside" in caplog.text) is not stays
    if not stays:
        assert aside.read_bytes() == b'{"half'


def test_a_message_being_written_is_not_seen(tmp_path):
    channel = channel_in(tmp_path)
    (tmp_path / "queue" / f"1_first.{QUEUE}.msg.abc.part").write_bytes(b'{"half')
    assert (bodies(channel), channel._size(QUEUE)) == ([], 0)


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path):
    channel = channel_in(tmp_path, data_folder_out=str(tmp_path / "gone"))
    with pytest.raises(ChannelError, match="Cannot write"):
        channel._put(QUEUE, message("x"))


def test_the_table_of_queues_survives_half_a_write(tmp_path, caplog):
    channel = channel_in(tmp_path)
    assert channel.get_table("ours") == []
    channel._queue_bind("ours", "a", "", "first")
    channel._queue_bind("ours", "b", "", "second")
    channel._queue_bind("ours", "b", "", "second")
    assert {row.queue for row in channel.get_table("ours")} == {"first", "second"}
    channel._delete("second", "ours", "b", "")
    assert [tuple(row) for row in channel.get_table("ours")] == [("a", "", "first")]
    (tmp_path / "control" / "ours.exchange").write_bytes(b'[["a", ""')
    assert channel.get_table("ours") == []
    assert "written again" in caplog.text
    channel._queue_bind("ours", "a", "", "first")
    assert [tuple(row) for row in channel.get_table("ours")] == [("a", "", "first")]


def _write(folder: Path, writer: int, until: float, sent) -> None:
    channel, count = channel_in(folder), 0
    while time.monotonic() < until:
        # Longer than one block of a file system, so that it could be seen half
        channel._put(QUEUE, message(f"{writer}-{count}-" + "x" * 9000))
        channel._queue_bind("ours", f"{writer}-{count % 7}", "", "first")
        count += 1
    sent.put(count)


def _read(folder: Path, until: float, got) -> None:
    channel, read = channel_in(folder), []
    while time.monotonic() < until or channel._size(QUEUE):
        read += [body.rpartition("-")[0] for body in bodies(channel)]
        channel.get_table("ours")
    got.put(read)


def test_writers_and_readers_that_meet_lose_nothing_and_do_nothing_twice(tmp_path):
    """Real processes for some seconds; a reader that stumbles ends with a trace and without its list."""
    start = multiprocessing.get_context("fork")
    sent, got = start.Queue(), start.Queue()
    channel_in(tmp_path)
    until = time.monotonic() + RACE_SECONDS
    work = [start.Process(target=_write, args=(tmp_path, n, until, sent)) for n in range(WRITERS)]
    work += [start.Process(target=_read, args=(tmp_path, until + 0.5, got)) for _ in range(READERS)]
    for process in work:
        process.start()
    counts = [sent.get(timeout=20) for _ in range(WRITERS)]
    read = [name for _ in range(READERS) for name in got.get(timeout=20)]
    for process in work:
        process.join(20)
    assert [process.exitcode for process in work] == [0] * (WRITERS + READERS)
    assert min(counts) > 50, "too few to have met"
    assert len(read) == len(set(read)) == sum(counts)
    assert len(channel_in(tmp_path).get_table("ours")) == 7 * WRITERS


# Not marked as a worker's test: those may never be skipped, and where the queue is Redis there is no folder to look into
@folders_only
def test_a_worker_lives_on_beside_half_a_message_and_does_it_when_it_is_whole(celery_worker_process, data_folder):
    queue, name = data_folder / "broker" / "queue", "celery"
    asker = people.person(people.council(), Role.ADMINISTRATOR)
    # A whole message, taken away before the worker sees it, makes the half one
    first = Job.objects.create(kind=self_check.KIND, key="half", arguments={"seconds": 0}, requested_by=asker)
    folder = queue.parent / "elsewhere"
    folder.mkdir(exist_ok=True)
    aside = Connection("filesystem://x", transport="socialvalue.common.folder_queue:Transport", transport_options={
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS, "data_folder_out": str(folder),
    })  # fmt: skip
    with aside as connection:
        current_app.send_task("socialvalue.jobs.run", args=[first.pk], connection=connection)
    (whole,) = folder.glob("*.msg")
    half = queue / f"0_half.{name}.msg"
    half.write_bytes(whole.read_bytes()[:200])

    second = self_check.ask(by=asker, seconds=0)
    wait_until(lambda: Job.objects.get(pk=second.pk).status == "done", what="the job behind the half message")
    assert Job.objects.get(pk=first.pk).status == "queued"
    assert half.exists()

    whole.replace(half)
    wait_until(lambda: Job.objects.get(pk=first.pk).status == "done", what="the job whose message was completed")
    assert celery_worker_process.process.poll() is None
    assert "Unrecoverable" not in celery_worker_process.log_text()
    assert AuditEvent.objects.filter(verb=self_check.VERB).count() == 2


@pytest.mark.worker
def test_a_job_whose_message_was_lost_is_caught_up_and_done_once(celery_worker_process):
    asker = people.person(people.council(), Role.ADMINISTRATOR)
    job = Job.objects.create(kind=self_check.KIND, key="lost", arguments={"seconds": 0}, requested_by=asker)
    assert services.requeue_stale() == 0, "its message may still come"
    Job.objects.update(requested_at=timezone.now() - services.STALE_AFTER - timedelta(seconds=1))
    assert services.requeue_stale() == services.requeue_stale() == 1
    wait_until(lambda: Job.objects.get(pk=job.pk).status == "done", what="the job that was queued again")
    assert Job.objects.get(pk=job.pk).attempts == 1
    assert AuditEvent.objects.filter(verb=self_check.VERB).count() == 1
