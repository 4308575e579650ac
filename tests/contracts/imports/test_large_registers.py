"""A register too large for a page is read by the worker: how far it is, what it would do, confirmed or abandoned."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.imports import timed
from contracts.imports.documents.columns import HEADINGS
from contracts.imports.documents.outcomes import frozen, thawed
from contracts.imports.models import RegisterFile
from contracts.imports.services import bringing, import_contracts, large
from contracts.register.models import Contract
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.common.tables import weighing, write_xlsx
from socialvalue.health.services import record_heartbeat
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures.worker import wait_until
from tests.reading import as_read
from tests.security.test_workbooks import texts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 9, tzinfo=clock.LONDON)
PAGE = "/contracts/import/"


@pytest.fixture
def who():
    return build.parties()


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


def line(number: int, directorate: str, **cells) -> list:
    given = {
        "reference": f"HW-{number}",
        "title": f"Contract {number}",
        "directorate": directorate,
        "supplier": f"Firm {number % 3} Ltd",
        "start date": "2024-04-01",
        "end date": "2030-03-31",
        "total value": "45000",
        "procurement": "tender",
    }
    given |= {name.replace("_", " "): value for name, value in cells.items()}
    return [given.get(name, "") for name in HEADINGS]


def register(who, good: int, bad: int = 0) -> bytes:
    """``good`` lines that come in, then ``bad`` ones of a directorate that is not there, which are quickly read."""
    name, out = who.council.directorates.first().name, io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    rows.writerows(line(n, name) for n in range(good))
    rows.writerows(line(n, "Nowhere") for n in range(good, good + bad))
    return out.getvalue().encode()


def kept_by(who, data: bytes, name: str = "register.csv") -> RegisterFile:
    return large.keep(who.council, by=who.manager, name=name, data=data)


def again(kept: RegisterFile) -> RegisterFile:
    return RegisterFile.objects.get(pk=kept.pk)


def done(kept: RegisterFile) -> RegisterFile:
    """After the worker has done what waits."""
    run_job(again(kept).job_id)
    return again(kept)


def upload(client, data: bytes, name: str = "register.csv"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(("lines", "by_worker"), [(large.PAGE_LINES, False), (large.PAGE_LINES + 1, True)])
def test_how_many_lines_a_page_takes(who, now, lines, by_worker):
    assert large.needs_worker(register(who, 0, lines), "register.csv") is by_worker


@pytest.mark.parametrize(("less", "by_worker"), [(0, False), (1, True)])
def test_what_a_page_does_not_carry_goes_to_the_worker(who, monkeypatch, less, by_worker):
    data = register(who, 1)
    monkeypatch.setattr(large, "PAGE_BYTES", len(data) - less)
    assert large.needs_worker(data, "r.csv") is by_worker


def test_more_cells_than_a_page_reads_are_the_workers(who, now, monkeypatch):
    """Of a workbook too, whose cells are counted before it is read."""
    monkeypatch.setattr(weighing, "MOST_CELLS", 40)
    book = write_xlsx(HEADINGS, [line(n, "Nowhere") for n in range(5)], title="Register")
    assert large.needs_worker(book, "register.xlsx") is True
    kept = done(kept_by(who, book, "register.xlsx"))
    assert (kept.refused, len(kept.outcome["problems"])) == ("", 5)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b" ", "r.csv", "The file is empty"),
        (b"a\x00b", "r.csv", "neither a CSV file nor an XLSX workbook"),
        (b"reference\n", "r.csv", None),
    ],
)
def test_what_nobody_reads_is_refused_at_once(client, who, now, data, name, words):
    client.force_login(who.manager)
    page = upload(client, data, name).content.decode()
    assert (words or "We do not recognise every heading in") in page
    assert not RegisterFile.objects.exists()


def test_a_workbook_with_more_texts_than_a_worker_reads_is_refused_before_it_is_kept(client, who, monkeypatch):
    monkeypatch.setattr(weighing, "MOST_TEXTS", 1)
    client.force_login(who.manager)
    page = upload(client, texts(6), "register.xlsx").content.decode()
    assert "The workbook has more than 5 texts" in page
    assert not RegisterFile.objects.exists()


def test_a_large_one_is_kept_read_shown_confirmed_and_brought_in_once(client, who, now):
    client.force_login(who.manager)
    kept = kept_by(who, register(who, 5))
    own = f"{PAGE}{kept.pk}/"
    waiting = as_read(client.get(own))
    assert "“register.csv” is being read" in waiting
    assert "Abandon this file" in waiting
    assert done(kept).outcome["right"] == 5
    assert not Contract.objects.exists()
    shown = as_read(client.get(own))
    assert "5 created, 0 updated, 0 unchanged, 0 refused" in shown
    assert "New suppliers that would be added: Firm 0 Ltd; Firm 1 Ltd; Firm 2 Ltd" in shown
    assert client.post(own).url == client.post(own).url == own, "pressed twice"
    assert Job.objects.filter(kind=large.BRING).count() == 1
    assert "is being imported" in as_read(client.get(own))
    brought = done(kept)
    assert (Contract.objects.count(), bytes(brought.data), brought.is_over) == (5, b"", True)
    assert client.post(own).url == own, "pressed again afterwards"
    told = as_read(client.get(own))
    assert "“register.csv” was imported on" in told
    assert "5 created, 0 updated, 0 unchanged, 0 refused" in told
    assert AuditEvent.objects.filter(verb="import contracts").count() == 1
    large.bring(again(kept).job, lambda *_: None)
    assert AuditEvent.objects.filter(verb="import contracts").count() == 1, "a worker that comes back does nothing"


def test_what_the_worker_finds_is_what_the_page_and_the_command_find(who, now, monkeypatch):
    """One code, also where the parts are small: new suppliers, doubled references, refused lines."""
    monkeypatch.setattr(bringing, "PART", 2)
    directorate, lines = who.council.directorates.first().name, []
    for number in range(7):
        lines.append(line(number, directorate))
    lines += [line(3, directorate), line(8, "Nowhere"), line(9, directorate, end_date="2023-01-01"), line(10, directorate)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *lines])
    told = []
    common = {"by": who.manager, "council": who.council, "data": out.getvalue().encode(), "name": "r.csv", "dry_run": True}
    at_once = import_contracts(**common)
    in_parts = import_contracts(**common, tell=lambda *far: told.append(far))
    assert in_parts == at_once
    assert len(at_once.problems) == 3
    assert told == [(0, 11), (2, 11), (4, 11), (6, 11), (8, 11), (10, 11), (11, 11)]
    assert not Contract.objects.exists()
    assert not Organisation.objects.filter(name__startswith="Firm").exists()


def test_a_register_that_is_there_already_is_tried_in_parts_too(who, now, monkeypatch):
    monkeypatch.setattr(bringing, "PART", 2)
    import_contracts(by=who.manager, council=who.council, data=register(who, 4), name="r.csv")
    changed = register(who, 5).replace(b"Contract 2", b"Another title")
    common = {"by": who.manager, "council": who.council, "data": changed, "name": "r.csv", "dry_run": True}
    in_parts = import_contracts(**common, tell=lambda *_: None)
    assert in_parts.summary == "1 created, 1 updated, 3 unchanged, 0 refused"
    assert in_parts == import_contracts(**common)


def test_an_outcome_comes_back_from_the_row_as_it_was(who, now):
    body = people.supplier("Amber Roads")
    body.confirmed_at, body.confirmed_how = None, ""
    body.save()
    data = register(who, 3, 2).replace(b"Firm 1 Ltd", b"Amber Roads")
    outcome = import_contracts(by=who.manager, council=who.council, data=data, name="r.csv", dry_run=True)
    kept = RegisterFile.objects.create(council=who.council, by=who.manager, name="r", data=b"", outcome=frozen(outcome))
    assert thawed(again(kept).outcome, {}) == outcome


def test_a_question_is_answered_before_anything_comes_in(client, who, now):
    """Two suppliers of one name: which is meant, only a person knows."""
    twins = [people.supplier("Firm 1 Ltd") for _ in range(2)]
    kept = done(kept_by(who, register(who, 3)))
    (asked,) = thawed(kept.outcome, {}).asked
    assert set(asked.candidates) == set(twins)
    client.force_login(who.manager)
    own = f"{PAGE}{kept.pk}/"
    page = as_read(client.post(own))
    assert "Say which supplier “Firm 1 Ltd” is" in page
    assert again(kept).confirmed_at is None
    client.post(own, {f"supplier:{asked.key}": str(twins[1].pk)})
    assert done(kept).brought_at is not None
    assert Contract.objects.get(reference="HW-1").suppliers.get() == twins[1]


def test_a_file_with_a_problem_is_shown_and_not_confirmed(client, who, now):
    kept = done(kept_by(who, register(who, 1, 201)))
    client.force_login(who.manager)
    page = as_read(client.get(f"{PAGE}{kept.pk}/"))
    assert "201 lines cannot be imported as they are. Correct the cells and upload the file again, or" in page
    assert "The first 200 of 201 problems are shown" in page
    with pytest.raises(Refused, match="^Nothing can be imported yet"):
        large.confirm(kept, by=who.manager, answers={})


def test_what_changed_since_it_was_read_is_told_again(client, who, now):
    kept = done(kept_by(who, register(who, 2)))
    large.confirm(kept, by=who.manager, answers={})
    for _ in range(2):
        people.supplier("Firm 0 Ltd")
    after = done(kept)
    assert (after.brought_at, after.confirmed_at) == (None, None)
    assert not Contract.objects.exists()
    client.force_login(who.manager)
    assert "Which suppliers are these?" in as_read(client.get(f"{PAGE}{kept.pk}/"))


def test_abandoned_while_it_is_read_the_worker_stops_at_its_next_part(who, now, monkeypatch):
    monkeypatch.setattr(bringing, "PART", 1)
    kept, far = kept_by(who, register(who, 5)), []

    def report(percent: int, step: str) -> None:
        far.append(step)
        if step == "Line 2 of 5":
            large.abandon(again(kept), by=who.manager)

    assert large.read(kept.job, report) == f"{PAGE}{kept.pk}/"
    assert far == ["Opening the file", "Line 0 of 5", "Line 1 of 5", "Line 2 of 5"]
    after = again(kept)
    assert (after.outcome, bytes(after.data), after.is_over) == (None, b"", True)
    assert AuditEvent.objects.get(verb="abandoned a register").sentence == "abandoned the import of “register.csv”"


def test_abandoning_on_the_page_and_what_it_says_then(client, who, now):
    kept = kept_by(who, register(who, 1))
    client.force_login(who.manager)
    for _ in range(2):
        assert client.post(f"{PAGE}{kept.pk}/abandon/").url == PAGE
    assert "Nothing of it was imported" in as_read(client.get(f"{PAGE}{kept.pk}/"))
    with pytest.raises(WrongState, match="^This file was imported, abandoned or forgotten meanwhile"):
        large.confirm(kept, by=who.manager, answers={})
    assert AuditEvent.objects.filter(verb="abandoned a register").count() == 1


def test_what_is_being_imported_is_not_abandoned(who, now):
    kept = done(kept_by(who, register(who, 1)))
    with pytest.raises(WrongState, match="^The file is not read yet"):
        large.confirm(kept_by(who, register(who, 1)), by=who.manager, answers={})
    large.confirm(kept, by=who.manager, answers={})
    with pytest.raises(WrongState, match="^It is being imported now"):
        large.abandon(kept, by=who.manager)


def test_nobody_else_sees_it(client, who, now):
    kept = done(kept_by(who, register(who, 1)))
    other = people.person(who.council, Role.CONTRACT_MANAGER)
    client.force_login(other)
    assert client.get(f"{PAGE}{kept.pk}/").status_code == 404
    assert client.post(f"{PAGE}{kept.pk}/abandon/").status_code == 404
    with pytest.raises(WrongState, match="^This file was imported"):
        large.confirm(kept, by=other, answers={})


def test_who_may_import_no_more_when_the_worker_comes_to_it(who, now):
    kept = kept_by(who, register(who, 1))
    read = done(kept_by(who, register(who, 1)))
    large.confirm(read, by=who.manager, answers={})
    who.manager.memberships.update(ended_at=clock.now())
    assert "Your role does not include" in done(kept).refused
    assert "Your role does not include" in done(read).refused
    assert not Contract.objects.exists()
    with pytest.raises(NotAllowed, match="^Your role does not include"):
        large.keep(who.council, by=people.fresh(who.manager), name="r", data=b"x")


def test_it_stands_on_the_import_page_until_it_is_over(client, who, now):
    kept = kept_by(who, register(who, 1), name="autumn.csv")
    client.force_login(who.manager)
    assert f'href="{PAGE}{kept.pk}/"' in client.get(PAGE).content.decode()
    large.abandon(kept, by=who.manager)
    assert "autumn.csv" not in client.get(PAGE).content.decode()


def test_without_a_worker_the_page_says_so(client, who):
    kept = kept_by(who, register(who, 1))
    client.force_login(who.manager)
    said = "Nothing works in the background at this moment"
    assert said in as_read(client.get(f"{PAGE}{kept.pk}/"))
    record_heartbeat(service="worker", at=clock.now())
    assert said not in as_read(client.get(f"{PAGE}{kept.pk}/"))


@pytest.mark.parametrize(("days", "forgotten"), [(6.9, 0), (7, 1)])
def test_what_nobody_confirms_is_forgotten_after_a_week(who, days, forgotten):
    with clock.at(NOW):
        kept = kept_by(who, register(who, 1))
    with clock.at(NOW + timedelta(days=days)):
        assert len(timed.due(clock.now())) == forgotten
        assert (timed.apply(clock.now()), timed.apply(clock.now())) == (forgotten, 0)
    assert bool(bytes(again(kept).data)) is not bool(forgotten)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_reads_twenty_thousand_lines(client, celery_worker_process):
    who = build.parties()
    client.force_login(who.manager)
    answer = upload(client, register(who, 3, 19_997))
    kept = RegisterFile.objects.get()
    assert answer.url == reverse("contracts-import-file", args=[kept.pk])
    steps = set()

    def far():
        steps.add(Job.objects.get(pk=kept.job_id).step)
        return again(kept).outcome

    outcome = wait_until(far, 240, "the file is read")
    assert (len(outcome["problems"]), outcome["right"]) == (19_997, 3)
    assert {step for step in steps if step.endswith("of 20,000")}, steps
    page = as_read(client.get(answer.url))
    assert "The first 200 of 19,997 problems are shown" in page
    assert not Contract.objects.exists()
