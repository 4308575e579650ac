"""How it is made: in a job, in constant memory, with as many queries however much there is; killed, missing, hostile."""

import tracemalloc

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from contracts.own_data.pages import KEY, own_data
from contracts.returns.models import Return
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.documents.models import Document, HeldFile
from socialvalue.exports import services
from socialvalue.exports.documents import Asked, Bundle, Enclosed, Files, kind_of
from socialvalue.exports.models import Export, export_path
from socialvalue.exports.services import archiving, counting
from socialvalue.exports.services.counting import Counted
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.own_data import steps
from tests.contracts.papers import steps as papers

pytestmark = pytest.mark.django_db


def bundle_for(person) -> Bundle:
    return own_data(Asked(people.fresh(person), QueryDict()))


def written(person) -> int:
    """Queries of an archive written through, and none of the job's."""
    with (
        clock.at(steps.NOW),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        for _ in archiving.archived(bundle_for(person), person, Counted(1, lambda percent, step: None)):
            pass
    return len(asked)


def more_of_it(scene, number: int) -> None:
    """One contract more of the same supplier, with a version of a return, its evidence, and a document."""
    with steps.day(2025, 3, 20):
        contract, _ = build.active_contract(scene.who, reference=f"More-{number}", title=f"More {number}")
    steps.with_history(contract, scene.who, f"More {number}")
    with clock.at(steps.NOW):
        papers.added(contract, scene.who.reporter, valid_until=None, kind="other", upload_=papers.upload(f"more {number}.txt"))


def test_as_many_queries_for_two_contracts_as_for_six():
    scene = steps.everything()
    more_of_it(scene, 1)
    assert written(scene.who.reporter) == 48
    for number in range(2, 6):
        more_of_it(scene, number)
    assert written(scene.who.reporter) == 48


def test_it_is_asked_for_once_recorded_and_told_of():
    scene = steps.everything()
    with clock.at(steps.NOW):
        first, second = steps.asked(scene.who.reporter), steps.asked(scene.who.reporter)
        assert first == second
        run_job(first.job_id)
        services.make(str(first.pk))
    events = AuditEvent.objects.filter(verb="asked for a file")
    assert [event.sentence for event in events] == ["asked for an archive: Your organisation’s data"]
    export = Export.objects.get()
    assert (export.form, export.name) == ("zip", "own-data-2026-11-02.zip")
    message = Message.objects.get(recipient=scene.who.reporter, key__startswith="export-")
    assert message.subject == "Your file is ready: Your organisation’s data"
    assert message.body == f"The file has {export.rows} rows. Download it by 9 November 2026. We then delete it."


def test_its_rows_are_those_of_its_tables():
    scene = steps.everything()
    export = steps.made(scene.who.reporter)
    taken = steps.Archive(export)
    tables = [name for name in taken.names if name.endswith(".csv") and name != "files.csv"]
    assert export.rows == sum(len(taken.table(name)) for name in tables)


def test_the_job_says_how_far_it_is_in_rows_and_files(monkeypatch):
    monkeypatch.setattr(counting, "STEP", 10)
    scene, heard = steps.everything(), []
    with clock.at(steps.NOW):
        export = steps.asked(scene.who.reporter)
        total = bundle_for(scene.who.reporter).count()
        services.make(str(export.pk), lambda percent, step: heard.append((percent, step)))
    assert heard[0] == (1, "Counting rows")
    shares = [percent for percent, _ in heard]
    assert shares == sorted(shares)
    assert shares[-1] == 99
    # A line more than rows counted: the supplier's own, over those beneath it
    assert heard[-1][1] == f"{total + 1:,} of {total + 1:,} rows and files"


def test_what_a_killed_worker_left_is_written_over():
    scene = steps.everything()
    with clock.at(steps.NOW):
        export = steps.asked(scene.who.reporter)
        default_storage.save(export_path(export, ""), ContentFile(b"half an archive of a worker that was killed"))
        Job.objects.filter(pk=export.job_id).update(status=JobStatus.QUEUED, attempts=1)
        run_job(export.job_id)
    export = Export.objects.get()
    assert b"killed" not in steps.Archive(export).bytes
    with export.file.open("rb") as file:
        assert len(file.read()) == export.size


def the_list() -> Document:
    """As it came with the first version; the correction has one of its own."""
    return Document.objects.of(Return.objects.earliest("pk")).get()


def test_a_file_that_the_store_has_lost_is_named_and_the_rest_is_there():
    scene = steps.everything()
    lost = the_list()
    default_storage.delete(lost.file.name)
    taken = steps.archive(scene.who.reporter)
    policy, gone, kept, _ = taken.table("files.csv")
    assert (gone["name"], gone["in the archive"], gone["file"]) == ("Weald list.txt", "not in the store", "")
    assert gone["sha256"] == lost.sha256 == kept["sha256"]
    assert [row["in the archive"] for row in (policy, kept)] == ["yes", "yes"]
    assert [name for name in taken.names if name.startswith("files/")] == [
        "files/Weald-1/0001-Weald policy.txt", "files/Weald-1/0003-Weald list.txt", "files/Weald-1/0004-case-study.png",
    ]  # fmt: skip


def test_a_file_that_nobody_may_open_is_named_with_the_reason():
    scene = steps.everything()
    for held in Document.objects.filter(name="Weald list.txt"):
        Document.objects.filter(pk=held.pk).update(held=True)
        HeldFile.objects.create(label="socialvalue.document", key=held.pk, found="Eicar-Test-Signature")
    taken = steps.archive(scene.who.reporter)
    row = next(row for row in taken.table("files.csv") if row["name"] == "Weald list.txt")
    assert row["in the archive"] == "The virus scanner found Eicar-Test-Signature in this file, so nobody can open it"
    assert b"Weald names" not in taken.everything()


HOSTILE = [
    "../../etc/passwd",
    "con.txt",
    "=cmd|' /C calc'!A0.txt",
    "a/b\\c:d.txt",
    "same.txt",
    "SAME.txt",
    "same.txt",
    "\u202egpj.exe",
]


def test_names_that_somebody_made_up_to_do_harm_do_none():
    scene = steps.everything()
    document = the_list()
    for name in HOSTILE:
        with document.file.open("rb") as content:
            copy = Document(**{f.name: getattr(document, f.name) for f in Document._meta.fields if f.name not in ("id", "file")})
            copy.name = name
            copy.file.save(name="x", content=content, save=True)
    taken = steps.archive(scene.who.reporter)
    inside = [name for name in taken.names if name.startswith("files/")]
    assert len({name.casefold() for name in inside}) == len(inside) == 4 + len(HOSTILE)
    for name in inside:
        assert name.count("/") == 2
        assert not set(name) & set('\\:*?"<>|\u202e')
        assert all(step not in ("", ".", "..") for step in name.split("/"))
    told = [row["name"] for row in taken.table("files.csv")]
    assert "'=cmd|' /C calc'!A0.txt" in told
    assert "../../etc/passwd" in told


def test_a_cell_that_a_spreadsheet_would_run_is_guarded():
    scene = steps.everything()
    scene.who.supplier.address = '=HYPERLINK("http://example.org")'
    scene.who.supplier.save(update_fields=["address"])
    taken = steps.archive(scene.who.reporter)
    assert taken.table("organisation/organisation.csv")[0]["address"] == '\'=HYPERLINK("http://example.org")'


def test_a_large_file_is_never_whole_in_memory():
    size, piece = 40 * 1024 * 1024, b"0123456789abcdef" * 4096

    def pieces():
        for _ in range(size // len(piece)):
            yield piece

    big = Enclosed(("CON-1",), "big.bin", size, "", "Council", "CON-1", "KPI 1", pieces)
    bundle = Bundle("big", "Big", "It is big.", [], [Files(lambda: [big], [])], ["Nothing."], "/")
    person = people.person(people.supplier())
    tracemalloc.start()
    packed = sum(len(data) for data in archiving.archived(bundle, person, Counted(1, lambda percent, step: None)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < packed < size
    assert peak < 4 * 1024 * 1024


def test_uploads_are_read_in_chunks(monkeypatch):
    from socialvalue.exports.documents import uploads

    monkeypatch.setattr(uploads, "CHUNK", 4)
    steps.everything()
    document = the_list()
    assert [len(piece) for piece in uploads.pieces_of(document)] == [4, 4, 3]


def test_a_supplier_of_whom_nothing_is_kept_but_its_name_gets_headings():
    person = people.person(people.supplier("New CIC"), "supplier")
    taken = steps.archive(person)
    assert [row["organisation"] for row in taken.table("organisation/organisation.csv")] == ["New CIC"]
    assert taken.table("returns/returns.csv") == taken.table("files.csv") == []
    assert taken.text("returns/returns.csv").startswith("contract,kpi,start date")


def test_it_is_an_archive_whatever_form_is_asked_for():
    person = people.person(people.supplier(), "supplier")
    with clock.at(steps.NOW):
        export = services.ask(kind_of(KEY), by=people.fresh(person), query="anything=1", form="csv")
    assert (export.form, export.query) == ("zip", "")
