"""A long file: asked for once, made as its person sees the table, told of, and written anew by whoever takes over."""

import csv
import hashlib
import io
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.exports import services
from socialvalue.exports.models import Export, export_path
from socialvalue.exports.services import counting, making
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import STALE_AFTER, requeue_stale, run_job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.socialvalue.exports.steps import administrator, asked, content, made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, tzinfo=clock.LONDON)


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def ada(council):
    with clock.at(NOW):
        user = administrator(council)
        for name in ("Roads", "Schools"):
            administration.add_directorate(council, by=user, name=name, code=name[:3])
        yield user


def rows_of(export: Export) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(export))))


def actions(user) -> list[tuple[str, str]]:
    return list(Message.objects.filter(recipient=user, key__startswith="export-").values_list("action", "url"))


def told(user) -> list[tuple[str, str]]:
    return list(Message.objects.filter(recipient=user, key__startswith="export-").values_list("subject", "body"))


def test_it_holds_what_its_person_may_see_and_says_so_of_itself(ada):
    export = made(ada)
    rows = rows_of(export)
    assert [int(row["number"]) for row in rows] == [event.pk for event in AuditEvent.objects.visible_to(ada)]
    with export.file.open("rb") as file:
        data = file.read()
    assert (export.rows, export.size, export.sha256) == (len(rows), len(data), hashlib.sha256(data).hexdigest())
    assert export.name == "audit-record-2026-11-27.csv"
    assert export.kept_until == NOW.date() + timedelta(days=7)
    assert Job.objects.get(pk=export.job_id).status == JobStatus.DONE


def test_its_person_is_told_once_until_when_it_can_be_taken(ada):
    export = made(ada)
    services.make(str(export.pk))
    subject, body = told(ada)[0]
    assert subject == "Your file is ready: Who did what, when and why"
    assert body == f"The file has {export.rows} rows. Download it by 4 December 2026. We then delete it."
    assert actions(ada) == [("Go to your exports", "/exports/")]
    assert len(told(ada)) == 1


def test_the_filter_it_was_asked_for_with_holds(ada):
    with clock.at(NOW):
        narrow = made(ada, query="what=added a directorate")
    assert {row["verb"] for row in rows_of(narrow)} == {"added a directorate"}
    assert narrow.rows == 2


def test_a_table_without_a_row_is_a_file_of_headings(ada):
    export = made(ada, query="who=nobody at all")
    assert (export.rows, rows_of(export)) == (0, [])
    assert content(export).startswith("number,at,who")


def test_a_workbook_holds_the_same(ada):
    rows = rows_of(made(ada, query="what=added a directorate"))
    export = made(ada, query="what=added a directorate", form="xlsx")
    with export.file.open("rb") as file:
        sheet = load_workbook(file).active
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    assert lines[0] == list(rows[0])
    assert [[str(cell or "") for cell in line] for line in lines[1:]] == [list(row.values()) for row in rows]
    assert export.name == "audit-record-2026-11-27.xlsx"
    assert export.rows == 2


@pytest.mark.parametrize(("most", "status"), [(2, JobStatus.DONE), (1, JobStatus.FAILED)])
def test_a_workbook_has_no_more_rows_than_a_sheet_takes(ada, monkeypatch, most, status):
    monkeypatch.setattr(making, "MOST_IN_A_SHEET", most)
    export = made(ada, query="what=added a directorate", form="xlsx")
    assert export.job.status == status
    if status == JobStatus.FAILED:
        assert export.job.error == "A workbook takes at most 1 rows, and this has 2"
        assert told(ada)[0] == (
            "Your file could not be made: Who did what, when and why",
            "The reason: A workbook takes at most 1 rows, and this has 2",
        )


def test_two_presses_make_one_file(ada):
    first, second = asked(ada), asked(ada)
    assert first == second
    assert Export.objects.count() == Job.objects.count() == 1
    assert AuditEvent.objects.filter(verb="asked for a file").count() == 1


def test_a_press_while_it_is_being_made_finds_the_same(ada):
    export = asked(ada)
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.RUNNING)
    assert asked(ada) == export


@pytest.mark.parametrize("how", [{"query": "who=ada"}, {"form": "xlsx"}])
def test_another_filter_or_form_is_another_file(ada, how):
    assert asked(ada) != asked(ada, **how)


def test_what_was_made_is_asked_for_anew(ada):
    assert made(ada) != asked(ada)


def test_of_two_people_each_has_their_own(ada, council):
    other = administrator(council)
    first, second = made(ada), made(other)
    assert first != second
    assert list(Export.objects.visible_to(ada)) == [first]
    assert list(Export.objects.visible_to(other)) == [second]


def test_a_failed_one_is_tried_again_by_asking(ada, monkeypatch):
    with monkeypatch.context() as small:
        small.setattr(making, "MOST_IN_A_SHEET", 0)
        failed = made(ada, form="xlsx")
    assert failed.job.status == JobStatus.FAILED
    assert made(ada, form="xlsx") == failed
    assert Export.objects.get().is_made


