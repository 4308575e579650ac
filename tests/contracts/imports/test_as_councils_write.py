"""What councils write into registers beside figures, days and names: read where it is plain and told, refused where it is not."""

from datetime import date
from decimal import Decimal as D

import pytest

from contracts.imports.calculations.words import names_nobody, route_among
from contracts.imports.documents.columns import read_route, read_with_vat
from contracts.register.models import Contract
from socialvalue.accounts.models import Organisation
from socialvalue.common.errors import Refused
from socialvalue.common.tables import read_amount, read_yearly
from socialvalue.common.tables.cells import Said, without_remark
from socialvalue.common.tables.finding import is_remark

from .test_council_cases import HEAD, bring, who  # noqa: F401

PLAIN = {
    "reference": "A-1", "title": "Windows", "directorate": "Highways", "supplier": "Clear Ltd", "start": "1/4/2024",
    "end": "31/3/2030", "annual": "4000", "procurement": "ITT",
}  # fmt: skip


def line(**cells) -> str:
    return ",".join(f'"{cell}"' for cell in {**PLAIN, **cells}.values())


def file(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def told(outcome) -> list[tuple[int, str, str]]:
    return [(note.line, note.column, note.message) for note in outcome.notes]


def wrong(outcome) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.message) for problem in outcome.problems]


# Amounts


@pytest.mark.parametrize(
    ("text", "pounds", "note"),
    [
        ("Up to £10,000", "10000", "is a band: its upper end, £10,000.00, counts"),
        ("<£5000", "5000", "is a band: its upper end, £5,000.00, counts"),
        ("up to £5,000 to £25,000", "25000", "is a band: its upper end, £25,000.00, counts"),
        ("c. £12,000", "12000", "is an estimate, read as £12,000.00"),
        ("£12,000 (est)", "12000", "is an estimate, read as £12,000.00"),
        ("approx 1.2m", "1200000", "is an estimate, read as £1,200,000.00"),
        ("£12,000 + VAT", "12000", "is without VAT, read as £12,000.00"),
        ("£12k (excl. VAT)", "12000", "is without VAT, read as £12,000.00"),
        ("circa £9,000 plus VAT", "9000", "is an estimate, read as £9,000.00; is without VAT, read as £9,000.00"),
    ],
)
def test_words_around_an_amount_are_told(text, pounds, note):
    assert read_amount(text) == Said(D(pounds), note)


@pytest.mark.parametrize("text", ["GBP 12,000.50", "12,000.50 GBP", "£12,000.50"])
def test_the_currency_alone_needs_no_word(text):
    assert read_amount(text) == D("12000.50")


@pytest.mark.parametrize(
    "text", ["up to", "c.", "+ VAT", "£5,000 inc VAT", "about", "variable", "£4,000 per annum", "£1.234.567,00", "VAT £100"]
)
def test_what_changes_the_figure_is_refused(text):
    with pytest.raises(ValueError, match="must be an amount of pounds"):
        read_amount(text)


@pytest.mark.parametrize("words", ["per annum", "p.a.", "pa", "a year", "/year", "annually", "(per year)"])
def test_of_a_year_it_may_say_so(words):
    assert read_yearly(f"£50k {words}") == D(50000)


def test_with_vat_it_cannot_be_without():
    assert read_with_vat("£120") == D(120)
    with pytest.raises(ValueError, match="^is without VAT: enter the value with it, or move it to the total value$"):
        read_with_vat("£120 + VAT")


# Words for a route


@pytest.mark.parametrize(
    ("words", "route", "label"),
    [
        ("Direct Award - exemption", "direct_award", "direct award"),
        ("RFQ - 3 quotes", "quotation", "quotation"),
        ("Tender (Open)", "tender", "tender"),
        ("ITT / restricted", "tender", "tender"),
    ],
)
def test_a_route_with_words_beside_it_is_told(words, route, label):
    assert read_route(words) == Said(route, f"is read as {label}")


@pytest.mark.parametrize("words", ["Framework (direct award)", "Open / quotation", "Other", "Concession", ""])
def test_words_that_mean_two_routes_or_none_are_asked_about(words):
    assert route_among(words) == ""


