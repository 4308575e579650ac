"""The open list of grants: what each is for and what came of it, and nobody's name."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from contracts.grants import services
from tests.builders import contracts as build
from tests.contracts.grants.steps import WORDS, agreed, at, draft_grant, evaluated, running_grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with at(date(2026, 12, 1)):
        yield


def rows(client, query="") -> list[dict]:
    answer = client.get(f"/open-data/grants.csv{query}")
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_what_everybody_may_read_of_a_grant(client):
    contract, who = running_grant(reference="G-1")
    made = services.plan_payment(contract, by=who.manager, for_what="Half", due_on=date(2026, 12, 1), amount=Decimal(12000))
    services.record_payment(made, by=who.manager, paid_on=date(2026, 12, 1), paid=Decimal(11000))
    services.plan_payment(contract, by=who.manager, for_what="Rest", due_on=date(2027, 1, 1), amount=Decimal(2000))
    [row] = rows(client)
    assert {name: row[name] for name in ("reference", "purpose", "outcomes", "total value", "paid", "to be paid")} == {
        "reference": "G-1",
        "purpose": "A weekly table for people over 75 who live alone in three villages.",
        "outcomes": "People are in lasting work",
        "total value": "24000.00",
        "paid": "11000.00",
        "to be paid": "2000.00",
    }
    assert (row["evaluation due"], row["evaluated on"], row["did what it was for"], row["what next"]) == (
        "2027-02-01",
        "",
        "",
        "",
    )
    agreed(contract, who, did="partly", proposes="change")
    [row] = rows(client)
    assert (row["evaluation due"], row["evaluated on"]) == ("", "2026-12-01")
    assert (row["did what it was for"], row["what next"]) == ("In part", "Change it")


def test_neither_drafts_nor_names_nor_what_waits_nor_sentences_of_an_evaluation(client):
    contract, who = running_grant()
    draft_grant(who, title="Still secret")
    build.active_contract(who, title="No grant")
    evaluated(contract, who)
    text = b"".join(client.get("/open-data/grants.csv").streaming_content).decode()
    for word in ("Still secret", "No grant", "@", str(who.manager), WORDS["learned"], "Yes"):
        assert word not in text


def test_one_council_only(client):
    _, who = running_grant(title="Mine")
    running_grant(title="Theirs")
    assert [row["title"] for row in rows(client, f"?council={who.council.pk}")] == ["Mine"]
    assert len(rows(client)) == 2


def test_the_page_says_what_is_in_it(client):
    running_grant()
    shown = client.get("/open-data/").content.decode()
    assert "/open-data/grants.csv" in shown
    assert "Whether" in shown


COSTS = 6


def test_as_many_questions_for_one_grant_as_for_three(client, django_assert_num_queries):
    contract, who = running_grant()
    agreed(contract, who)
    with django_assert_num_queries(COSTS):
        assert len(rows(client)) == 1
    for number in (2, 3):
        agreed(running_grant(who, title=f"Grant {number}")[0], who)
    with django_assert_num_queries(COSTS):
        assert len(rows(client)) == 3
