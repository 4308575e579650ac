import json
import sqlite3
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import override_settings

from procurement.bidding import selectors, services
from procurement.bidding.calculations import document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.models import Bid
from procurement.tendering.models import Tender
from socialvalue.common import clock
from socialvalue.common.references import Counter
from tests.builders import bidding

from .tenders import BEFORE, open_tender

pytestmark = pytest.mark.django_db
SECRET = "Zaunkoenige singen im Winter"
PRICE = "87654.32"


@pytest.fixture
def bid():
    with clock.at(BEFORE):
        user = bidding.bidder()
        draft = bidding.filled_bid(
            open_tender(), user, text=f"{SECRET} text", price=PRICE, commitments=[bidding.commitment(place=f"{SECRET} place")]
        )
        question = selectors.questions(draft.tender)[0]
        upload = SimpleUploadedFile(f"{SECRET}.pdf", PDF)
        services.attach(draft, by=user, question=question, upload=upload)
        services.submit(draft, by=user)
        return type(draft).objects.get(pk=draft.pk)


def _pdf() -> bytes:
    """The smallest PDF with one page and a text to look for."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    body, places = b"%PDF-1.4\n%" + SECRET.encode() + b"\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


PDF = _pdf()


def everything_stored() -> bytes:
    """Every column of every table, as bytes."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    found += (bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()) + b"\n"
    return found


def test_no_column_of_any_table_tells_what_was_written(bid):
    stored = everything_stored()
    assert bid.supplier.name.encode() in stored  # the search does find what is there
    assert SECRET.encode() not in stored
    assert PRICE.encode() not in stored
    for sealed_file in bid.files.all():
        with sealed_file.file.open("rb") as handle:
            assert SECRET.encode() not in handle.read()
        assert services.file_bytes(sealed_file) == PDF


@pytest.mark.django_db(transaction=True)
def test_the_database_file_itself_does_not_tell_it(bid):
    if connection.vendor != "sqlite":
        pytest.skip("the file of SQLite is searched; on PostgreSQL the columns are")
    path = connection.settings_dict["NAME"]
    with sqlite3.connect(path) as own:
        own.execute("PRAGMA wal_checkpoint(FULL)")
    files = [Path(f"{path}{tail}") for tail in ("", "-wal")]
    # By another process: to open and close the file here would drop the locks by which SQLite knows of this process's
    # connections, and the next worker to close its own would take the log away from under them
    raw = subprocess.run(["cat", *(str(file) for file in files if file.exists())], capture_output=True, check=True).stdout
    assert b"Carers" in raw
    assert SECRET.encode() not in raw
    assert PRICE.encode() not in raw


def test_what_was_sealed_opens_again(bid):
    content = selectors.draft_of(bid)
    assert content["answers"]["q1"]["text"] == f"{SECRET} text"
    assert content["price"] == PRICE


def test_two_seals_of_the_same_content_differ(bid):
    assert bid.seal(b"x", "draft") != bid.seal(b"x", "draft")


@pytest.mark.parametrize("place", [0, 1, 12, 13, 40, -1])
def test_one_changed_bit_is_noticed(bid, place):
    sealed = bytearray(bid.sealed_draft)
    sealed[place] ^= 1
    with pytest.raises(SealBroken, match="seal is broken"):
        bid.unseal(bytes(sealed), "draft")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"0" * 27])
def test_too_little_is_noticed(bid, sealed):
    with pytest.raises(SealBroken):
        bid.unseal(sealed, "draft")


def test_nothing_at_all_can_be_sealed_too(bid):
    """The shortest seal there is: the version, the nonce and the tag."""
    sealed = bid.seal(b"", "draft")
    assert len(sealed) == 1 + 12 + 16
    assert bid.unseal(sealed, "draft") == b""
    assert bid.unseal(memoryview(sealed), "draft") == b""
    for shorter in (sealed[:-1], sealed[:13], sealed[:12], sealed[:6], sealed[:1]):
        with pytest.raises(SealBroken, match="This draft cannot be opened: its seal is broken"):
            bid.unseal(shorter, "draft")