def test_both_are_told_or_asked_of_a_file(who):  # noqa: F811
    data = file(line(procurement="RFQ - 3 quotes"), line(reference="A-2", procurement="Framework (direct award)"))
    outcome = bring(who, "r.csv", data, good_lines=True)
    assert outcome.counts == "1 created, 0 updated, 0 unchanged, 1 refused"
    assert told(outcome) == [(2, "procurement", "is read as quotation")]
    assert [(one.column, one.text, one.lines) for one in outcome.unknown_words] == [
        ("procurement", "Framework (direct award)", (3,))
    ]
    assert Contract.objects.get().route == "quotation"


# Cells that say nothing


@pytest.mark.parametrize("silent", ["N/A", "TBC", "-", "–", "Not yet available", "to be confirmed"])
def test_a_cell_that_says_nothing_is_an_empty_one_and_told(who, silent):  # noqa: F811
    head = f"{HEAD},Total value,Review date,Contract manager"
    data = file(f"{line()},{silent},{silent},{silent}", head=head)
    outcome = bring(who, "r.csv", data)
    assert outcome.counts == "1 created, 0 updated, 0 unchanged, 0 refused"
    assert told(outcome) == [
        (2, column, "says nothing that is known: taken as an empty cell")
        for column in ("review date", "total value", "contract manager")
    ]
    contract = Contract.objects.get()
    assert (contract.annual_value, contract.total_value, contract.review_on, contract.manager) == (D(4000), None, None, None)
    again = bring(who, "r.csv", data)
    assert again.counts == "0 created, 0 updated, 1 unchanged, 0 refused"


def test_it_leaves_what_is_stored_and_none_clears(who):  # noqa: F811
    head = f"{HEAD},Review date"
    bring(who, "r.csv", file(f"{line()},1/6/2027", head=head))
    assert bring(who, "r.csv", file(f"{line()},TBC", head=head)).counts == "0 created, 0 updated, 1 unchanged, 0 refused"
    assert Contract.objects.get().review_on == date(2027, 6, 1)
    assert bring(who, "r.csv", file(f"{line()},none", head=head)).counts == "0 created, 1 updated, 0 unchanged, 0 refused"
    assert Contract.objects.get().review_on is None


def test_where_it_is_needed_it_is_a_problem(who):  # noqa: F811
    outcome = bring(who, "r.csv", file(line(start="TBC"), line(reference="A-2", annual="TBC")), good_lines=True)
    assert outcome.counts == "0 created, 0 updated, 0 unchanged, 2 refused"
    assert wrong(outcome) == [
        (2, "start date", "this is needed"),
        (3, "total value", "Enter the annual value, the total value, or both"),
    ]


def test_an_end_to_be_confirmed_is_none_where_the_contract_is_live(who):  # noqa: F811
    head = f"{HEAD},Status"
    data = file(f"{line(end='TBC')},Live", f"{line(reference='A-2', end='TBC')},", head=head)
    outcome = bring(who, "r.csv", data, good_lines=True)
    assert outcome.counts == "1 created, 0 updated, 0 unchanged, 1 refused"
    assert wrong(outcome) == [(3, "end date", "this is needed: a date, or “rolling” where there is no end")]
    assert Contract.objects.get().has_no_end


# Suppliers that are nobody


@pytest.mark.parametrize("name", ["Various", "Multiple suppliers", "N/A", "TBC", "Redacted", "Clear Ltd; Various"])
def test_a_name_that_names_nobody_makes_no_supplier(who, name):  # noqa: F811
    before = set(Organisation.objects.values_list("name", flat=True))
    outcome = bring(who, "r.csv", file(line(supplier=name)), good_lines=True)
    assert outcome.counts == "0 created, 0 updated, 0 unchanged, 1 refused"
    assert wrong(outcome) == [(2, "supplier", "names nobody: enter each supplier by name, with ; between them")]
    assert set(Organisation.objects.values_list("name", flat=True)) - before <= {"Clear Ltd"}


def test_a_service_of_its_own_needs_no_name(who):  # noqa: F811
    assert bring(who, "r.csv", file(line(supplier="N/A", procurement="In-house"))).counts == (
        "1 created, 0 updated, 0 unchanged, 0 refused"
    )
    assert not Contract.objects.get().suppliers.exists()


