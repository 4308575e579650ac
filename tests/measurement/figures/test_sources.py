"""Who may follow a figure to its returns."""

import copy
import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from socialvalue.accounts.enums import Role
from socialvalue.exports import pages
from tests.builders import measurement as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
RANGE = f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}"


@pytest.fixture(scope="module")
def made_once(module_database):
    scene = build.scene()
    build.contract(scene, {"values": ["3", None]}, title="Secret of this council")
    return scene


@pytest.fixture
def scene(made_once):
    return copy.deepcopy(made_once)


def addresses(scene):
    contract = scene.council.contracts_let.get()
    kpi = contract.obligations.get().kpis.get()
    return [
        reverse("figure", args=args) + RANGE
        for args in (
            ["council", scene.council.pk],
            ["directorate", contract.directorate_id],
            ["contract", contract.pk],
            ["kpi", kpi.pk],
            ["priority", scene.measures["LE2.2"].outcome.priority_id],
            ["measure", scene.measures["LE2.2"].pk],
        )
    ]


@pytest.mark.parametrize(
    ("role", "sees_rows"),
    [
        (Role.MEMBER, True),
        (Role.COMMISSIONER, True),
        (Role.CONTRACT_MANAGER, True),
        (Role.LEAD_DIRECTOR, True),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_insiders_with_oversight(scene, client, role, sees_rows):
    client.force_login(people.person(scene.council, role))
    for url in addresses(scene):
        response = client.get(url)
        if not sees_rows and ("contract" in url or "kpi" in url):
            assert response.status_code == 404, url
        else:
            assert response.status_code == 200, url
            assert ("Secret of this council" in response.content.decode()) == sees_rows, url


def test_an_insider_without_oversight_hears_why(scene, client):
    client.force_login(people.person(scene.council, Role.EVALUATOR))
    for url in addresses(scene):
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CONTRACT_MANAGER])
def test_another_council_learns_nothing(scene, client, role):
    client.force_login(people.person(build.scene().council, role))
    for url in addresses(scene):
        response = client.get(url)
        assert response.status_code in (200, 404)
        assert "Secret of this council" not in response.content.decode(), url


def test_the_supplier_gets_no_oversight(scene, client):
    client.force_login(people.fresh(scene.who.reporter))
    for url in addresses(scene):
        assert client.get(url).status_code == 403


def test_what_is_reported_and_what_is_not_are_told_apart(scene, client):
    build.contract(scene, {"values": ["3", ("4",)]}, title="Home care")
    client.force_login(people.fresh(scene.who.member))
    page = html.fromstring(client.get(addresses_of_council(scene)).content)
    found = {}
    for row in page.findall(".//tbody/tr"):
        value, by = (as_read(str(row.findall("td")[cell].text_content())) for cell in (1, 4))
        found.setdefault(value, set()).add(by.startswith("Reported by"))
    # A dash is heard as “not reported”: nowhere beside who reported it
    assert found == {"3 apprenticeships": {True}, "Reported, not verified yet": {True}, "–not reported": {False}}


def test_the_file_says_the_same(scene, client):
    client.force_login(people.fresh(scene.who.member))
    response = client.get(reverse("figure-csv", args=["council", scene.council.pk]) + RANGE)
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [(r["value"], r["status"], r["verified by"]) for r in rows] == [
        ("", "Late", ""),
        ("3.0000", "Verified", str(scene.who.manager)),
    ]


def test_from_a_file_that_is_long_one_goes_back_to_the_figure(scene, client, monkeypatch):
    monkeypatch.setattr(pages, "BOUND", 0)
    client.force_login(people.fresh(scene.who.member))
    page = client.get(reverse("figure-csv", args=["council", scene.council.pk]) + RANGE)
    assert page.context["list_url"] == reverse("figure", args=["council", scene.council.pk]) + RANGE
    assert client.get(page.context["list_url"]).status_code == 200


def test_the_links_to_the_file_say_what_they_download(scene, client):
    client.force_login(people.fresh(scene.who.member))
    page = html.fromstring(client.get(addresses_of_council(scene)).content)
    links = [as_read(one.text_content()) for one in page.iter("a")]
    for words in ("Download as CSV: these returns", "Download as an Excel workbook: these returns"):
        assert links.count(words) == 1


@pytest.mark.parametrize("contracts", [1, 3])
def test_query_count_does_not_grow(scene, client, contracts):
    for _ in range(contracts - 1):
        build.contract(scene, {"values": ["3", "3"]})
    client.force_login(people.fresh(scene.who.member))
    url = addresses_of_council(scene)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) == 13


def test_the_page_begins_with_the_figure_and_reads_on_by_key(scene, client):
    for _ in range(13):
        build.contract(scene, {"values": ["3", "4"]})
    client.force_login(people.fresh(scene.who.member))
    url, seen = addresses_of_council(scene), []
    first = client.get(url).content.decode()
    assert "14 of 14 KPIs with a target and a verified return on target." in first
    assert "27 of 28 returns verified" in first
    page = html.fromstring(first)
    while True:
        assert as_read(page.find(".//p[@class='sv-results']").text_content()) == "28 returns"
        seen.append(len(page.findall(".//tbody/tr")))
        following = page.xpath("//a[@rel='next']/@href")
        if not following:
            break
        page = html.fromstring(client.get(reverse("figure", args=["council", scene.council.pk]) + following[0]).content)
    assert seen == [25, 3]
    [back] = page.xpath("//a[@rel='prev']/@href")
    assert "after=" not in back
    again = html.fromstring(client.get(reverse("figure", args=["council", scene.council.pk]) + back).content)
    assert [row.text_content() for row in again.findall(".//tbody/tr")] == [
        row.text_content() for row in html.fromstring(first).findall(".//tbody/tr")
    ]


@pytest.mark.parametrize("place", ["after=0", "after=99999999", "before=x", "after=9999999999999999999999"])
def test_a_place_that_means_nothing_is_the_start(scene, client, place):
    client.force_login(people.fresh(scene.who.member))
    page = html.fromstring(client.get(f"{addresses_of_council(scene)}&{place}").content)
    assert len(page.findall(".//tbody/tr")) == 2


def addresses_of_council(scene):
    return reverse("figure", args=["council", scene.council.pk]) + RANGE
