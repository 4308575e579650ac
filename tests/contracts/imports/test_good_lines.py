"""What is right of a register comes in, and the rest is kept with its file to be put right."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from contracts.imports import timed
from contracts.imports.calculations.mapping import Meaning
from contracts.imports.models import RegisterFile, RegisterMeaning
from contracts.imports.pages import cells_of, lines_left
from contracts.imports.services import import_contracts, large
from contracts.imports.services.headings import keep_words, kept_meaning
from contracts.imports.services.waiting import bring_good_lines, put_right
from contracts.overview.selectors import contracts_for
from contracts.register.models import Contract
from contracts.register.services import edit_contract, missing_owners
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.jobs.services import run_job
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

HEAD = "Reference,Title,Department,Supplier,Start date,End date,Contract value,Process type,Notes"
GOOD = "A-1,Cleaning,CS,Clean Ltd,01/04/2024,31/03/2027,4000,Quotation,fine"
BAD = "A-2,Catering,CS,Cook Ltd,31/04/2024,31/03/2027,4000,Quotation,see file"
LARGE = "A-3,Roads,CS,Road Ltd,01/04/2024,31/03/2027,50000,Open tender,"
FILE = "\n".join([HEAD, GOOD, BAD, LARGE])
PAGE = "/contracts/import/"
MAY_NOT = "^Your role does not include: create contracts"


@pytest.fixture
def who(db):
    made = build.parties()
    made.council.directorates.create(name="Corporate services", code="CS")
    return made


def bring(who, text: str = FILE, **more):
    return import_contracts(by=who.manager, council=who.council, data=text.encode(), name="register.csv", **more)


def bring_good(who, text: str = FILE, **more):
    said = {"meaning": Meaning(), "answers": {}} | more
    return bring_good_lines(who.council, by=who.manager, name="register.csv", data=text.encode(), **said)


def there() -> set[str]:
    return set(Contract.objects.values_list("reference", flat=True))


def worked(kept: RegisterFile) -> None:
    """After the worker has done what waits."""
    kept.refresh_from_db()
    run_job(kept.job_id)
    kept.refresh_from_db()


# The service


def test_what_is_right_comes_in_and_the_rest_stays_as_it_was_written(who):
    outcome, kept = bring_good(who)
    assert (outcome.counts, outcome.right) == ("2 created, 0 updated, 0 unchanged, 1 refused", 2)
    assert there() == {"A-1", "A-3"}
    assert bytes(kept.data).decode("utf-8-sig").splitlines() == [HEAD, BAD]
    assert (kept.came_in, kept.is_left, kept.is_over) == (outcome.counts, True, False)
    assert [problem[:3] for problem in kept.outcome["problems"]] == [[2, "start date", "31/04/2024"]]


def test_nothing_is_made_for_a_line_that_is_left(who):
    bring_good(who)
    assert not Organisation.objects.filter(name="Cook Ltd").exists()
    assert Organisation.objects.filter(name="Clean Ltd").count() == 1


def test_a_supplier_of_a_bad_line_and_a_good_one_is_made_once(who):
    outcome, _ = bring_good(who, "\n".join([HEAD, BAD, GOOD.replace("Clean Ltd", "Cook Ltd")]))
    assert (outcome.new_suppliers, Organisation.objects.filter(name="Cook Ltd").count()) == (["Cook Ltd"], 1)


def test_all_of_it_right_leaves_nothing_and_none_of_it_right_does_nothing(who):
    outcome, kept = bring_good(who, f"{HEAD}\n{GOOD}")
    assert (outcome.counts, kept) == ("1 created, 0 updated, 0 unchanged, 0 refused", None)
    before = AuditEvent.objects.count()
    outcome, kept = bring_good(who, f"{HEAD}\n{BAD}")
    assert (outcome.counts, kept) == ("0 created, 0 updated, 0 unchanged, 1 refused", None)
    assert (there(), AuditEvent.objects.count(), RegisterFile.objects.count()) == ({"A-1"}, before, 0)


def test_the_same_file_again_changes_nothing_and_leaves_the_same(who):
    bring_good(who)
    outcome, _ = bring_good(who)
    assert outcome.counts == "0 created, 0 updated, 2 unchanged, 1 refused"


def test_only_a_contract_manager_of_the_council_brings_lines_in(who):
    with pytest.raises(NotAllowed, match=MAY_NOT):
        bring_good_lines(who.council, by=who.member, name="r.csv", data=FILE.encode(), meaning=Meaning(), answers={})


def test_a_line_with_an_open_question_is_left_and_comes_in_when_it_is_answered(who):
    twins = [people.supplier("Cook Ltd"), people.supplier("Cook Ltd")]
    text = f"{HEAD}\n{GOOD}\n{BAD.replace('31/04', '30/04')}"
    outcome, kept = bring_good(who, text)
    assert (outcome.counts, kept.outcome["problems"]) == ("1 created, 0 updated, 0 unchanged, 1 refused", [])
    key = kept.outcome["asked"][0]["key"]
    large.confirm(kept, by=who.manager, answers={key: str(twins[0].pk)}, good_lines=True)
    worked(kept)
    assert (kept.is_over, there()) == (True, {"A-1", "A-2"})
    assert Contract.objects.get(reference="A-2").suppliers.get() == twins[0]


# Owners


def test_a_large_contract_without_owners_is_refused_unless_good_lines_are_asked_for(who):
    outcome = bring(who, f"{HEAD}\n{LARGE}")
    assert [(p.column, p.message) for p in outcome.problems] == [
        ("contract manager", "A contract of £50,000 or more needs a named contract manager"),
        ("lead director", "A contract of £50,000 or more needs a named lead director"),
    ]
    assert (outcome.right, there()) == (1, set())
    outcome = bring(who, f"{HEAD}\n{LARGE}", good_lines=True)
    assert (outcome.counts, outcome.missing_lines, outcome.is_ready) == ("1 created, 0 updated, 0 unchanged, 0 refused", 1, True)


@pytest.mark.parametrize("value, listed", [("49999.99", False), ("50000", True)])
def test_it_stands_on_the_list_of_contracts_without_a_manager_until_both_are_named(who, value, listed):
    bring(who, f"{HEAD}\n{LARGE.replace('50000', value)}", good_lines=True)
    contract = Contract.objects.get()
    assert list(contracts_for(who.manager, attention="unowned")) == ([contract] if listed else [])
    edit_contract(contract, by=who.manager, manager=who.manager)
    assert bool(contracts_for(who.manager, attention="unowned")) is listed
    edit_contract(Contract.objects.get(), by=who.manager, lead_director=who.director)
    assert not contracts_for(who.manager, attention="unowned")
    assert missing_owners(Contract.objects.get().details()) == []


def test_what_it_lacks_keeps_no_other_change_waiting_and_cannot_be_taken_away(who):
    bring(who, f"{HEAD}\n{LARGE}", good_lines=True)
    edit_contract(Contract.objects.get(), by=who.manager, title="Roads and bridges")
    edit_contract(Contract.objects.get(), by=who.manager, manager=who.manager)
    with pytest.raises(Refused, match="^A contract of £50,000 or more needs a named contract manager$"):
        edit_contract(Contract.objects.get(), by=who.manager, manager=None)


def test_owners_may_be_one_for_every_line_of_the_file(who):
    meaning = Meaning(fixed={"contract manager": who.manager.email, "lead director": who.director.email})
    assert bring(who, f"{HEAD}\n{LARGE}", meaning=meaning).counts == "1 created, 0 updated, 0 unchanged, 0 refused"
    contract = Contract.objects.get()
    assert (contract.manager, contract.lead_director) == (who.manager, who.director)


# The command


def command(who, tmp_path, text: str = FILE, **more) -> tuple[int, list[str], str]:
    file = tmp_path / "register.csv"
    file.write_text(text)
    out, wrong, code = StringIO(), StringIO(), 0
    try:
        call_command(
            "import_contracts", str(file), council=who.council.name, by=who.manager.email, stdout=out, stderr=wrong, **more
        )
    except SystemExit as left:
        code = left.code
    return code, out.getvalue().splitlines(), wrong.getvalue()


@pytest.mark.parametrize(
    "text, good_lines, code, last",
    [
        (f"{HEAD}\n{GOOD}", False, 0, "1 created, 0 updated, 0 unchanged, 0 refused"),
        (f"{HEAD}\n{GOOD}", True, 0, "1 created, 0 updated, 0 unchanged, 0 refused"),
        (f"{HEAD}\n{LARGE}", True, 0, "1 created, 0 updated, 0 unchanged, 0 refused"),
        (FILE, False, 2, "0 created, 0 updated, 0 unchanged, 2 refused"),
        (FILE, True, 1, "2 created, 0 updated, 0 unchanged, 1 refused"),
        (f"{HEAD}\n{BAD}", True, 2, "0 created, 0 updated, 0 unchanged, 1 refused"),
        ("nothing,of,ours\n1,2,3", True, 2, "0 created, 0 updated, 0 unchanged, 0 refused"),
    ],
)
def test_the_exit_says_whether_all_some_or_nothing_came_in(who, tmp_path, text, good_lines, code, last):
    found, out, _ = command(who, tmp_path, text, good_lines=good_lines)
    assert (found, out[-1]) == (code, last)


def test_the_command_names_what_is_missing_and_where_the_rest_waits(who, tmp_path):
    code, out, wrong = command(who, tmp_path, good_lines=True)
    assert [one for one in out if "stands on the list" in one] == [
        f"line 4, {who}: A contract of £50,000 or more needs a named {who}. It is imported, and stands on the list of missing managers."
        for who in ("contract manager", "lead director")
    ]
    assert out[-2] == "The other lines are kept on the page “Import contracts”, where they can be put right."
    assert "line 3, start date: " in wrong
    assert RegisterFile.objects.get().by == who.manager


def test_a_dry_run_of_good_lines_says_the_same_and_does_nothing(who, tmp_path):
    code, out, _ = command(who, tmp_path, good_lines=True, dry_run=True)
    assert (code, out[-1], out[-2]) == (
        1, "2 created, 0 updated, 0 unchanged, 1 refused", "Nothing was imported: this was a dry run.",
    )  # fmt: skip
    assert (there(), RegisterFile.objects.count()) == (set(), 0)


def test_an_ambiguous_supplier_is_a_refused_line_that_names_the_candidates(who, tmp_path):
    for number in ("01234567", "07654321"):
        people.supplier("Cook Ltd", number=number)
    code, out, wrong = command(who, tmp_path, f"{HEAD}\n{GOOD}\n{BAD.replace('31/04', '30/04')}", good_lines=True)
    assert (code, out[-1]) == (1, "1 created, 0 updated, 0 unchanged, 1 refused")
    names = "Cook Ltd (fictional) 01234567; Cook Ltd (fictional) 07654321"
    assert names in wrong


# Put right on the page


def test_the_page_brings_in_what_is_right_and_shows_the_rest(client, who):
    client.force_login(who.manager)
    shown = client.post(reverse("contracts-import"), {"file": SimpleUploadedFile("r.csv", FILE.encode())})
    assert "Import 2 lines and keep the rest" in as_read(shown)
    assert "1 of these contracts lacks only a manager or a lead director" in as_read(shown)
    after = client.post(reverse("contracts-import"), {"carried": shown.context["carried"], "good": "1"}, follow=True)
    kept = RegisterFile.objects.get()
    assert after.redirect_chain[-1][0] == f"{PAGE}{kept.pk}/"
    page = as_read(after)
    assert "2 created, 0 updated, 0 unchanged, 1 refused" in page
    assert "A-2 · Catering" in page
    assert 'name="cell:2:start date"' in page
    assert "lines to be put right since" in as_read(client.get(reverse("contracts-import")))


def test_cells_are_put_right_one_after_the_other(client, who):
    _, kept = bring_good(who, f"{FILE}\nA-4,Waste,Nowhere,Bin Ltd,01/04/2024,31/03/2023,x,Quotation,")
    client.force_login(who.manager)
    url = f"{PAGE}{kept.pk}/"
    right = {"right": "1", "cell:2:start date": "30/04/2024", "cell:3:directorate": "CS", "cell:3:end date": "31/03/2025"}
    page = as_read(client.post(url, right, follow=True))
    assert there() == {"A-1", "A-2", "A-3"}
    assert 'name="cell:2:total value"' in page
    assert 'name="cell:2:directorate"' not in page
    done = as_read(client.post(url, {"right": "1", "cell:2:total value": "£4,000"}, follow=True))
    assert there() == {"A-1", "A-2", "A-3", "A-4"}
    assert "was imported on" in done
    kept.refresh_from_db()
    assert (kept.is_over, bytes(kept.data)) == (True, b"")


def test_what_is_still_wrong_keeps_what_was_typed(client, who):
    _, kept = bring_good(who)
    client.force_login(who.manager)
    page = as_read(client.post(f"{PAGE}{kept.pk}/", {"right": "1", "cell:2:start date": "31/06/2024"}, follow=True))
    assert 'value="31/06/2024"' in page
    assert there() == {"A-1", "A-3"}


def test_a_column_that_the_file_lacks_is_added_for_a_cell(who):
    _, kept = bring_good(who)
    put_right(kept, by=who.manager, cells={(2, "start date"): "1/5/2024", (2, "contract manager"): who.manager.email})
    assert Contract.objects.get(reference="A-2").manager == who.manager


def test_the_rest_is_downloaded_under_its_own_headings_and_comes_in_corrected(client, who):
    _, kept = bring_good(who)
    client.force_login(who.manager)
    file = client.get(reverse("contracts-import-left", args=[kept.pk]))
    assert file.headers["Content-Disposition"] == 'attachment; filename="register-left.csv"'
    assert file.content.decode("utf-8-sig").splitlines() == [HEAD, BAD]
    assert bring(who, file.content.decode("utf-8-sig").replace("31/04", "30/04")).count("created") == 1


def test_nobody_else_sees_it_or_puts_it_right(client, who):
    _, kept = bring_good(who)
    client.force_login(people.person(who.council, Role.CONTRACT_MANAGER))
    assert client.get(reverse("contracts-import-left", args=[kept.pk])).status_code == 404
    assert client.post(f"{PAGE}{kept.pk}/", {"right": "1", "cell:2:start date": "30/04/2024"}).status_code == 404
    with pytest.raises(NotAllowed, match=MAY_NOT):
        put_right(kept, by=who.member, cells={})


def test_a_file_that_is_over_has_no_lines_left(client, who):
    _, kept = bring_good(who)
    large.abandon(kept, by=who.manager)
    client.force_login(who.manager)
    assert client.get(reverse("contracts-import-left", args=[kept.pk])).status_code == 404
    with pytest.raises(WrongState, match="^This file was imported, abandoned or forgotten meanwhile"):
        put_right(kept, by=who.manager, cells={})


@pytest.mark.parametrize("days, forgotten", [(89, 0), (90, 1)])
def test_lines_that_nobody_puts_right_are_forgotten_after_a_quarter(who, days, forgotten):
    at = datetime(2026, 7, 1, 9, tzinfo=clock.LONDON)
    with clock.at(at):
        _, kept = bring_good(who)
    later = at + timedelta(days=days)
    assert (len(timed.due(later)), timed.apply(later)) == (forgotten, forgotten)
    kept.refresh_from_db()
    assert bool(kept.abandoned_at) is bool(forgotten)


def test_a_page_shows_each_cell_once_with_everything_that_is_wrong_with_it(who):
    _, kept = bring_good(who, f"{FILE}\nA-5,Long,CS,Bin Ltd,01/04/2024,31/03/2025,4000,Quotation,x,extra")
    outcome = large.thawed(kept.outcome, {})
    first, second = lines_left(kept, outcome.problems)
    assert [(name, problem.column) for name, problem in first.cells] == [("cell:2:start date", "start date")]
    assert (second.called, second.cells, [one.message for one in second.besides]) == (
        "A-5 · Long", [], ["there are more cells than headings"],
    )  # fmt: skip


def test_fields_that_the_page_does_not_have_are_not_read():
    posted = {"cell:2:start date": " 1/5/2024 ", "cell:x:title": "a", "cell:3:password": "b", "cell:4": "c", "right": "1"}
    assert cells_of(posted) == {(2, "start date"): "1/5/2024"}


# A large file, in the worker


def test_the_worker_brings_in_what_is_right_of_a_large_file(client, who):
    kept = large.keep(who.council, by=who.manager, name="register.csv", data=FILE.encode())
    worked(kept)
    client.force_login(who.manager)
    assert "Import 2 lines and keep the rest" in as_read(client.get(f"{PAGE}{kept.pk}/"))
    client.post(f"{PAGE}{kept.pk}/", {"good": "1"})
    worked(kept)
    assert (kept.came_in, kept.is_left, there()) == ("2 created, 0 updated, 0 unchanged, 1 refused", True, {"A-1", "A-3"})
    assert "A-2 · Catering" in as_read(client.get(f"{PAGE}{kept.pk}/"))


def test_a_large_rest_is_read_by_the_worker_again(who, monkeypatch):
    _, kept = bring_good(who)
    monkeypatch.setattr(large, "PAGE_LINES", 0)
    put_right(kept, by=who.manager, cells={(2, "start date"): "30/04/2024"})
    kept.refresh_from_db()
    assert (kept.outcome, there()) == (None, {"A-1", "A-3"})
    worked(kept)
    assert [one[1:] for one in kept.outcome["lines"]] == [["A-2", "created"]]


# Words


WORDS = f"{HEAD}\n{GOOD}\n{BAD.replace('31/04', '30/04').replace('CS', 'Children').replace('Quotation', 'Best value')}"


def test_words_that_nobody_knows_are_asked_once_with_choices_and_kept(client, who):
    client.force_login(who.manager)
    shown = client.post(reverse("contracts-import"), {"file": SimpleUploadedFile("r.csv", WORDS.encode())})
    form = shown.context["words"]
    assert [(field.label, field.help_text) for field in form] == [
        ("“Children” (directorate)", "Line 3"), ("“Best value” (procurement)", "Line 3"),
    ]  # fmt: skip
    said = {"carried": shown.context["carried"], "words": "1", "word-0": "Corporate services", "word-1": "quotation"}
    again = client.post(reverse("contracts-import"), said)
    assert (again.context["outcome"].summary, again.context["words"]) == ("2 created, 0 updated, 0 unchanged, 0 refused", None)
    assert kept_meaning(who.council).words == {
        "directorate": {"children": "Corporate services"}, "procurement": {"bestvalue": "quotation"},
    }  # fmt: skip
    client.post(reverse("contracts-import"), {"carried": again.context["carried"], "confirm": "1"})
    assert there() == {"A-1", "A-2"}
    assert bring(who, WORDS, meaning=kept_meaning(who.council)).counts == "0 created, 0 updated, 2 unchanged, 0 refused"


def test_a_word_that_is_a_mistake_stays_one(client, who):
    client.force_login(who.manager)
    shown = client.post(reverse("contracts-import"), {"file": SimpleUploadedFile("r.csv", WORDS.encode())})
    again = client.post(
        reverse("contracts-import"), {"carried": shown.context["carried"], "words": "1", "word-0": "", "word-1": ""}
    )
    assert again.context["outcome"].refused == 1
    assert not kept_meaning(who.council).words


def test_words_of_a_large_file_are_said_on_its_page(client, who):
    kept = large.keep(who.council, by=who.manager, name="register.csv", data=WORDS.encode())
    worked(kept)
    client.force_login(who.manager)
    client.post(f"{PAGE}{kept.pk}/", {"words": "1", "word-0": "Corporate services", "word-1": "quotation"})
    worked(kept)
    assert (kept.outcome["problems"], len(kept.outcome["lines"])) == ([], 2)


def test_words_are_added_to_those_that_were_said_and_headings_stay(who):
    keep_words(who.council, by=who.manager, meaning=Meaning(), words={"status": {"Going": "live"}})
    said = Meaning(headings={"title": "What"})
    found = keep_words(who.council, by=who.manager, meaning=said, words={"status": {"Gone": "ended"}})
    assert (found.headings, found.said("status", "GONE")) == ({"title": "What"}, "ended")
    assert json.loads(json.dumps(RegisterMeaning.objects.get().words)) == {"status": {"going": "live", "gone": "ended"}}
    with pytest.raises(NotAllowed, match=MAY_NOT):
        keep_words(who.council, by=who.member, meaning=said, words={})


def test_at_most_forty_words_are_asked_at_once(who):
    lines = [GOOD.replace("A-1", f"B-{n}").replace("CS", f"Team {n}") for n in range(41)]
    outcome = bring(who, "\n".join([HEAD, *lines]), dry_run=True)
    assert (len(outcome.unknown_words), outcome.refused) == (40, 41)
