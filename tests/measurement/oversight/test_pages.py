"""The members' pages: who may see them, what they say, how many queries they take."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db
RANGE = f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}"


@pytest.fixture
def scene():
    return build.scene()


def pages(scene):
    return [
        reverse("oversight") + RANGE,
        reverse("oversight-contracts") + RANGE,
        reverse("oversight-contracts") + RANGE + "&attention=1",
        reverse("oversight-priority", args=[scene.measures["LE2.2"].outcome.priority_id]) + RANGE,
        reverse("oversight-directorate", args=[scene.council.directorates.get().pk]) + RANGE,
        reverse("oversight-export", args=["csv"]) + RANGE,
        reverse("oversight-export", args=["xlsx"]) + RANGE,
    ]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MEMBER, 200), (Role.COMMISSIONER, 200), (Role.PROCUREMENT_OFFICER, 200), (Role.CONTRACT_MANAGER, 200),
        (Role.LEAD_DIRECTOR, 200), (Role.ADMINISTRATOR, 200), (Role.EVALUATOR, 403), (Role.EVALUATION_LEAD, 403),
    ],
)  # fmt: skip
def test_who_sees_oversight(scene, client, role, status):
    client.force_login(people.person(scene.council, role))
    assert [client.get(url).status_code for url in pages(scene)] == [status] * 7


def test_outsiders(scene, client):
    build.contract(scene, {"values": ["0", "0"]}, title="Secret contract")
    assert client.get("/oversight/").status_code == 302
    client.force_login(people.person(people.supplier(), Role.SUPPLIER))
    assert client.get("/oversight/").status_code == 403
    client.force_login(people.person(build.scene().council, Role.MEMBER))
    for url in pages(scene):
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"Secret contract" not in body
    assert client.get(pages(scene)[4]).status_code == 404


def test_says_what_was_promised_delivered_and_missing(scene, client):
    build.contract(scene, {"values": ["0", "0"]}, {"values": ["3", ("9",)]}, title="Home care")
    client.force_login(people.fresh(scene.who.member))
    with clock.at(build.NOW):
        page = client.get("/oversight/?from=2025-04-01&to=2025-09-30").content.decode()
    assert "3 of 4 returns verified, 1 waiting for verification" in page
    # The chart says what it shows
    assert "Local Employment: 1 of 2 rated indicators on target, 1 below the minimum" in page
    assert "1 of 2 indicators below the minimum" in page
    assert "Home care" in page


def test_an_empty_council_is_told_what_to_do(scene, client):
    client.force_login(people.fresh(scene.who.member))
    page = client.get("/oversight/").content.decode()
    assert "No indicator was due in this period" in page


def test_since_a_month_ago(scene, client):
    build.contract(scene, {"values": ["3", "3"]}, title="Home care")
    client.force_login(people.fresh(scene.who.member))
    with clock.at(build.NOW):
        page = client.get("/oversight/").content.decode()
    # The second quarter's return was verified on 20 October, the first's in July
    assert "1 return verified" in page
    assert "Home care: 1" in page


def test_the_spreadsheet_has_the_pages_figures(scene, client):
    build.contract(scene, {"values": ["3", None]})
    client.force_login(people.fresh(scene.who.member))
    book = load_workbook(io.BytesIO(client.get(reverse("oversight-export", args=["xlsx"]) + RANGE).content))
    rows = list(book.active.iter_rows(values_only=True))
    head = {name: n for n, name in enumerate(rows[0])}
    apprentices = next(r for r in rows if r[1] == "Apprenticeships started")
    assert (
        apprentices[head["delivered"]],
        apprentices[head["promised for the same periods"]],
        apprentices[head["promised for all periods"]],
    ) == (3, 3, 6)
    assert (apprentices[head["unit"]], apprentices[head["coverage %"]]) == ("apprenticeships", 50)
    assert "/figures/measure/" in apprentices[head["where it comes from"]]


@pytest.mark.parametrize(
    "garbage",
    ["?from=x&to=y", "?months=999", "?directorate=0&district=abc", "?page=-1", "?from=2026-01-01&to=2025-01-01", "?order=;drop"],
)
def test_rubbish_in_the_address_is_left_out(scene, client, garbage):
    client.force_login(people.fresh(scene.who.member))
    for url in ("/oversight/", "/oversight/contracts/"):
        assert client.get(url + garbage).status_code == 200


@pytest.mark.parametrize("contracts", [1, 3])
def test_query_counts_do_not_grow(scene, client, contracts):
    for n in range(contracts):
        build.contract(scene, {"values": ["0", "0"]}, {"measure": "GE1.1", "values": ["3", None]}, title=f"Contract {n}")
    client.force_login(people.fresh(scene.who.member))
    counts = []
    for url in pages(scene)[:5]:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts == [16, 7, 7, 7, 9]
