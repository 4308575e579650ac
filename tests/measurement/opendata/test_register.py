"""The public register: open to all, tells no address, and can be brought back."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.imports.services import import_contracts
from contracts.register.models import Contract
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import measurement

pytestmark = pytest.mark.django_db
HEADINGS = (
    "reference,title,description,directorate,supplier,supplier number,sme,vcse,start date,end date,status,review date,"
    "extension,annual value,total value,irrecoverable vat,value with vat,light touch,procurement,postcode"
)


def download(client, query="") -> str:
    return b"".join(client.get(f"/open-data/contracts.csv{query}").streaming_content).decode("utf-8")


def test_headings_and_rows_for_anybody(client):
    body, _ = build.active_contract(title="Carers’ short breaks", reference="C-1")
    text = download(client)
    assert text.startswith("\ufeff" + HEADINGS)
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["reference"], row["title"], row["total value"], row["start date"], row["procurement"]) == (
        "C-1", "Carers’ short breaks", "1200000.00", "2025-04-01", "tender",
    )  # fmt: skip
    assert row["sme"] == ""
    assert [r["reference"] for r in json.loads(b"".join(client.get("/open-data/contracts.json").streaming_content))] == ["C-1"]


def test_no_address_and_no_draft(client):
    build.active_contract(title="In force")
    build.draft_contract(title="Still secret")
    text = download(client)
    assert "@" not in text
    assert "Still secret" not in text
    assert "Still secret" not in client.get("/open-data/").content.decode()


def test_one_council_only(client):
    mine, who = build.active_contract(title="Mine")
    build.active_contract(title="Theirs")
    text = download(client, f"?council={who.council.pk}")
    assert "Mine" in text
    assert "Theirs" not in text
    assert "Theirs" in download(client, "?council=rubbish")


def test_nothing_runs_in_a_spreadsheet(client):
    build.active_contract(title="=HYPERLINK(1)", description="+1")
    [row] = csv.DictReader(io.StringIO(download(client).removeprefix("\ufeff")))
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["description"] == "'+1"


def test_what_is_downloaded_can_be_brought_back_unchanged(client):
    with clock.at(measurement.SIGNED):
        body, who = build.active_contract(
            title="=A title with a sign", description="With “quotes”, and a comma", review_on="2027-04-01"
        )
        build.active_contract(who, title="Second")
    before = list(Contract.objects.order_by("pk").values())
    data = download(client, f"?council={who.council.pk}").encode()
    outcome = import_contracts(by=who.manager, council=who.council, data=data, name="contracts.csv")
    assert not outcome.problems
    assert outcome.summary == "0 created, 0 updated, 2 unchanged, 0 refused"
    assert list(Contract.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("contracts", [1, 3])
def test_query_count_does_not_grow(client, contracts):
    for _ in range(contracts):
        build.active_contract()
    with CaptureQueriesContext(connection) as queries:
        download(client)
    assert len(queries) == 3
