"""Oversight by kind of supplier: the table, the filter with its chip and sentence, the file, and the way to the returns."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from lxml import html

from contracts.kept.services import roll
from contracts.register.models import Contract, ContractSupplier
from measurement.oversight.selectors import changes
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.oversight.pages import RANGE, body_of, read
from tests.reading import as_read

pytestmark = pytest.mark.django_db
URL = reverse("oversight") + RANGE
KINDS = {
    "A charity": {"vcse": True},
    "A small one": {"vcse": False, "sme": True},
    "A large one": {"vcse": False, "sme": False},
    "Nobody knows": {"sme": True},
}


@pytest.fixture
def oversees(scene, client):
    """A contract with a supplier of each kind, one with two of them, and one that the council delivers itself."""
    for title, said in KINDS.items():
        deliver(build.contract(scene, {"values": ["3", "4"]}, title=title), [people.supplier(**said)])
    both = build.contract(scene, {"values": ["1", None]}, title="Both of them")
    deliver(both, [people.supplier(**KINDS["A charity"]), people.supplier(**KINDS["A large one"])])
    own = build.contract(scene, {"values": ["2", "2"]}, title="Our own")
    deliver(own, [])
    Contract.objects.filter(pk=own.pk).update(kind="in_house")
    with clock.at(build.NOW):
        roll()
    client.force_login(people.fresh(scene.who.member))
    return client


def deliver(contract, suppliers) -> None:
    contract.parties.all().delete()
    for body in suppliers:
        ContractSupplier.objects.create(contract=contract, organisation=body, name_then=str(body))


def table(client, url: str) -> dict[str, tuple[list[str], str]]:
    """Kind → (its numbers as read, where its returns are)."""
    with clock.at(build.NOW):
        page = html.fromstring(client.get(url).content)
    [found] = [t for t in page.findall(".//table") if as_read(t.findtext("caption") or "").startswith("By kind of supplier")]
    rows = {}
    for row in found.findall("tbody/tr"):
        cells = [as_read(str(cell.text_content())) for cell in row.findall("td")]
        rows[as_read(str(row.find("th").text_content()))] = (cells[:3], row.find("td[last()]/a").get("href"))
    return rows


@pytest.mark.parametrize("url", [URL, reverse("oversight")])
def test_each_kind_has_its_line_and_those_that_do_not_say_are_not_known(oversees, url):
    """Days that were chosen, and the standard months."""
    assert {name: numbers for name, (numbers, _) in table(oversees, url).items()} == {
        "Voluntary, community or social enterprise": ["1 of 1", "0", "0"],
        "Small or medium-sized business": ["1 of 1", "0", "0"],
        "Large business": ["1 of 1", "0", "0"],
        "Suppliers of more than one kind": ["0 of 1", "0", "1"],
        "The council itself": ["0 of 1", "1", "0"],
        "Not known": ["1 of 1", "0", "0"],
    }


def test_the_returns_of_a_kind_are_its_own(oversees):
    _, url = table(oversees, reverse("oversight"))["Small or medium-sized business"]
    assert parse_qs(urlsplit(url).query)["supplier_kind"] == ["sme"]
    words = read(oversees, url)
    assert ("A small one" in words, "A large one" in words) == (True, False)
    assert "1 of 1 KPI with a target and a verified return on target" in words


@pytest.mark.parametrize("query", ["?", RANGE + "&"])
def test_a_filter_narrows_the_page_and_says_so(oversees, query):
    words = read(oversees, f"{reverse('oversight')}{query}supplier_kind=several")
    assert "Contracts with suppliers of more than one kind only: " in words
    assert "Remove filter: Suppliers of more than one kind" in words
    beside = read(oversees, f"{reverse('oversight-contracts')}{query}supplier_kind=several")
    assert ("1 contract " in beside, "Both of them" in beside, "A charity" in beside) == (True, True, False)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("vcse", "Contracts with voluntary, community or social enterprises only: "),
        ("sme", "Contracts with small or medium-sized businesses only: "),
        ("large", "Contracts with large businesses only: "),
        ("in_house", "What the council delivers itself only: "),
        ("unknown", "Contracts whose kind of supplier is not known only: "),
    ],
)
def test_every_kind_is_said_in_the_sentence(oversees, kind, words):
    assert words in read(oversees, f"{URL}&supplier_kind={kind}")


def test_the_table_says_whose_word_it_takes(oversees):
    assert (
        "Suppliers are grouped by what they said about themselves up to last night. If a contract changed supplier in the period, "
        "everybody who delivered it counts. “Not known” means the supplier has not said."
    ) in read(oversees, URL)


def test_a_kind_that_does_not_exist_is_said(oversees):
    words = read(oversees, f"{URL}&supplier_kind=tiny")
    assert "Kind of supplier Error: Choose one of the options for kind of supplier" in words
    with clock.at(build.NOW):
        assert oversees.get(f"{reverse('oversight-export', args=['csv'])}{RANGE}&supplier_kind=tiny").status_code == 400


def test_the_file_has_a_line_for_each_kind(oversees):
    with clock.at(build.NOW):
        text = body_of(oversees.get(reverse("oversight-export", args=["csv"]) + RANGE)).decode("utf-8-sig")
    lines = [row for row in csv.DictReader(io.StringIO(text)) if row["part"] == "kind of supplier"]
    assert {row["name"]: (row["on target"], row["returns verified"]) for row in lines} == {
        "Voluntary, community or social enterprise": ("1", "2"),
        "Small or medium-sized business": ("1", "2"),
        "Large business": ("1", "2"),
        "Suppliers of more than one kind": ("0", "1"),
        "The council itself": ("0", "2"),
        "Not known": ("1", "2"),
    }


def test_of_many_verified_returns_it_says_that_there_are_more(scene, monkeypatch):
    for n in range(3):
        build.contract(scene, {"values": ["3"]}, title=f"Contract {n}")
    seen = scene.scope(), scene.who.member
    with clock.at(build.NOW.replace(month=7, day=25)):
        monkeypatch.setattr(changes, "READ", 3)
        [found] = [c for c in changes.since_last_month(*seen) if "verified" in c.many]
        assert (found.words, found.rest, len(found.items)) == ("3 returns verified", 0, 3)
        monkeypatch.setattr(changes, "READ", 2)
        [found] = [c for c in changes.since_last_month(*seen) if "verified" in c.many]
        assert (found.words, found.rest, len(found.items)) == ("More than 2 returns verified", 0, 2)
