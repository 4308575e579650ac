"""What registers write of suppliers: several in a cell, zeros a spreadsheet took, nothing that looks like a number."""

from datetime import datetime
from functools import partial

import pytest

from contracts.imports.calculations.parts import joined, parted
from contracts.imports.documents.columns import HEADINGS, row_of
from contracts.imports.services import import_contracts
from contracts.register.models import Contract
from contracts.register.services import edit_contract
from contracts.register.services.entries import AWARDED
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.tables import write_csv, write_xlsx
from tests.builders import award as awards
from tests.builders import contracts as build
from tests.builders import people

HEADED = [
    "reference",
    "title",
    "directorate",
    "supplier",
    "supplier number",
    "start date",
    "end date",
    "total value",
    "procurement",
]


@pytest.fixture
def who(db):
    with clock.at(datetime(2026, 7, 1, 9)):
        yield build.parties()


def bring(who, data: bytes, name="register.csv"):
    return import_contracts(by=who.manager, council=who.council, data=data, name=name)


def register(who, *suppliers: tuple[str, str], headings=HEADED) -> bytes:
    """A file with one contract for each cell of suppliers and cell of their numbers."""
    directorate = who.council.directorates.first().name
    lines = [
        [f"HW-{at}", "Highways", directorate, name, number, "2024-04-01", "2030-03-31", "45000", "tender"]
        for at, (name, number) in enumerate(suppliers, start=1)
    ]
    return write_csv(headings, lines)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Amber Roads Ltd", ["Amber Roads Ltd"]),
        ("Amber Roads Ltd; Blue Paths CIC", ["Amber Roads Ltd", "Blue Paths CIC"]),
        ('"Hale; Dunmore LLP"', ["Hale; Dunmore LLP"]),
        ('"Hale; Dunmore LLP"; Blue Paths CIC', ["Hale; Dunmore LLP", "Blue Paths CIC"]),
        ('Blue Paths CIC; "Hale; Dunmore LLP"', ["Blue Paths CIC", "Hale; Dunmore LLP"]),
        ('"The ""Old; Mill"" Trust"', ['The "Old; Mill" Trust']),
        # Quotes that are part of a name and end before it does
        ('"Acorn" Nurseries Ltd', ['"Acorn" Nurseries Ltd']),
        ('"Acorn', ['"Acorn']),
        ("Hale &amp; Dunmore LLP", ["Hale & Dunmore LLP"]),
        ("; 01234567", ["", "01234567"]),
        ("01234567;", ["01234567", ""]),
        ("", [""]),
    ],
)
def test_a_cell_is_parted_at_semicolons_outside_quotes(cell, names):
    assert parted(cell) == names


@pytest.mark.parametrize(
    "names",
    [
        ["Hale; Dunmore LLP"],
        ['The "Old; Mill" Trust', "Blue Paths CIC"],
        ['"Acorn" Nurseries Ltd'],
        ["", "01234567"],
        ["01234567", ""],
    ],
)
def test_what_is_joined_is_parted_as_it_was(names):
    assert parted(joined(names)) == names


@pytest.mark.parametrize(("write", "file"), [(write_csv, "out.csv"), (partial(write_xlsx, title="Contracts"), "out.xlsx")])
def test_an_export_comes_back_unchanged_whatever_the_suppliers_are_called(who, write, file):
    bring(
        who,
        register(
            who,
            ('"Hale; Dunmore LLP"', "01234567"),
            ('"Hale; Dunmore LLP"; Blue Paths CIC', "01234567;"),
            ("Green Ways Ltd; Blue Paths CIC", "N/A"),
            ('"Acorn" Nurseries Ltd', "SC123456"),
        ),
    )
    assert Contract.objects.count() == 4
    again = bring(who, write(HEADINGS, [row_of(contract) for contract in Contract.objects.all()]), file)
    assert again.problems == []
    assert again.asked == []
    assert again.summary == "0 created, 0 updated, 4 unchanged, 0 refused"
    assert Organisation.objects.suppliers().exclude(pk=who.supplier.pk).count() == 4


@pytest.mark.parametrize("short", ["98765", "098765", "0098765"])
def test_zeros_that_a_spreadsheet_took_are_put_back_and_find_the_same_supplier(who, short):
    bring(who, register(who, ("Amber Roads Ltd", short), ("Amber Roads Ltd", "00098765")))
    roads = Organisation.objects.get(name="Amber Roads Ltd")
    assert roads.registration_number == "00098765"
    assert [list(one.suppliers.all()) for one in Contract.objects.all()] == [[roads], [roads]]


def test_seven_digits_are_a_company_that_is_known_and_never_a_second_supplier(who):
    bring(who, register(who, ("Amber Roads Ltd", "01234567"), ("Amber Roads Ltd", "1234567")))
    roads = Organisation.objects.get(name="Amber Roads Ltd")
    assert [list(one.suppliers.all()) for one in Contract.objects.all()] == [[roads], [roads]]


def test_seven_digits_before_the_eight_may_be_a_charity_so_it_is_asked(who):
    outcome = bring(who, register(who, ("Amber Roads Ltd", "1234567"), ("Amber Roads Ltd", "01234567")))
    assert [(one.lines, one.why) for one in outcome.asked] == [
        ([3], "is the name of a supplier here, which has not this register number")
    ]
    assert not Contract.objects.exists()


def test_numbers_that_are_too_few_are_refused_and_one_placeholder_stands_for_all(who):
    two = "Green Ways Ltd; Blue Paths CIC"
    outcome = bring(who, register(who, (two, "01234567"), (two, "01234567; N/A; TBC"), (two, "N/A"), (two, "; ")))
    assert [(one.line, one.message) for one in outcome.problems] == [
        (2, "there are 2 suppliers and 1 number"),
        (3, "there are 2 suppliers and 3 numbers"),
    ]


@pytest.mark.parametrize("nothing", ["N/A", "n/a", "TBC", "-", "0", "00000000", "None", "unknown"])
def test_what_only_stands_in_for_a_number_ties_nobody_together(who, nothing):
    bring(who, register(who, ("Amber Roads Ltd", nothing), ("Blue Paths CIC", nothing)))
    made = Organisation.objects.suppliers().exclude(pk=who.supplier.pk)
    assert [(one.name, one.registration_number) for one in made.order_by("name")] == [
        ("Amber Roads Ltd", ""),
        ("Blue Paths CIC", ""),
    ]


def test_the_supplier_of_an_awarded_contract_is_changed_by_no_form_and_no_file(who):
    contract, _ = build.draft_contract(who, reference="HW-1")
    # The award of another tender of the council: only that there is one counts here
    Contract.objects.filter(pk=contract.pk).update(award=awards.told())
    contract.refresh_from_db()
    other = people.supplier("Blue Paths CIC")
    with pytest.raises(Refused, match=f"^{AWARDED}$"):
        edit_contract(contract, by=who.manager, suppliers=[other])
    outcome = bring(who, register(who, ("Blue Paths CIC", "")))
    assert [(one.line, one.message) for one in outcome.problems] == [(2, AWARDED)]
    assert list(contract.suppliers.all()) == [who.supplier]
    # The same supplier again is no change
    edit_contract(contract, by=who.manager, suppliers=[who.supplier], title="Highways, north")
    assert list(contract.suppliers.all()) == [who.supplier]
