"""The list of contracts in every order: pages never repeat or lose a row, what is missing comes last, files say the same."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from contracts.overview.pages.listing import CONTRACTS
from contracts.overview.selectors import contracts_for
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.common.lists.asking import asked_of, ordered
from socialvalue.exports import pages
from tests.builders import contracts as build
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 10, 10, 9)


@pytest.fixture(scope="module")
def register(module_database):
    """Fourteen contracts with ties in every column: two titles, two days, three values and none, with and without people."""
    with clock.at(NOW):
        who = build.parties()
        for number in range(14):
            build.draft_contract(
                who,
                title=("Grounds", "=Advocacy")[number % 2],
                starts_on=date(2025, 4 + number % 2, 1),
                ends_on=date(2028, 3 + number % 2, 31 - number % 2),
                total_value=None if number % 4 == 3 else Decimal(1000 * (number % 3)),
                annual_value=Decimal(500) if number % 4 == 3 else None,
                manager=who.manager if number % 3 else None,
                suppliers=[who.supplier] if number % 5 else [],
            )
        return who


SORTS = [f"{sign}{column.key}" for column in CONTRACTS.columns if column.sort is not None for sign in ("", "-")]


def keys(who, sort: str) -> list[int]:
    rows = contracts_for(who.manager)
    return list(ordered(rows, CONTRACTS, asked_of(CONTRACTS, QueryDict(f"sort={sort}"))).values_list("pk", flat=True))


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_any_size_hold_every_contract_once(register, sort, size):
    rows = contracts_for(register.manager)
    found = ordered(rows, CONTRACTS, asked_of(CONTRACTS, QueryDict(f"sort={sort}")))
    paged = [contract.pk for start in range(0, 15, size) for contract in found[start : start + size]]
    assert paged == keys(register, sort)
    assert sorted(paged) == sorted(Contract.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("key", "read"),
    [("value", lambda c: c.total_value), ("manager", lambda c: c.manager), ("supplier", lambda c: c.suppliers.first())],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_what_is_missing_comes_last_either_way(register, key, read, sign):
    contracts = [Contract.objects.get(pk=pk) for pk in keys(register, f"{sign}{key}")]
    missing = [read(contract) is None for contract in contracts]
    assert missing == sorted(missing)
    assert 0 < sum(missing) < 14


@pytest.mark.parametrize("key", ["title", "reference", "starts", "ends", "status", "directorate"])
def test_a_second_press_is_the_same_order_backwards(register, key):
    assert keys(register, f"-{key}") == list(reversed(keys(register, key)))


# What each column is ordered by, in plain Python; None comes last
PLAIN = {
    "title": lambda c: c.title,
    "reference": lambda c: c.reference,
    "directorate": lambda c: c.directorate.name,
    "manager": lambda c: c.manager.name if c.manager else None,
    "director": lambda c: c.lead_director.name if c.lead_director else None,
    "supplier": lambda c: min((s.name for s in c.suppliers.all()), default=None),
    "status": lambda c: c.status,
    "starts": lambda c: c.starts_on,
    "ends": lambda c: c.ends_on,
    "value": lambda c: c.total_value,
    "yearly": lambda c: c.annual_value,
    # Of contracts that are still being agreed nothing is kept
    "attention": lambda c: 0,
}
WORDS = ["", "grounds", "ADVOC", "grounds advocacy", "=", "nothing of the kind"]


def by_hand(contracts: list[Contract], words: str, supplier, sort: str) -> list[int]:
    """The list as somebody would make it with pencil and paper."""

    def fits(contract: Contract) -> bool:
        names = [one.name for one in contract.suppliers.all()]
        said = [contract.title, contract.reference, *names]
        found = all(any(word.lower() in text.lower() for text in said) for word in words.split())
        return found and (supplier is None or supplier in contract.suppliers.all())

    read, falling = PLAIN[sort.removeprefix("-")], sort.startswith("-")
    kept = sorted((c for c in contracts if fits(c)), key=lambda c: c.pk, reverse=falling)
    # Python's sort keeps ties as they come, also the other way round
    told = sorted((c for c in kept if read(c) is not None), key=read, reverse=falling)
    return [c.pk for c in [*told, *(c for c in kept if read(c) is None)]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.sampled_from(WORDS), of_supplier=st.booleans(), key=st.sampled_from(sorted(PLAIN)), sign=st.sampled_from(["", "-"])
)
def test_a_filter_and_an_order_are_what_plain_python_makes_of_them(register, words, of_supplier, key, sign):
    supplier = register.supplier if of_supplier else None
    rows = contracts_for(register.manager, search=words, supplier=supplier.name if supplier else "")
    found = ordered(rows, CONTRACTS, asked_of(CONTRACTS, QueryDict(f"sort={sign}{key}")))
    everything = list(Contract.objects.select_related("directorate", "manager", "lead_director").prefetch_related("suppliers"))
    assert list(found.values_list("pk", flat=True)) == by_hand(everything, words, supplier, f"{sign}{key}")


def test_every_column_with_an_order_is_held_against_plain_python():
    assert {column.key for column in CONTRACTS.columns if column.sort is not None} == set(PLAIN)


def test_an_order_nobody_listed_is_passed_over(register):
    for sort in ("returns", "council__name", "pk", "", "--title", "title,ends"):
        assert keys(register, sort) == keys(register, "title"), sort


@pytest.fixture
def signed_in(client, register):
    with clock.at(NOW):
        client.force_login(register.manager)
        yield client


def cells(client, query: str) -> list[list[str]]:
    answer = client.get(reverse("contracts") + query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.streaming
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_file_has_the_order_the_filter_and_the_columns_of_the_page(signed_in):
    table = cells(signed_in, "?as=csv&search=grounds&sort=-value&columns=value&columns=manager&page=2")
    assert table[0] == ["Reference", "Contract", "Manager", "Value over the term (£)", "Value a year (£)"]
    assert [row[1] for row in table[1:]] == ["Grounds"] * 7
    values = [row[3] for row in table[1:]]
    assert values == sorted(values, reverse=True)
    assert cells(signed_in, "?as=csv")[1][1] == "'=Advocacy", "a spreadsheet takes it for a formula"


@pytest.mark.parametrize("name", ["contracts", "contracts-export"])
@pytest.mark.parametrize("query", ["", "search=grounds&sort=-value"])
def test_from_a_file_that_is_long_one_goes_back_to_the_list_as_it_was(signed_in, monkeypatch, name, query):
    monkeypatch.setattr(pages, "BOUND", 2)
    page = signed_in.get(f"{reverse(name)}?{query}&{'as=csv' if name == 'contracts' else 'file=xlsx'}")
    back = reverse("contracts") + (f"?{query}" if query else "")
    assert page.context["list_url"] == back
    assert f'href="{escape(back)}">Go back to the list</a>' in page.content.decode()
    assert signed_in.get(back).status_code == 200


def test_the_links_to_the_register_say_what_they_download(signed_in):
    links = [as_read(one.text_content()) for one in html.fromstring(signed_in.get(reverse("contracts")).content).iter("a")]
    for words in ("Download as CSV: the contracts register", "Download as an Excel workbook: the contracts register"):
        assert links.count(words) == 1


def test_headings_say_how_the_list_is_sorted_and_link_to_the_other_way(signed_in):
    page = signed_in.get(reverse("contracts") + "?search=grounds&sort=value").content.decode()
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="ascending"' in page
    assert 'href="?search=grounds&amp;sort=-value#list"' in page
    # A first press on a value puts the highest first; on a title, A
    assert 'href="?search=grounds&amp;sort=title#list"' in page
    assert "7 contracts<span" in page
    assert ", by value, lowest first" in page


def test_a_filter_in_force_is_a_chip_that_takes_just_itself_off(signed_in):
    page = signed_in.get(reverse("contracts") + "?search=grounds&status=draft&sort=ends")
    assert [(chip.label, chip.value, chip.query) for chip in page.context["list"].chips] == [
        ("Search", "grounds", "status=draft&sort=ends"),
        ("Status", "Being agreed", "search=grounds&sort=ends"),
    ]
    assert '<span class="govuk-visually-hidden">Remove filter</span>' in page.content.decode()


@pytest.mark.parametrize(("query", "shown"), [("", True), ("?search=grounds", True), ("?sort=ends", True)])
def test_more_than_ten_rows_have_a_filter(signed_in, query, shown):
    assert signed_in.get(reverse("contracts") + query).context["list"].shows_filter is shown


@pytest.mark.parametrize(("many", "shown"), [(10, False), (11, True)])
def test_a_short_list_has_none(client, many, shown):
    with clock.at(NOW):
        who = build.parties()
        for _ in range(many):
            build.draft_contract(who)
        client.force_login(who.manager)
        assert client.get(reverse("contracts")).context["list"].shows_filter is shown


def test_columns_are_chosen_in_the_address(signed_in):
    page = signed_in.get(reverse("contracts") + "?columns=starts&columns=reference&columns=none-such")
    assert [heading.column.key for heading in page.context["list"].headings] == ["title", "reference", "starts"]
    page = signed_in.get(reverse("contracts") + "?columns=none-such")
    assert [heading.column.key for heading in page.context["list"].headings] == [
        "title", "supplier", "ends", "value", "returns", "attention",
    ]  # fmt: skip