def test_five_may_wait_and_no_more(ada):
    for number in range(5):
        asked(ada, query=f"who={number}")
    with pytest.raises(Refused, match=r"^5 of your files are waiting to be made\. Ask again when one of them is ready\.$"):
        asked(ada, query="who=6")
    run_job(Export.objects.get(query="who=0").job_id)
    assert asked(ada, query="who=6").query == "who=6"


@pytest.mark.parametrize(("length", "taken"), [(2000, True), (2001, False)])
def test_a_filter_is_kept_only_so_long(ada, length, taken):
    query = "who=" + "a" * (length - 4)
    if taken:
        assert asked(ada, query=query).query == query
    else:
        with pytest.raises(Refused, match=r"^The filter is too long to be kept\. Use fewer filters, then ask again\.$"):
            asked(ada, query=query)


def test_who_may_not_see_the_table_may_not_ask(council):
    with pytest.raises(NotAllowed, match="Your roles do not include this file any more"):
        asked(people.person(council, Role.MEMBER))


def test_who_lost_the_role_meanwhile_gets_no_file_and_hears_why(ada):
    export = asked(ada)
    ada.memberships.update(ended_at=clock.now())
    run_job(export.job_id)
    export.refresh_from_db()
    assert (export.is_made, export.job.status) == (False, JobStatus.FAILED)
    assert told(ada)[0][1] == "The reason: Your roles do not include this file any more"


def test_a_filter_that_cannot_be_read_is_refused_before_anything_is_made(ada):
    with pytest.raises(Refused, match="From"):
        asked(ada, query="since_day=31&since_month=2&since_year=2026")
    assert not Export.objects.exists()


def test_the_page_hears_how_far_it_is(ada, monkeypatch):
    monkeypatch.setattr(counting, "STEP", 1)
    export, heard = asked(ada, query="what=added a directorate"), []
    services.make(str(export.pk), lambda percent, step: heard.append((percent, step)))
    assert heard == [(1, "Counting rows"), (2, "0 of 2 rows"), (50, "1 of 2 rows"), (99, "2 of 2 rows")]


def test_rows_that_come_in_while_it_is_made_never_make_more_than_all(ada, monkeypatch):
    monkeypatch.setattr(counting, "STEP", 1)
    heard = []
    rows = counting.Counted(1, lambda percent, step: heard.append((percent, step)))
    assert len(list(rows.through([["heading"], ["a"], ["b"], ["c"]]))) == 4
    assert heard[-1] == (99, "3 of 3 rows")
    assert rows.rows == 3


def test_what_a_killed_worker_left_is_written_over(ada):
    export = asked(ada)
    path = export_path(export, "")
    default_storage.save(path, io.BytesIO(b"half a file of a worker that was killed"))
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.QUEUED, attempts=1)
    run_job(export.job_id)
    export.refresh_from_db()
    assert str(export.file.name) == path
    assert content(export).startswith("number,at,who")


def test_a_worker_given_up_for_dead_changes_nothing_when_it_comes_back(ada, monkeypatch):
    """It stands before the last step; meanwhile another makes the file."""
    export, kept = asked(ada), making._keep

    def late(row, **facts):
        monkeypatch.setattr(making, "_keep", kept)
        services.make(str(export.pk))
        return kept(row, **facts | {"rows": 999})

    monkeypatch.setattr(making, "_keep", late)
    services.make(str(export.pk))
    export.refresh_from_db()
    assert export.rows == len(rows_of(export)) != 999
    assert len(told(ada)) == 1


def test_one_that_was_deleted_before_it_was_made_is_not_made(ada):
    export = asked(ada)
    services.remove(export, by=ada)
    run_job(export.job_id)
    assert Job.objects.get(pk=export.job_id).status == JobStatus.DONE
    assert not default_storage.exists(export_path(export, ""))


def test_one_that_is_deleted_while_it_is_made_leaves_no_bytes(ada, monkeypatch):
    export, write = asked(ada), making.written

    def written(path, pieces, name):
        found = write(path, pieces, name)
        services.remove(export, by=ada)
        return found

    monkeypatch.setattr(making, "written", written)
    run_job(export.job_id)
    assert not Export.objects.exists()
    assert not default_storage.exists(export_path(export, ""))
    assert told(ada) == []


def test_the_table_it_is_about_may_be_gone(ada):
    export = asked(ada)
    Export.objects.filter(pk=export.pk).update(kind="no such table")
    run_job(export.job_id)
    assert told(ada)[0][1] == "The reason: What this file is about can no longer be found"
    assert actions(ada) == [("Go to your exports", "/exports/")]


@pytest.mark.parametrize("days", [0, 2])
def test_one_whose_worker_died_is_made_by_the_next(ada, days):
    """Sent again once, however long ago it was asked for."""
    export = asked(ada)
    Job.objects.filter(pk=export.job_id).update(requested_at=timezone.now() - timedelta(days=days))
    begun = timezone.now() - STALE_AFTER - timedelta(seconds=1)
    # By the machine’s own clock, as the heartbeats of workers are
    times = {"requested_at": timezone.now(), "heartbeat_at": begun}
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.RUNNING, attempts=1, **times)
    assert requeue_stale() == 1
    run_job(export.job_id)
    export.refresh_from_db()
    assert (export.is_made, export.job.attempts) == (True, 2)
    assert len(told(ada)) == 1
