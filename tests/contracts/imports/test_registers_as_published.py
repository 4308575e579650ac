"""A register as a council publishes it comes in without being retyped: its headings, its words, its gaps."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from contracts.imports.calculations.mapping import Meaning, meaning_of
from contracts.imports.calculations.words import ROUTES, read_kind_of_supplier, route_of, what_else
from contracts.imports.documents.columns import HEADINGS, read_route
from contracts.imports.services import import_contracts
from contracts.imports.services.headings import keep_meaning, kept_meaning
from contracts.register.enums import Route
from contracts.register.models import Contract
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.common.tables import HeadingsMissing
from tests.builders import contracts as build
from tests.builders import people

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases"
LINE = "A-1,Cleaning,Corporate services,Clean Ltd,01/04/2024,31/03/2027,4000,Quotation"
HEAD = "Reference,Title,Directorate,Supplier,Start date,End date,Annual value,Procurement"


@pytest.fixture
def who(db):
    made = build.parties()
    made.council.directorates.create(name="Corporate services", code="CS")
    return made


def bring(who, text: str | bytes, **more):
    data = text.encode() if isinstance(text, str) else text
    return import_contracts(by=who.manager, council=who.council, data=data, name="register.csv", **more)


def contracts(who) -> dict[str, Contract]:
    return {one.reference: one for one in who.council.contracts_let.all()}


# Words


@pytest.mark.parametrize(
    "word, route",
    [
        ("Open Tender", Route.TENDER), ("ITT", Route.TENDER), ("RFQ", Route.QUOTATION), ("Request for Quotation", Route.QUOTATION),
        ("Framework Call-off", Route.FRAMEWORK), ("Further competition", Route.FRAMEWORK), ("Exemption", Route.DIRECT_AWARD),
        ("Waiver", Route.DIRECT_AWARD), ("Single tender action", Route.DIRECT_AWARD), ("Light touch", Route.TENDER),
        ("Competitive flexible procedure", Route.TENDER), ("Below threshold", Route.QUOTATION), ("Spot purchase", Route.QUOTATION),
        ("Negotiated without advert", Route.DIRECT_AWARD), ("Published invitation to tender", Route.TENDER),
        ("Invitation to quote", Route.QUOTATION), ("DPS call off", Route.FRAMEWORK), ("in-house", Route.IN_HOUSE),
        ("direct award", Route.DIRECT_AWARD), ("Grant", Route.GRANT),
    ],
)  # fmt: skip
def test_usual_words_for_a_route_are_understood(word, route):
    assert read_route(word) == route


def test_every_word_has_one_meaning_and_our_own_stay_ours():
    said = [word for words in ROUTES.values() for word in words]
    assert len(said) == len({word.replace("-", " ") for word in said})
    assert [read_route(str(label)) for _, label in Route.choices] == list(Route.values)
    assert route_of("by lot") == ""
    with pytest.raises(ValueError, match="^must be one of: tender, quotation, direct award, framework, grant, in-house$"):
        read_route("by lot")


@pytest.mark.parametrize(
    "word, kind", [("SME", True), ("VCSE", True), ("1", True), ("No", False), ("none", False), ("Large", False)]
)
def test_a_kind_of_supplier_is_said_by_its_name_or_by_yes(word, kind):
    assert read_kind_of_supplier(word) is kind


# Headings


@pytest.mark.parametrize(
    "head",
    [
        "Contract Reference Number,Title of agreement,Local authority department responsible,Supplier name,Start date,End date,"
        "Estimated annual value,Process type",
        "CONTRACT_REF,Contract Title,Department,Contractor,Commencement date,Expiry date,Value per annum,Procurement route",
    ],
)
def test_headings_of_the_codes_and_of_councils_are_known_without_asking(who, head):
    assert bring(who, f"{head}\n{LINE}\n").summary == "1 created, 0 updated, 0 unchanged, 0 refused"
    contract = contracts(who)["A-1"]
    assert (contract.title, contract.starts_on, contract.annual_value) == ("Cleaning", date(2024, 4, 1), Decimal(4000))


@pytest.mark.parametrize(
    "head, what",
    [
        ("Identifier,Title,Amount Awarded,Award Date,Recipient Org:Name", "grants in the 360Giving standard"),
        ("Department Area,HBC Ref No.,Name,Payment Date,Amount Paid", "payments to suppliers"),
        ("BodyName,DatePaid,TransactionNumber,NetAmount,SupplierName", "payments to suppliers"),
    ],
)
def test_a_file_that_is_plainly_something_else_is_named_as_such(who, head, what):
    with pytest.raises(HeadingsMissing, match=f"^The file looks like {what}, not like a register of contracts. The file has no"):
        bring(who, f"{head}\nx,x,x,x,x\n")
    assert what_else(["Reference", "Title", "Start date"]) == ""


# What somebody says of a file


TOLD = {
    "headings": {
        "Deal": "reference",
        "What": "title",
        "With": "supplier",
        "From": "start date",
        "Till": "end date",
        "A year": "annual value",
    },
    "fixed": {"directorate": "Corporate services", "procurement": "quotation"},
    "words": {"procurement": {"Open ITT": "tender"}, "directorate": {"ASC": "Corporate services"}},
}


def test_headings_fixed_texts_and_words_are_said_once(who):
    meaning = meaning_of(TOLD, HEADINGS)
    text = "Deal,What,With,From,Till,A year,Procurement,Directorate\n"
    text += "A-1,Cleaning,Clean Ltd,1/4/2024,31/3/2027,4000,Open ITT,ASC\nA-2,Catering,Cook Ltd,1/4/2024,31/3/2027,4000,,\n"
    assert bring(who, text, meaning=meaning).summary == "2 created, 0 updated, 0 unchanged, 0 refused"
    found = contracts(who)
    assert [(found[key].route, found[key].directorate.name) for key in ("A-1", "A-2")] == [
        ("tender", "Corporate services"), ("quotation", "Corporate services"),
    ]  # fmt: skip


def test_what_is_fixed_is_told_as_it_was_read_like_a_cell(who):
    """A band that stood for every line was kept as the note about it, and refused in words that nobody understood."""
    meaning = Meaning(fixed={"annual value": "£1k to £4k", "end date": "31/03/27"})
    head, line = HEAD.replace("End date,Annual value,", ""), LINE.replace("31/03/2027,4000,", "")
    outcome = bring(who, f"{head}\n{line}\n", meaning=meaning)
    assert (outcome.problems, outcome.summary) == ([], "1 created, 0 updated, 0 unchanged, 0 refused")
    contract = contracts(who)["A-1"]
    assert (contract.annual_value, contract.ends_on) == (Decimal(4000), date(2027, 3, 31))
    assert [(note.line, note.column, note.value, note.message) for note in outcome.notes] == [
        (2, "end date", "31/03/27", "has two digits for the year, read as 31 March 2027"),
        (2, "annual value", "£1k to £4k", "is a band: its upper end, £4,000.00, counts"),
    ]


def test_what_is_fixed_and_cannot_be_read_is_a_problem_of_each_line(who):
    meaning = Meaning(fixed={"procurement": "by lot"})
    outcome = bring(who, f"{HEAD.removesuffix(',Procurement')}\n{LINE.removesuffix(',Quotation')}\n", meaning=meaning)
    assert [(p.line, p.column, p.value) for p in outcome.problems] == [(2, "procurement", "by lot")]


@pytest.mark.parametrize(
    "told, why",
    [
        ([], "^The mapping may have “headings”, “fixed” and “words”"),
        ({"heading": {}}, "^The mapping may have “headings”, “fixed” and “words”"),
        ({"headings": {"Deal": 1}}, "^“headings” has to be names with what they mean, all of them text$"),
        ({"words": []}, "^“words” has to name columns"),
        ({"words": {"procurement": "tender"}}, "^“words of “procurement”” has to be names"),
        (
            {"fixed": {"colour": "red"}, "headings": {"X": "size"}},
            "^There is no column “colour”, “size”. There are: reference, title",
        ),
    ],
)
def test_a_mapping_that_says_what_there_is_not_is_refused(told, why):
    with pytest.raises(ValueError, match=why):
        meaning_of(told, HEADINGS)


def test_the_command_takes_a_mapping_and_tells_what_it_read(who, tmp_path, capsys):
    register, mapping = tmp_path / "register.csv", tmp_path / "map.json"
    register.write_text(
        "Register of March\n\nDeal,What,With,From,Till,A year\nA-1,Cleaning,Clean Ltd,45383,31/03/27,£1k to £4k\n"
    )
    mapping.write_text(json.dumps(TOLD))
    call_command("import_contracts", str(register), "--map", str(mapping), "--council", who.council.name)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "Line 1 stands above the headings: Register of March",
        "line 4, start date: is a spreadsheet’s count of days, read as 1 April 2024 (found “45383”)",
        "line 4, end date: has two digits for the year, read as 31 March 2027 (found “31/03/27”)",
        "line 4, annual value: is a band: its upper end, £4,000.00, counts (found “£1k to £4k”)",
        "1 created, 0 updated, 0 unchanged, 0 refused",
    ]


@pytest.mark.parametrize(
    "written, why", [(None, "map.json cannot be opened"), ("{", "map.json cannot be read: Expecting"), ("{}", "")]
)
def test_the_command_says_what_is_wrong_with_a_mapping(who, tmp_path, capsys, written, why):
    register, mapping = tmp_path / "register.csv", tmp_path / "map.json"
    register.write_text(f"{HEAD}\n{LINE}\n")
    if written is not None:
        mapping.write_text(written)
    arguments = ["import_contracts", str(register), "--map", str(mapping), "--council", who.council.name]
    if not why:
        call_command(*arguments)
        assert contracts(who).keys() == {"A-1"}
        return
    with pytest.raises(SystemExit) as left:
        call_command(*arguments)
    assert (left.value.code, contracts(who)) == (2, {})
    assert why in capsys.readouterr().err


# What a line says, and what it leaves


def test_an_empty_cell_leaves_what_is_stored_and_none_clears_it(who):
    head = f"{HEAD},Review date,Description,Extension"
    bring(who, f"{head}\n{LINE},01/06/2026,Offices and schools,1 + 1 years\n")
    assert bring(who, f"{head}\n{LINE},,,\n").summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    contract = contracts(who)["A-1"]
    assert (contract.review_on, contract.description, contract.extension_months) == (date(2026, 6, 1), "Offices and schools", 24)
    assert bring(who, f"{head}\n{LINE},none,None,none\n").summary == "0 created, 1 updated, 0 unchanged, 0 refused"
    contract = contracts(who)["A-1"]
    assert (contract.review_on, contract.description, contract.extension_months) == (None, "", 0)


def test_the_page_tells_what_was_passed_over_and_how_cells_were_read(who, client):
    client.force_login(who.manager)
    text = f"Register of March\n\n{HEAD}\n{LINE.replace('4000', '£1k to £4k')}\n"
    page = client.post(reverse("contracts-import"), {"file": SimpleUploadedFile("r.csv", text.encode())}).content.decode()
    assert "Line 1 stands above the headings: Register of March." in page
    assert "Line 4, annual value: “£1k to £4k” is a band: its upper end, £4,000.00, counts" in page
    assert "1 cell to check: we had to interpret it" in " ".join(page.split())


# The files that were found wanting


@pytest.mark.skipif(not CASES.exists(), reason="the collected files do not lie beside this checkout")
@pytest.mark.parametrize(
    "name, came, refused",
    [
        ("r8-lines-above-headings.csv", 1, 0),
        ("r12-sep-line.csv", 1, 0),
        ("x13-title-above.xlsx", 1, 0),
        ("r10-extension-words.csv", 3, 0),
        ("r14-routes.csv", 17, 0),
        ("r5b-number-not-available.csv", 3, 0),
        ("x2-zero-format.xlsx", 1, 0),
        # A month, a weekday and a day without its year are none; all the other spellings are
        ("r16-dates.csv", 15, 4),
        ("r18-postcodes.csv", 4, 2),
        ("r13-mixed-encoding.csv", 1, 1),
        ("x10-formula-without-value.xlsx", 0, 1),
    ],
)
def test_each_file_comes_in_as_its_case_says(who, name, came, refused):
    outcome = bring(who, (CASES / "files" / name).read_bytes(), dry_run=True)
    assert (outcome.right, outcome.refused, outcome.open_questions) == (came, refused, [])


@pytest.mark.skipif(not CASES.exists(), reason="the collected files do not lie beside this checkout")
@pytest.mark.parametrize(
    "name, what",
    [
        ("hyndburn-2024-05.csv", "payments to suppliers"),
        ("leeds-2013-12.csv", "payments to suppliers"),
        ("trafford-grants-360giving.csv", "grants in the 360Giving standard"),
    ],
)
def test_files_of_councils_that_are_no_registers_are_named(who, name, what):
    with pytest.raises(Refused, match=f"^The file looks like {what}"):
        bring(who, (CASES / "real" / name).read_bytes(), dry_run=True)


# Asked once, on the page


STRANGE = "Deal,What,Department,With,From,Till,A year\nA-1,Cleaning,CS,Clean Ltd,1/4/2024,31/3/2027,4000\n"
SAID = {
    "map": "1", "reference": "Deal", "title": "What", "directorate": "Department", "supplier": "With", "start_date": "From",
    "end_date": "Till", "annual_value": "A year", "procurement_always": "quotation",
}  # fmt: skip


def upload(client, text: str = STRANGE):
    return client.post(reverse("contracts-import"), {"file": SimpleUploadedFile("r.csv", text.encode())})


def test_headings_that_are_not_known_are_asked_once_and_kept_for_the_next_file(who, client):
    client.force_login(who.manager)
    asked = upload(client)
    form = asked.context["headings_form"]
    assert form["directorate"].initial == "Department"
    assert "We do not recognise every heading in “r.csv”. Match them once; we will use your answers" in " ".join(
        asked.content.decode().split()
    )
    preview = client.post(reverse("contracts-import"), {**SAID, "carried": asked.context["carried"]})
    assert preview.context["outcome"].summary == "1 created, 0 updated, 0 unchanged, 0 refused"
    client.post(reverse("contracts-import"), {"confirm": "1", "carried": preview.context["carried"]})
    assert (contracts(who)["A-1"].title, contracts(who)["A-1"].route) == ("Cleaning", "quotation")
    # The next file is read without asking, and the same question can be asked for
    again = upload(client)
    assert again.context["outcome"].summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    form = client.post(reverse("contracts-import"), {"again": "1", "carried": again.context["carried"]}).context["headings_form"]
    assert (form["reference"].initial, form["procurement_always"].initial) == ("Deal", "quotation")


def test_headings_beneath_a_title_are_offered_although_hardly_one_is_known(who, client):
    client.force_login(who.manager)
    form = upload(client, f"Contracts register at March\n\n{STRANGE}").context["headings_form"]
    assert [value for value, _ in form.fields["reference"].choices] == ["", *STRANGE.splitlines()[0].split(",")]
    assert form["directorate"].initial == "Department"


def test_what_is_not_said_of_the_headings_keeps_what_was(who, client):
    client.force_login(who.manager)
    carried = upload(client).context["carried"]
    typed = {**SAID, "carried": carried, "title": "", "supplier": "Deal", "procurement_always": ""}
    form = client.post(reverse("contracts-import"), typed).context["headings_form"]
    assert form.errors == {
        "title": ["Every contract needs a title. Choose its column, or add one to the file and upload it again."],
        "procurement": ["Every contract needs to say how it was procured. Choose its column, or what holds for every contract."],
        "reference": ["“Deal” is chosen twice. Choose a different heading for one of them."],
        "supplier": ["“Deal” is chosen twice. Choose a different heading for one of them."],
    }
    assert (form["start_date"].value(), contracts(who)) == ("From", {})


def test_each_column_is_asked_for_in_plain_words_and_a_value_is_needed(who, client):
    client.force_login(who.manager)
    asked = upload(client)
    labels = {name: field.label for name, field in asked.context["headings_form"].fields.items()}
    assert labels["sme"] == "Column for: small or medium-sized business (SME)"
    assert labels["procurement"] == "Column for: how it was procured"
    assert labels["procurement_always"] == "How every contract in this file was procured"
    assert labels["directorate_always"] == "The directorate of every contract in this file"
    typed = {**SAID, "carried": asked.context["carried"], "annual_value": ""}
    value = "Every contract needs its annual value or its total value. Choose the column of one of them, or add one to the file "
    assert client.post(reverse("contracts-import"), typed).context["headings_form"].errors == {
        "annual_value": [f"{value}and upload it again."]
    }
    total = client.post(reverse("contracts-import"), {**typed, "total_value": "A year"})
    assert total.context["outcome"].summary == "1 created, 0 updated, 0 unchanged, 0 refused"


def test_the_page_says_how_a_value_is_cleared(who, client):
    client.force_login(who.manager)
    page = client.get(reverse("contracts-import")).content.decode()
    assert "An empty cell changes nothing. To clear a value, enter none." in page


def test_a_file_of_payments_is_named_before_it_is_asked_about(who, client):
    client.force_login(who.manager)
    page = upload(client, "Name,Payment Date,Amount Paid\nA Ltd,3/5/2024,5\n").content.decode()
    assert (
        "“r.csv” looks like payments to suppliers, not like a register of contracts. Continue only if each line is a contract."
        in " ".join(page.split())
    )


def test_only_who_may_import_keeps_how_a_register_is_headed(who):
    member = people.person(who.council, Role.MEMBER)
    with pytest.raises(NotAllowed, match="."):
        keep_meaning(who.council, by=member, meaning=Meaning({"reference": "Deal"}))
    assert keep_meaning(
        who.council, by=who.manager, meaning=Meaning({"reference": "Deal", "title": ""}, {"sme": "yes"})
    ) == Meaning({"reference": "Deal"}, {})
    assert kept_meaning(who.council) == Meaning({"reference": "Deal"}, {})
    assert kept_meaning(people.council()) == Meaning()
