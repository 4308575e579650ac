"""What a register says of how its contracts stand: to begin, live, past its end, ended, being agreed, and without an end."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from contracts.imports.calculations.references import plain_reference
from contracts.imports.calculations.standing import CannotBe, Meant, meant
from contracts.imports.calculations.words import STATUSES, is_rolling, read_status
from contracts.imports.documents.columns import HEADINGS, row_of
from contracts.imports.services import import_contracts
from contracts.register import timed
from contracts.register.models import Contract
from contracts.schedule.services import end_contract
from socialvalue.common import clock
from socialvalue.common.tables import write_csv
from tests.builders import contracts as build

HEAD = "Reference,Title,Directorate,Supplier,Start date,End date,Annual value,Procurement,Status"
TODAY = date(2026, 7, 1)
WHY = "The supplier has stopped trading."


@pytest.fixture
def who(db):
    made = build.parties()
    made.council.directorates.create(name="Corporate services", code="CS")
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=clock.LONDON)):
        yield made


def line(end: str, status: str = "", *, reference: str = "A-1", start: str = "01/04/2020") -> str:
    return f"{reference},Cleaning,CS,Clean Ltd,{start},{end},4000,Quotation,{status}"


def bring(who, *lines: str, **more):
    data = "\n".join([HEAD, *lines]).encode()
    return import_contracts(by=who.manager, council=who.council, data=data, name="register.csv", **more)


def stands(reference: str = "A-1") -> tuple[str, date | None]:
    contract = Contract.objects.get(reference=reference)
    return str(contract.standing), contract.ends_on


def said(outcome) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.message) for p in outcome.problems]


# Words


@pytest.mark.parametrize(
    "text, status",
    [
        ("Live", "live"), ("ACTIVE", "live"), ("Current", "live"), ("in force", "live"), ("Live - services continue", "live"),
        ("Live (in extension)", "live"), ("Active: see notes", "live"), ("Past its end", "past_end"), ("Holding over", "past_end"),
        ("Expired - services continue", "past_end"), ("Expired", "ended"), ("Closed", "ended"), ("Terminated", "ended"),
        ("to begin", "to_begin"), ("Not yet started", "to_begin"), ("Awarded", "to_begin"), ("being agreed", "draft"),
        ("Draft", "draft"),
    ],
)  # fmt: skip
def test_a_status_is_read_as_registers_write_it(text, status):
    assert read_status(text) == status


@pytest.mark.parametrize("text", ["Maybe", "see notes", "Procurement - Live"])
def test_a_status_that_nobody_knows_is_refused(text):
    with pytest.raises(ValueError, match="^must be one of: to begin, live, past its end, ended, being agreed$"):
        read_status(text)


def test_no_word_stands_for_two_statuses():
    words = [word for some in STATUSES.values() for word in some]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "text, rolling",
    [
        ("Rolling", True), ("rolling contract", True), ("Open-ended", True), ("Ongoing", True), ("No end date", True),
        ("Until further notice", True), ("Rolling (monthly)", True), ("31/03/2027", False), ("TBC", False), ("N/A", False),
    ],
)  # fmt: skip
def test_words_for_no_end(text, rolling):
    assert is_rolling(text) is rolling


@pytest.mark.parametrize("text", ["DN-123", "dn-123", " DN - 123", "DN‐123", "DN–123", "DN-1\u200b23", "ＤＮ-123"])
def test_a_reference_is_one_however_it_is_typed(text):
    assert plain_reference(text) == "dn-123"


# What goes with what


PAST, NOW, AHEAD, START = date(2024, 3, 31), TODAY, date(2028, 3, 31), date(2020, 4, 1)


@pytest.mark.parametrize(
    "ends_on, status, found, told",
    [
        (PAST, "", "ended", None),
        (PAST, "ended", "ended", None),
        (PAST, "live", "past_end", "end date"),
        (PAST, "past_end", "past_end", "end date"),
        (PAST, "to_begin", "ended", "status"),
        (PAST, "draft", "draft", None),
        (NOW, "", "live", None),
        (NOW, "live", "live", None),
        (NOW, "ended", "ended", None),
        (AHEAD, "", "live", None),
        (AHEAD, "live", "live", None),
        (AHEAD, "past_end", "live", "status"),
        (AHEAD, "to_begin", "live", "status"),
        (AHEAD, "draft", "draft", None),
    ],
)
def test_an_end_and_a_status_together(ends_on, status, found, told):
    seen = meant(START, ends_on, rolling=False, status=status, today=TODAY)
    assert (seen.ends_on, seen.status, seen.note and seen.note[0]) == (ends_on, found, told)


def test_what_begins_later_is_to_begin():
    later = date(2027, 4, 1)
    assert meant(later, AHEAD, rolling=False, status="to_begin", today=TODAY) == Meant(AHEAD, "to_begin")


@pytest.mark.parametrize(
    "rolling, status, found", [(True, "", "live"), (True, "live", "live"), (True, "draft", "draft"), (False, "live", "live"),
                               (False, "to_begin", "to_begin")],
)  # fmt: skip
def test_no_end_where_the_line_says_so(rolling, status, found):
    seen = meant(START, None, rolling=rolling, status=status, today=TODAY)
    assert (seen.ends_on, seen.status, seen.note[0]) == (None, found, "end date")


@pytest.mark.parametrize(
    "ends_on, rolling, status, words",
    [
        (AHEAD, False, "ended", "is still to come, and the status says it has ended: enter the day it ended"),
        (None, True, "ended", "is needed: the status says it has ended"),
        (None, False, "past_end", "is needed: the status says it is past its end"),
        (None, False, "", "this is needed: a date, or “rolling” where there is no end"),
        (None, False, "draft", "this is needed: a date, or “rolling” where there is no end"),
    ],
)
def test_what_does_not_go_together_says_what_to_do(ends_on, rolling, status, words):
    with pytest.raises(CannotBe) as refused:
        meant(START, ends_on, rolling=rolling, status=status, today=TODAY)
    assert (refused.value.column, refused.value.message) == ("end date", words)


# Contracts that come in


@pytest.mark.parametrize(
    "end, status, found",
    [
        ("31/03/2028", "", ("live", date(2028, 3, 31))),
        ("31/03/2024", "", ("ended", date(2024, 3, 31))),
        ("31/03/2024", "Expired", ("ended", date(2024, 3, 31))),
        ("31/03/2024", "Live - services continue", ("past_end", date(2024, 3, 31))),
        ("Rolling", "Live", ("live", None)),
        ("rolling", "", ("live", None)),
        ("none", "", ("live", None)),
        ("", "Live", ("live", None)),
        ("31/03/2028", "Draft", ("draft", date(2028, 3, 31))),
    ],
)
def test_a_new_contract_stands_as_its_line_says(who, end, status, found):
    assert bring(who, line(end, status)).counts == "1 created, 0 updated, 0 unchanged, 0 refused"
    assert stands() == found
    again = bring(who, line(end, status))
    assert again.counts == "0 created, 0 updated, 1 unchanged, 0 refused"


def test_what_begins_later_comes_in_as_to_begin(who):
    assert bring(who, line("31/03/2030", "Awarded", start="01/04/2028")).count("created") == 1
    assert stands() == ("to_begin", date(2030, 3, 31))


def test_the_preview_says_how_ends_were_understood(who):
    lines = [line("31/03/2024", "Live"), line("Rolling", "", reference="A-2"), line("", "Live", reference="A-3")]
    outcome = bring(who, *lines, dry_run=True)
    assert [(n.line, n.column, n.message) for n in outcome.notes] == [
        (2, "end date", "is past, and the status says it runs: taken as past its end"),
        (3, "end date", "says that there is none: taken as without an agreed end"),
        (4, "end date", "is empty, and the status says it runs: taken as without an agreed end"),
    ]
    assert not Contract.objects.exists()


def test_an_end_that_is_missing_or_cannot_be_is_a_problem_of_its_line_alone(who):
    outcome = bring(who, line(""), line("31/03/2030", "Ended", reference="A-2"), line("soon", "Live", reference="A-3"))
    assert [(number, column) for number, column, _ in said(outcome)] == [(2, "end date"), (3, "end date"), (4, "end date")]
    before = bring(who, line("31/03/2019", "Live"))
    assert said(before) == [(2, "end date", "lies before the start date")]


def test_a_file_without_a_column_of_ends_needs_a_status_that_says_it_runs(who):
    data = f"{HEAD.replace('End date,', '')}\nA-1,Cleaning,CS,Clean Ltd,01/04/2020,4000,Quotation,Live\n".encode()
    outcome = import_contracts(by=who.manager, council=who.council, data=data, name="r.csv")
    assert (outcome.count("created"), stands()) == (1, ("live", None))


# Contracts that are there


def test_a_contract_ended_by_its_last_day_goes_on_when_the_register_says_so(who):
    bring(who, line("31/03/2024"))
    assert stands() == ("ended", date(2024, 3, 31))
    assert bring(who, line("31/03/2024", "Live")).count("updated") == 1
    assert stands() == ("past_end", date(2024, 3, 31))
    assert timed.apply(clock.now()) == 0


def test_what_a_person_ended_a_file_does_not_open_again(who):
    bring(who, line("31/03/2028", "Live"))
    end_contract(Contract.objects.get(), by=who.manager, reason=WHY)
    outcome = bring(who, line("31/03/2028", "Live"))
    assert said(outcome) == [(2, "", "This contract was ended before its last day: it does not go on. Register the new one.")]
    assert stands()[0] == "ended"


def test_an_empty_end_leaves_the_end_that_is_stored(who):
    bring(who, line("31/03/2028", "Live"))
    assert bring(who, line("", "Live")).count("unchanged") == 1
    assert stands() == ("live", date(2028, 3, 31))


@pytest.mark.parametrize(
    "end, status, found",
    [
        ("Rolling", "", ("live", None)),
        ("none", "Live", ("live", None)),
        ("30/06/2030", "Live", ("live", date(2030, 6, 30))),
        ("30/06/2026", "Ended", ("ended", date(2028, 3, 31))),
    ],
)
def test_the_end_of_a_contract_in_force_moves(who, end, status, found):
    bring(who, line("31/03/2028", "Live"))
    assert bring(who, line(end, status)).count("updated") == 1
    assert stands() == found


def test_what_runs_without_an_end_gets_one_or_ends(who):
    bring(who, line("Rolling"), line("Rolling", reference="A-2"))
    assert bring(who, line("31/03/2030", "Live"), line("30/06/2026", "Ended", reference="A-2")).count("updated") == 2
    assert (stands(), stands("A-2")[0]) == (("live", date(2030, 3, 31)), "ended")
    again = bring(who, line("31/03/2030", "Live"), line("30/06/2026", "Ended", reference="A-2"))
    assert again.count("unchanged") == 2


def test_a_contract_being_agreed_is_not_started_by_a_file(who):
    bring(who, line("31/03/2028", "Draft"))
    assert bring(who, line("31/03/2029", "Live")).count("updated") == 1
    assert stands() == ("draft", date(2029, 3, 31))


def test_another_spelling_of_a_reference_is_the_same_contract_and_of_two_it_is_asked(who):
    bring(who, line("31/03/2028", reference="DN-1 a"))
    assert bring(who, line("31/03/2028", reference="dn–1A")).count("unchanged") == 1
    build.draft_contract(who, reference="DN-1A")
    outcome = bring(who, line("31/03/2028", reference="dn-1 A"))
    assert said(outcome) == [(2, "reference", "may be any of DN-1 a, DN-1A: spell it as one of them")]
    assert bring(who, line("31/03/2028", reference="DN-1 a")).count("unchanged") == 1


def test_everything_that_is_taken_out_comes_back_unchanged(who):
    lines = [
        line("31/03/2028", "Live"), line("31/03/2024", "Live", reference="A-2"), line("Rolling", reference="A-3"),
        line("31/03/2024", reference="A-4"), line("31/03/2030", start="01/04/2028", reference="A-5"),
        line("31/03/2028", "Live", reference="A-6"), line("Rolling", reference="A-7"), line("31/03/2028", "Draft", reference="A-8"),
    ]  # fmt: skip
    bring(who, *lines)
    for reference in ("A-6", "A-7"):
        end_contract(Contract.objects.get(reference=reference), by=who.manager, reason=WHY)
    found = Contract.objects.prefetch_related("parties__organisation").order_by("reference")
    rows = [row_of(contract) for contract in found]
    assert [dict(zip(HEADINGS, row, strict=True))["status"] for row in rows] == [
        "live", "past its end", "live", "ended", "to begin", "ended", "ended", "being agreed",
    ]  # fmt: skip
    again = import_contracts(by=who.manager, council=who.council, data=write_csv(HEADINGS, rows), name="r.csv")
    assert (again.counts, said(again)) == ("0 created, 0 updated, 8 unchanged, 0 refused", [])


# Numbers of charities


@pytest.mark.parametrize(
    "numbers, found",
    [
        ("01234567,", "01234567"),
        (",1182233", "GB-CHC-1182233"),
        ("N/A,1182233", "GB-CHC-1182233"),
        ("01234567,1182233", "01234567"),
        ("tbc,N/A", ""),
    ],
)
def test_a_charity_s_number_says_its_register(who, numbers, found):
    data = f"{HEAD},Supplier Registered Company Number,Supplier Charity Number\n{line('31/03/2028')},{numbers}\n".encode()
    assert import_contracts(by=who.manager, council=who.council, data=data, name="r.csv").count("created") == 1
    assert Contract.objects.get().suppliers.get().registration_number == found


def test_of_several_suppliers_each_has_its_own_number(who):
    text = line("31/03/2028").replace("Clean Ltd", "Clean Ltd; Open Door Trust")
    data = f"{HEAD},Supplier number,Charity number\n{text},01234567; N/A,N/A; 1182233\n".encode()
    assert import_contracts(by=who.manager, council=who.council, data=data, name="r.csv").count("created") == 1
    found = {one.name: one.registration_number for one in Contract.objects.get().suppliers.all()}
    assert found == {"Clean Ltd": "01234567", "Open Door Trust": "GB-CHC-1182233"}


def test_words_of_a_status_can_be_said_to_the_command(who, tmp_path):
    file, said_of = tmp_path / "r.csv", tmp_path / "map.json"
    file.write_text(f"{HEAD}\n{line('31/03/2024', 'Still going')}\n")
    said_of.write_text('{"words": {"status": {"Still going": "live"}, "directorate": {"CS": "Corporate services"}}}')
    out = StringIO()
    call_command("import_contracts", str(file), map=str(said_of), council=who.council.name, stdout=out)
    assert out.getvalue().splitlines()[-1] == "1 created, 0 updated, 0 unchanged, 0 refused"
    assert stands() == ("past_end", date(2024, 3, 31))