@pytest.mark.parametrize("name", ["Various Care CIC", "Unknown Pleasures Ltd", "TBC Builders", "Multiple Choice Ltd"])
def test_a_name_that_begins_so_is_a_name(name):
    assert not names_nobody(name)


def test_a_supplier_a_line_says_how_they_are_one_contract(who):  # noqa: F811
    data = file(line(), line(supplier="Door Ltd"), line(reference="A-2"), line(reference="A-2"))
    outcome = bring(who, "r.csv", data, good_lines=True)
    assert outcome.counts == "2 created, 0 updated, 0 unchanged, 2 refused"
    assert wrong(outcome) == [
        (3, "reference", "stands on line 2 already: enter all suppliers of a contract in one line, with ; between them"),
        (5, "reference", "stands on line 4 already"),
    ]


# Headings and what stands beneath the table


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("Start date (dd/mm/yyyy)", "Start date "),
        ("End date [DD-MM-YY]", "End date "),
        ("Value (£)", "Value "),
        ("Value (excl. VAT)", "Value "),
        ("Supplier name(s)", "Supplier name"),
        ("Extension (months)", "Extension "),
        # These say that another thing is meant
        ("Value (inc VAT)", "Value (inc VAT)"),
        ("Start date (original)", "Start date (original)"),
        ("Value (per lot)", "Value (per lot)"),
    ],
)
def test_what_a_heading_says_of_filling_in_is_no_part_of_its_name(heading, bare):
    assert without_remark(heading) == bare


def test_a_file_with_such_headings_comes_in_without_a_question(who):  # noqa: F811
    head = (
        "Contract Title*,Contract Ref No.,Directorate/Service,Vendor,Contract Start Date (dd/mm/yyyy),Finish (dd/mm/yyyy),"
        "Contract Value (£),How procured"
    )
    data = file("Windows,Q-1,Highways,Clear Ltd,01/04/2024,31/03/2030,40000,Tender", head=head)
    assert bring(who, "r.csv", data).counts == "1 created, 0 updated, 0 unchanged, 0 refused"
    contract = Contract.objects.get()
    assert (contract.reference, contract.starts_on, contract.ends_on, contract.total_value) == (
        "Q-1", date(2024, 4, 1), date(2030, 3, 31), D(40000),
    )  # fmt: skip


def test_the_plain_heading_comes_before_the_one_with_a_remark(who):  # noqa: F811
    head = HEAD.replace("Start date", "Start date (dd/mm/yyyy),Start date")
    cells = line().split(",")
    data = file(",".join([*cells[:4], "1/4/2020", *cells[4:]]), head=head)
    assert bring(who, "r.csv", data).counts == "1 created, 0 updated, 0 unchanged, 0 refused"
    assert Contract.objects.get().starts_on == date(2024, 4, 1)


def test_remarks_and_sums_beneath_the_table_are_passed_over_and_told(who):  # noqa: F811
    data = file(line(), ",,,,,,,", ",,,,,Grand Total,4000,", "Published under the Open Government Licence", "End of file")
    outcome = bring(who, "r.csv", data)
    assert outcome.counts == "1 created, 0 updated, 0 unchanged, 0 refused"
    assert outcome.passed[-3:] == [
        "Line 4 holds only sums",
        "Line 5 stands beneath the table: Published under the Open Government Licence",
        "Line 6 stands beneath the table: End of file",
    ]


def test_a_line_that_is_cut_short_is_no_remark():
    assert is_remark(["End of file", "", ""], [0, 1])
    assert not is_remark(["A-3", "", ""], [0, 1])
    assert not is_remark(["A-3 and more", "Windows", ""], [0, 1])
    # Where one column is all that is needed, one cell is a whole line
    assert not is_remark(["Three words here", ""], [0])


# Files of other kinds


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel workbook: open it in Excel and save it as XLSX"),
        (b"%PDF-1.7\n", "a PDF: export the table from where it is kept, as CSV or XLSX"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "a web page: download the table itself, as CSV or XLSX"),
        (b"<HTML><body>", "a web page: download the table itself, as CSV or XLSX"),
    ],
)
def test_a_file_of_another_kind_is_named_with_what_to_do(who, data, words):  # noqa: F811
    with pytest.raises(Refused) as refusal:
        bring(who, "register.csv", data)
    assert (refusal.value.message, refusal.value.field) == (f"“register.csv” is {words}", "file")
