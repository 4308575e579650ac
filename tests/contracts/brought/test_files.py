"""A file on the page: uploaded, its headings matched, shown, confirmed, agreed by a second person, imported or abandoned."""

import copy
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.brought import needs, timed
from contracts.brought.enums import Holds
from contracts.brought.models import BroughtFile
from contracts.brought.services import files
from contracts.imports.calculations.mapping import Meaning
from contracts.obligations.models import Obligation
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.common.tables import write_xlsx
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.contracts.brought.steps import (
    OBLIGATION,
    RETURN,
    TODAY,
    VERIFIED,
    as_file,
    obligations,
    running,
    text_of,
    with_framework,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    contract, who = running()
    with_framework(who)
    return contract, who


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


@pytest.fixture
def promised(stage):
    obligations(stage[1], OBLIGATION)
    return stage


def kept_file(who, *lines, holds=Holds.RETURNS, **how) -> BroughtFile:
    return files.keep_file(who.council, by=who.manager, holds=holds, name="ours.csv", data=as_file(*lines), **how)


def upload(client, holds: str, data: bytes, name: str = "ours.csv", **typed):
    return client.post(reverse("contracts-running"), {"holds": holds, "file": SimpleUploadedFile(name, data), **typed})


def page(client, kept: BroughtFile) -> str:
    return text_of(client.get(reverse("contracts-running-file", args=[kept.pk])))


def press(client, name: str, kept: BroughtFile, **typed):
    return client.post(reverse(name, args=[kept.pk]), typed)


def test_obligations_are_shown_first_and_come_in_when_they_are_confirmed(client, stage):
    _, who = stage
    client.force_login(who.manager)
    answer = upload(client, "obligations", as_file(OBLIGATION))
    kept = BroughtFile.objects.get()
    assert answer.url == reverse("contracts-running-file", args=[kept.pk])
    shown = page(client, kept)
    assert "The file contains: 1 created, 0 updated, 0 unchanged, 0 refused" in shown
    assert "Title of RC-1" in shown
    assert "Import all lines" in shown
    assert Obligation.objects.count() == 0
    press(client, "contracts-running-confirm", kept)
    assert Obligation.objects.count() == 1
    # Confirmed twice, it is imported once
    press(client, "contracts-running-confirm", kept)
    assert Obligation.objects.count() == 1
    kept.refresh_from_db()
    assert (kept.brought_at, bytes(kept.data)) == (clock.now(), b"")
    done = page(client, kept)
    assert f"by {who.manager}. 1 created" in done
    assert "Abandon this file" not in done


def test_page_and_command_find_the_same(client, stage):
    _, who = stage
    lines = (OBLIGATION, OBLIGATION | {"kpi": "x"})
    kept = kept_file(who, *lines, holds=Holds.OBLIGATIONS)
    assert kept.found["problems"] == [
        {"line": one.line, "column": one.column, "value": one.value, "message": one.message}
        for one in obligations(who, *lines, dry_run=True).problems
    ]


def test_wrong_cells_are_shown_with_line_and_column_and_the_good_lines_can_come_in(client, stage):
    _, who = stage
    client.force_login(who.manager)
    upload(client, "obligations", as_file(OBLIGATION, OBLIGATION | {"kpi": "2", "target": "many"}))
    kept = BroughtFile.objects.get()
    shown = page(client, kept)
    assert "1 line can be imported, 1 cannot." in shown
    assert "1 line cannot come in" in shown
    assert "Or import only the 1 other line." in shown
    assert "3 target many must be a number, like 12.5" in shown
    press(client, "contracts-running-confirm", kept)
    assert "Some lines are wrong: correct them, or import only the others" in page(client, kept)
    assert Obligation.objects.count() == 0
    press(client, "contracts-running-confirm", kept, good_lines="1")
    kept.refresh_from_db()
    assert (Obligation.objects.get().kpis.count(), kept.brought_at) == (1, clock.now())
    assert "1 created, 0 updated, 0 unchanged, 1 refused" in page(client, kept)


def test_what_each_line_does_can_be_taken_away(client, stage):
    _, who = stage
    client.force_login(who.manager)
    kept = kept_file(who, OBLIGATION, OBLIGATION | {"kpi": "2", "target": "=many"}, holds=Holds.OBLIGATIONS)
    answer = client.get(reverse("contracts-running-lines", args=[kept.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "line,contract,what,says,does,problem"
    assert lines[1].startswith("2,RC-1,KPI 1 of O1,kpi wording: Apprentices taken on; target: 3;")
    # Nothing in it that a spreadsheet would run
    assert lines[2] == '3,,target,\'=many,refused,"must be a number, like 12.5"'


def test_headings_of_the_council_s_own_are_asked_once_and_suggested_for_the_next_file(client, promised):
    _, who = promised
    client.force_login(who.manager)
    theirs = as_file({"Ref": "RC-1", "Ind": "1", "When": "Q1 2024/25", "Done": "3", "How": "sent"})
    upload(client, "returns", theirs)
    kept = BroughtFile.objects.get()
    form = client.get(reverse("contracts-running-file", args=[kept.pk])).context["headings_form"]
    assert [name for name, _ in form.fields["column_0"].choices] == ["", "Ref", "Ind", "When", "Done", "How"]
    wrong = press(client, "contracts-running-headings", kept, column_0="Ref", column_1="Ref")
    assert wrong.context["headings_form"].errors["column_0"] == [
        "“Ref” is chosen twice. Choose a different heading for one of them."
    ]
    assert wrong.context["headings_form"].errors["column_2"] == [
        "Every line needs this. Choose the column for start date, or add one to the file"
    ]
    said = {"column_0": "Ref", "column_1": "Ind", "column_2": "When", "column_4": "Done", "column_9": "How"}
    press(client, "contracts-running-headings", kept, **said)
    kept.refresh_from_db()
    assert kept.found["problems"] == []
    assert kept.meaning["headings"] == {"contract": "Ref", "kpi": "Ind", "start date": "When", "value": "Done", "status": "How"}
    # A file headed alike is read at once
    again = kept_file(who, {"Ref": "RC-1", "Ind": "1", "When": "Q2 2024/25", "Done": "3", "How": "sent"})
    assert len(again.found["lines"]) == 1


def test_a_file_that_cannot_be_read_is_refused_on_its_field_and_nothing_is_kept(client, stage):
    _, who = stage
    client.force_login(who.manager)
    answer = upload(client, "returns", b"PK\x03\x04 broken", "ours.xlsx")
    assert "cannot be read as an XLSX workbook" in answer.content.decode()
    assert BroughtFile.objects.count() == 0
    nothing = client.post(reverse("contracts-running"), {"holds": "returns"})
    assert list(nothing.context["form"].errors) == ["file"]


def test_templates_have_the_headings_and_an_example_that_is_passed_over(client, stage):
    _, who = stage
    client.force_login(who.manager)
    for holds in Holds.values:
        csv = client.get(reverse("contracts-running-template", args=[holds, "csv"])).content
        book = client.get(reverse("contracts-running-template", args=[holds, "xlsx"])).content
        assert (csv.decode("utf-8-sig").splitlines()[1].split(",")[0], book[:2]) == ("EXAMPLE-001", b"PK")
        for name, data in (("t.csv", csv), ("t.xlsx", book)):
            kept = files.keep_file(who.council, by=who.manager, holds=holds, name=name, data=data)
            assert (kept.found["lines"], kept.found["problems"], kept.found["notes"]) == ([], [], [])
            assert kept.found["passed"] == ["Line 2 is the example of the template"]
    assert client.get("/contracts/running/template/returns.pdf").status_code == 404
    assert client.get("/contracts/running/template/secrets.csv").status_code == 404


def test_a_filled_template_comes_in(client, promised):
    _, who = promised
    names = ["contract", "kpi", "start date", "end date", "value", "status", "sent on"]
    rows = [
        ["EXAMPLE-001", 1, "", "", 3, "sent", ""],
        ["RC-1", 1, date(2024, 4, 1), date(2024, 6, 30), 3, "sent", date(2024, 7, 12)],
    ]
    kept = files.keep_file(who.council, by=who.manager, holds="returns", name="f.xlsx", data=write_xlsx(names, rows, title="R"))
    files.confirm(kept, by=who.manager)
    assert (Return.objects.get().sent_on, Return.objects.get().due.starts_on) == (date(2024, 7, 12), date(2024, 4, 1))


# A second person


def test_verified_returns_come_in_only_once_the_second_person_agrees(client, promised):
    contract, who = promised
    client.force_login(who.manager)
    upload(client, "returns", as_file(VERIFIED), second=who.director.pk)
    kept = BroughtFile.objects.get()
    assert f"Ask {who.director} to confirm" in page(client, kept)
    # Until it is confirmed the second person knows nothing of it
    client.force_login(who.director)
    assert client.get(reverse("contracts-running-file", args=[kept.pk])).status_code == 404
    assert needs.needs(who.director, clock.now()) == []
    files.confirm(kept, by=who.manager)
    kept.refresh_from_db()
    assert (kept.asks_second, Return.objects.count()) == (True, 0)
    letter = Message.objects.get(key__startswith=f"brought-asks:{kept.pk}:")
    assert (letter.recipient, letter.subject) == (who.director, "Do you stand for it that 1 past return was verified?")
    assert [need.text for need in needs.needs(who.director, clock.now())] == [
        "Say whether the past returns in “ours.csv” were verified"
    ]
    shown = page(client, kept)
    assert "value: 3; status: verified; sent on: 2024-07-12; verified on: 2024-07-30" in shown
    assert "Abandon this file" not in shown
    # Who uploaded it waits, and cannot answer in their place
    client.force_login(who.manager)
    assert f"{who.director} is asked to say that the verified returns were verified" in page(client, kept)
    assert press(client, "contracts-running-answer", kept, accept="yes").status_code == 403
    client.force_login(who.director)
    press(client, "contracts-running-answer", kept, accept="yes")
    made = Return.objects.get()
    assert (made.status, made.created_by, made.decided_by) == ("verified", who.manager, who.director)
    kept.refresh_from_db()
    assert (kept.accepted, kept.brought_at, bytes(kept.data)) == (True, clock.now(), b"")
    assert f"{who.director} said on 1 July 2026 that its verified returns were verified" in page(client, kept)
    assert needs.needs(who.director, clock.now()) == []
    assert Message.objects.filter(key__startswith=f"brought-answered:{kept.pk}:", recipient=who.manager).count() == 1


def test_a_refusal_has_a_reason_and_brings_nothing_in(client, promised):
    _, who = promised
    kept = files.confirm(kept_file(who, VERIFIED, second=who.director), by=who.manager)
    client.force_login(who.director)
    without = press(client, "contracts-running-answer", kept, accept="no")
    assert without.context["answer_form"].errors["reason"] == ["Say why you do not stand for it"]
    nothing = press(client, "contracts-running-answer", kept)
    assert nothing.context["answer_form"].errors["accept"] == ["Choose whether these returns were verified"]
    press(client, "contracts-running-answer", kept, accept="no", reason="The figures of that year were never looked at.")
    kept.refresh_from_db()
    assert (kept.accepted, kept.is_over, bytes(kept.data), Return.objects.count()) == (False, True, b"", 0)
    assert "Why: The figures of that year were never looked at." in page(client, kept)
    with pytest.raises(WrongState, match="This file was imported, or abandoned, meanwhile"):
        files.answer(kept, by=who.director, accept=True)
    event = AuditEvent.objects.get(verb="answer for returns")
    assert (event.sentence, event.reason) == (
        "would not say that the returns of “ours.csv” were verified", "The figures of that year were never looked at.",
    )  # fmt: skip


def test_who_forgot_to_name_a_second_person_is_asked_for_one(client, promised):
    _, who = promised
    client.force_login(who.manager)
    kept = kept_file(who, VERIFIED)
    answer = client.get(reverse("contracts-running-file", args=[kept.pk]))
    offered = answer.context["second_form"].fields["second"].queryset
    assert list(offered) == [who.director]
    missing = press(client, "contracts-running-second", kept)
    assert missing.context["second_form"].errors["second"] == ["Choose who says that these returns were verified"]
    press(client, "contracts-running-second", kept, second=who.director.pk)
    kept.refresh_from_db()
    assert (kept.second, kept.found["problems"], kept.found["verified"]) == (who.director, [], 1)


def test_nobody_stands_for_their_own_file_nor_from_outside(promised):
    _, who = promised
    with pytest.raises(Refused, match="Choose somebody else: you upload this file"):
        kept_file(who, VERIFIED, second=who.manager)
    with pytest.raises(Refused, match="Your role does not include: verify KPI returns"):
        kept_file(who, VERIFIED, second=who.reporter)
    kept = kept_file(who, VERIFIED, second=who.director)
    with pytest.raises(IntegrityError, match="brought_file_second_is_another"), transaction.atomic():
        BroughtFile.objects.filter(pk=kept.pk).update(second=who.manager)
    with pytest.raises(IntegrityError, match="brought_file_decided_by"), transaction.atomic():
        BroughtFile.objects.filter(pk=kept.pk).update(decided_by=who.member, decided_at=clock.now(), accepted=True)


def test_only_sent_returns_need_no_second_person(promised):
    _, who = promised
    kept = files.confirm(kept_file(who, RETURN, second=who.director), by=who.manager)
    assert (kept.brought_at, Return.objects.get().status) == (clock.now(), "submitted")
    assert not Message.objects.filter(key__startswith="brought-asks").exists()


def test_what_changed_here_between_reading_and_the_second_word_brings_nothing_in(promised):
    contract, who = promised
    kept = files.confirm(kept_file(who, VERIFIED, second=who.director), by=who.manager)
    other = kept_file(who, VERIFIED | {"value": "2"}, second=who.director)
    files.confirm(other, by=who.manager)
    files.answer(other, by=who.director, accept=True)
    files.answer(kept, by=who.director, accept=True)
    kept.refresh_from_db()
    assert (kept.brought_at, kept.refused) == (None, files.CHANGED)
    assert str(Return.objects.get().value) == "2.0000"


# Who sees it, giving up, forgetting


def test_a_file_is_seen_by_who_uploaded_it_alone(client, stage):
    _, who = stage
    kept = kept_file(who, OBLIGATION, holds=Holds.OBLIGATIONS)
    for somebody in (people.person(who.council, Role.CONTRACT_MANAGER), who.director):
        client.force_login(somebody)
        for name in ("contracts-running-file", "contracts-running-lines"):
            assert client.get(reverse(name, args=[kept.pk])).status_code == 404
        assert press(client, "contracts-running-confirm", kept).status_code in (403, 404)
    assert BroughtFile.objects.visible_to(who.manager).get() == kept
    with pytest.raises(NotAllowed, match="Only who uploaded this file goes on with it"):
        files.confirm(kept, by=people.person(who.council, Role.CONTRACT_MANAGER))
    with pytest.raises(NotAllowed, match="Your role does not include: create contracts"):
        files.keep_file(who.council, by=who.member, holds="returns", name="x.csv", data=as_file(RETURN))


def test_given_up_nothing_came_in_and_nothing_is_kept(client, promised):
    _, who = promised
    client.force_login(who.manager)
    kept = files.confirm(kept_file(who, VERIFIED, second=who.director), by=who.manager)
    press(client, "contracts-running-give-up", kept)
    kept.refresh_from_db()
    assert (kept.withdrawn_at, bytes(kept.data), kept.is_over) == (clock.now(), b"", True)
    assert needs.needs(who.director, clock.now()) == []
    assert "Nothing of it was imported" in page(client, kept)
    press(client, "contracts-running-give-up", kept)
    assert AuditEvent.objects.filter(verb="abandoned a file").count() == 1
    with pytest.raises(WrongState, match="This file was imported, or abandoned, meanwhile"):
        files.confirm(kept, by=who.manager)


def test_after_two_weeks_it_is_forgotten(stage):
    _, who = stage
    kept = kept_file(who, OBLIGATION, holds=Holds.OBLIGATIONS)
    fortnight = clock.now() + timedelta(days=14)
    assert timed.due(fortnight - timedelta(seconds=1)) == []
    assert [(event.when, event.subject) for event in timed.due(fortnight)] == [(fortnight, str(kept.pk))]
    assert (timed.apply(fortnight), timed.apply(fortnight)) == (1, 0)
    kept.refresh_from_db()
    assert (kept.withdrawn_at, bytes(kept.data)) == (fortnight, b"")


# Large files


@pytest.fixture
def small_pages(monkeypatch):
    """A page takes two lines."""
    monkeypatch.setattr(files, "PAGE_LINES", 2)


def test_a_large_file_is_read_and_brought_in_by_the_worker(client, promised, small_pages):
    _, who = promised
    client.force_login(who.manager)
    periods = ("Q1 2024/25", "Q2 2024/25", "Q3 2024/25")
    kept = kept_file(
        who, *(VERIFIED | {"start date": name, "sent on": "", "verified on": ""} for name in periods), second=who.director
    )
    assert (kept.found, kept.is_at_work) == (None, True)
    assert "“ours.csv” is being read" in page(client, kept)
    with pytest.raises(WrongState, match="not read yet"):
        files.confirm(kept, by=who.manager)
    run_job(kept.job_id)
    kept.refresh_from_db()
    assert (len(kept.found["lines"]), kept.is_at_work, Return.objects.count()) == (3, False, 0)
    files.confirm(kept, by=who.manager)
    kept = files.answer(kept, by=who.director, accept=True)
    assert (kept.is_at_work, Return.objects.count()) == (True, 0)
    assert "“ours.csv” is being imported" in page(client, kept)
    run_job(kept.job_id)
    kept.refresh_from_db()
    assert (kept.brought_at, Return.objects.filter(status="verified").count()) == (clock.now(), 3)
    # A worker that was killed begins again, and imports nothing twice
    Job.objects.filter(pk=kept.job_id).update(status="queued")
    run_job(kept.job_id)
    assert Return.objects.count() == 3


def test_a_large_file_is_given_up_while_it_is_read(promised, small_pages):
    _, who = promised
    kept = kept_file(who, *(RETURN | {"start date": name} for name in ("Q1 2024/25", "Q2 2024/25", "Q3 2024/25")))
    files.give_up(kept, by=who.manager)
    run_job(kept.job_id)
    kept.refresh_from_db()
    assert (kept.found, kept.withdrawn_at) == (None, clock.now())


def test_who_may_bring_in_no_more_is_told_by_the_worker(promised, small_pages):
    _, who = promised
    kept = kept_file(who, *(RETURN | {"start date": name} for name in ("Q1 2024/25", "Q2 2024/25", "Q3 2024/25")))
    who.manager.memberships.update(ended_at=clock.now())
    run_job(kept.job_id)
    kept.refresh_from_db()
    assert (bool(kept.refused), bytes(kept.data)) == (True, b"")


def test_headings_said_once_are_of_the_council_that_said_them(stage):
    _, who = stage
    other, others = running(reference="RC-8")
    files.keep_file(
        who.council, by=who.manager, holds="returns", name="a.csv", data=as_file(RETURN), meaning=Meaning(headings={"kpi": "Ind"})
    )
    assert files.said_last(who.council, "returns").headings == {"kpi": "Ind"}
    assert files.said_last(others.council, "returns").headings == {}
    assert files.said_last(who.council, "obligations").headings == {}


def test_a_day_later_the_page_still_has_what_was_read(client, stage):
    _, who = stage
    kept = kept_file(who, OBLIGATION, holds=Holds.OBLIGATIONS)
    with clock.at(datetime(2026, 7, 2, 9)):
        client.force_login(who.manager)
        listed = client.get(reverse("contracts-running")).content.decode()
        assert reverse("contracts-running-file", args=[kept.pk]) in listed
