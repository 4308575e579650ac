"""The ten contracts on the pages: oversight, the list of contracts, each contract, each priority."""

import re

import pytest
from django.urls import reverse
from lxml import html

from tests.builders import people
from tests.builders import portfolio as build
from tests.builders.portfolio import AS_OF
from tests.reading import as_read, tables_in

from . import by_hand as hand
from .told import NAMES, QUERY, current, measure_name, priority_name, tally_cells

pytestmark = pytest.mark.django_db


def test_oversight_shows_each_line(book, member):
    tables = tables_in(member.get(reverse("oversight") + QUERY))
    priorities = {row[0]: row[1:8] for row in tables["By priority: KPIs and returns"]}
    assert priorities == {
        **{priority_name(code): tally_cells(line) for code, line in hand.PRIORITIES.items()},
        "Total": tally_cells(hand.TOTAL),
    }
    directorates = {row[0]: row[1:8] for row in tables["By directorate: KPIs and returns"] if row[7] != "none due"}
    assert directorates == {NAMES[code]: tally_cells(line) for code, line in hand.DIRECTORATES.items()}


def test_oversight_says_what_was_delivered_of_each_measure(book, member):
    rows = tables_in(member.get(reverse("oversight") + QUERY))["Delivered and agreed by measure and unit"]
    expected = []
    for code, measures in hand.SAID.items():
        expected += [(priority_name(code), None), *((measure_name(m), said) for m, said in measures)]
    assert [(row[0], row[1] if len(row) > 1 else None) for row in rows] == expected


def test_the_list_of_contracts(book, client):
    client.force_login(people.fresh(book.scene.who.manager))
    with build.on(AS_OF):
        rows = next(iter(tables_in(client.get(reverse("contracts"))).values()))
    found = {reference: row[4:6] for row in rows for reference in hand.LISTED if reference in row[0].split()}
    assert found == {reference: list(cells) for reference, cells in hand.LISTED.items()}


def test_the_page_of_each_contract(book, client):
    client.force_login(people.fresh(book.scene.who.manager))
    found = {}
    with build.on(AS_OF):
        for reference, contract in book.contracts.items():
            page = html.fromstring(client.get(reverse("contract", args=[contract.pk])).content.decode())
            for row in page.xpath("//table[contains(caption, 'with what was delivered')]/tbody/tr"):
                name, _, delivered, told = (as_read(str(cell.text_content())) for cell in row.xpath("./*")[:4])
                number, _, wording = str(row.xpath("./th/a")[0].text_content()).strip().removeprefix("KPI ").partition(": ")
                # A bullet says its sentence to those who hear it
                titles = [as_read(str(one.text_content())) for one in row.xpath("./td[2]//*[local-name()='title']")]
                sentence = next((one.removeprefix(f"{wording}: ").capitalize() for one in titles), delivered)
                found[reference, int(number)] = (next(w for w in hand.LABELS.values() if told.startswith(w)), sentence)
    expected = {key: (hand.LABELS[line[-1]], hand.SENTENCES[key]) for key, line in (hand.KPIS | hand.CLIENT_SIDE).items()}
    # What nobody has agreed is shown, and nothing of it is due
    assert found == {**expected, ("P-10", 5): ("Nothing due yet", "Nothing verified yet")}


@pytest.mark.parametrize("code", ["LE", "BK", "CD", "GE", "GS"])
def test_the_page_of_a_priority_lists_its_kpis(book, member, code):
    rows = tables_in(member.get(reverse("oversight-priority", args=[current(code).pk]) + QUERY))["KPIs of this priority"]
    found = {_kpi_in(row[0]): row[1] for row in rows}
    assert found == {
        key: f"{hand.LABELS[line[-1]]} {_said(key)}" for key, line in hand.KPIS.items() if hand.WHERE[key][0] == code
    }


def _kpi_in(name: str) -> tuple[str, int]:
    """(contract, number) of “KPI 1: Apprenticeships P-01 Home care”."""
    number, reference = re.match(r"KPI (\d+): .* (P-\d\d) ", name).groups()
    return reference, int(number)


def _said(key: tuple[str, int]) -> str:
    return "; ".join(filter(None, [hand.SENTENCES[key], hand.NUMBERS.get(key)]))


def test_what_the_council_owes_itself_stands_apart(book, member):
    (row,) = tables_in(member.get(reverse("oversight") + QUERY))["The council’s own duties"]
    assert (_kpi_in(row[0]), *row[1:2]) == (("P-07", 3), f"On target {hand.SENTENCES['P-07', 3]}")
    assert row[2].startswith("3 of 4 returns verified, 1 late")