def test_the_layout_of_a_seal(bid):
    """One version byte, twelve bytes of nonce that are never the same, the ciphertext and its tag of sixteen bytes."""
    one, other = bid.seal(b"words", "draft"), bid.seal(b"words", "draft")
    assert (one[0], other[0], len(one)) == (1, 1, 1 + 12 + 5 + 16)
    assert one[1:13] != other[1:13]


@pytest.mark.parametrize(
    ("purpose", "what"), [("draft", "This draft"), ("submission/2", "This submission"), ("file/3f", "This file")]
)
def test_a_broken_seal_says_what_it_was(bid, purpose, what):
    with pytest.raises(SealBroken, match=f"^{what} cannot be opened: its seal is broken. It was changed after it was sealed"):
        bid.unseal(b"x" * 40, purpose)


def test_a_seal_belongs_to_its_bid_purpose_and_tender(bid):
    with clock.at(BEFORE):
        neighbour = bidding.filled_bid(bid.tender, bidding.bidder())
        elsewhere = bidding.filled_bid(open_tender(), bidding.bidder())
    for other, purpose in [(neighbour, "draft"), (elsewhere, "draft"), (bid, "submission/1")]:
        with pytest.raises(SealBroken):
            other.unseal(bid.sealed_draft, purpose)


@pytest.mark.parametrize("change", [{"pk": 1}, {"reference": 1}], ids=["key", "reference"])
def test_no_tender_takes_anothers_place(bid, change):
    """The same bid and purpose under a tender that differs in its primary key alone, or in its reference alone."""
    sealed, tender = bid.seal(b"what was written", "draft"), bid.tender
    other = Tender(pk=tender.pk + change.get("pk", 0), reference=tender.reference + "X" * change.get("reference", 0))
    twin = Bid(pk=bid.pk, tender=Tender(pk=tender.pk, reference=tender.reference))
    assert twin.unseal(sealed, "draft") == b"what was written"
    with pytest.raises(SealBroken, match="This draft cannot be opened: its seal is broken"):
        Bid(pk=bid.pk, tender=other).unseal(sealed, "draft")


def test_another_sealing_key_opens_nothing(bid):
    with override_settings(SEALING_KEY="another key"), pytest.raises(selectors.DraftBroken):
        selectors.draft_of(bid)
    with override_settings(SEALING_KEY="another key"), pytest.raises(SealBroken):
        selectors.document_bytes(bid.submissions.get())


def test_the_receipts_digest_is_of_the_document_the_supplier_downloads(bid):
    submission = bid.submissions.get()
    plain = selectors.document_bytes(submission)
    assert document.digest(plain) == submission.sha256
    content = json.loads(plain)
    assert json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == plain
    assert content["format"] == "bid/1"
    assert content["price"] == PRICE
    assert content["answers"]["q2"]["commitments"][0]["quantity"] == "3"
    assert content["answers"]["q1"]["files"][0]["name"] == f"{SECRET}.pdf"
    assert "versions" not in content


def test_the_same_bid_sent_twice_has_two_digests(bid):
    """Otherwise whoever reads the database could try prices until one fits."""
    user = bid.started_by
    with clock.at(BEFORE):
        services.withdraw(bid, by=user)
        services.submit(bid, by=user)
    first, second = bid.submissions.all()
    assert first.sha256 != second.sha256
    salts = [json.loads(selectors.document_bytes(one))["salt"] for one in (first, second)]
    assert [len(bytes.fromhex(salt)) for salt in salts] == [16, 16]
    assert salts[0] != salts[1]


def test_every_table_was_searched():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    assert {m._meta.db_table for m in apps.get_app_config("procurement").get_models()} <= set(tables)
    assert Counter._meta.db_table in tables
    assert transaction.get_connection().vendor in ("sqlite", "postgresql")
