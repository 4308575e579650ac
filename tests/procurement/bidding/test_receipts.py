"""Receipts for sending and for withdrawing: what they say, who signed them, and that they are checked without the service."""

import copy
import json
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.calculations import receipts as signing
from procurement.bidding.enums import ReceiptKind
from procurement.bidding.models import Receipt, ReceiptKey
from procurement.bidding.selectors.receipts import our_keys, published_keys
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.ledger.selectors import head
from socialvalue.ledger.services import link_up
from socialvalue.notifications.models import Message
from socialvalue.notifications.services import send_outbox
from tests.builders import bidding, people
from tests.socialvalue.ledger.steps import without_triggers

from .tenders import AFTER, BEFORE, DEADLINE, open_tender

pytestmark = pytest.mark.django_db
OTHER_KEY = "another key of forty characters, for this test"


@pytest.fixture(scope="module")
def open_once(module_database):
    return open_tender()


@pytest.fixture
def tender(open_once):
    return copy.deepcopy(open_once)


@pytest.fixture
def bid(tender, user, morning):
    return bidding.submitted_bid(tender, user, price="100000")


def of(bid, kind=ReceiptKind.SENT) -> Receipt:
    return Receipt.objects.get(bid=bid, kind=kind)


def verifies(receipt: Receipt, public: str = "") -> bool:
    return signing.fits(receipt.signed, receipt.signature, public or receipt.key.public)


def test_sending_gives_a_receipt_that_says_what_was_sent_when_and_where_the_record_stood(tender, user, morning):
    people.person(tender.council)
    link_up()
    last = head()
    assert last.number > 0
    bid = bidding.submitted_bid(tender, user)
    submission, receipt = bid.submissions.get(), of(bid)
    said = receipt.said
    assert len(bytes.fromhex(said.pop("random"))) == 16
    assert said == {
        "format": "receipt/1",
        "kind": "sent",
        "receipt": submission.receipt,
        "withdraws": "",
        "council": str(tender.council),
        "tender": tender.reference,
        "bidder": "Breathing Space CIC",
        "submission": 1,
        "amendment": 0,
        "sha256": sha256(selectors.document_bytes(submission)).hexdigest(),
        "at": "2026-11-20T09:00:00.000000Z",
        "key": receipt.key.code,
        "record": {"number": last.number, "digest": last.digest},
    }
    assert verifies(receipt)


def test_before_anything_is_linked_the_receipt_names_no_head(bid):
    assert head().number == 0
    assert of(bid).said["record"] is None


def test_withdrawing_gives_one_too_that_names_what_is_withdrawn(bid, user):
    sent = of(bid).said
    with clock.at(BEFORE + timedelta(minutes=5)):
        services.withdraw(bid, by=user)
    receipt = of(bid, ReceiptKind.WITHDRAWN)
    said = receipt.said
    assert (said["kind"], said["withdraws"], said["at"]) == ("withdrawn", sent["receipt"], "2026-11-20T09:05:00.000000Z")
    assert (said["sha256"], said["submission"]) == (sent["sha256"], 1)
    assert receipt.reference.startswith("WDR-")
    assert said["receipt"] == receipt.reference
    assert said["random"] != sent["random"]
    assert verifies(receipt)


def test_confirming_and_replacing_give_receipts_of_their_own(bid, user):
    services.begin_replacement(bid, by=user)
    services.save_price(type(bid).objects.get(pk=bid.pk), by=user, price=Decimal("90"))
    services.submit(type(bid).objects.get(pk=bid.pk), by=user)
    one, two = Receipt.objects.filter(bid=bid)
    assert [one.said["submission"], two.said["submission"]] == [1, 2]
    assert one.said["sha256"] != two.said["sha256"]
    assert verifies(one)
    assert verifies(two)


def test_no_receipt_is_given_for_what_comes_too_late(bid, user):
    with clock.at(DEADLINE), pytest.raises(WrongState, match=r"^The deadline was 20 November 2026 at 2pm"):
        services.withdraw(bid, by=user)
    assert [one.kind for one in Receipt.objects.all()] == ["sent"]


def test_one_changed_character_anywhere_is_noticed(bid):
    receipt = of(bid)
    for place in range(len(receipt.signed)):
        letter = "1" if receipt.signed[place] != "1" else "2"
        changed = receipt.signed[:place] + letter + receipt.signed[place + 1 :]
        assert not signing.fits(changed, receipt.signature, receipt.key.public), place
    assert not signing.fits(receipt.signed + " ", receipt.signature, receipt.key.public)


@pytest.mark.parametrize("signature", ["", "x", "AAAA", "A" * 86 + "==", "no base64 at all"])
def test_what_is_no_signature_fits_nothing(bid, signature):
    assert not signing.fits(of(bid).signed, signature, of(bid).key.public)


def test_another_key_does_not_fit(bid):
    assert not verifies(of(bid), signing.public_of(OTHER_KEY))


def test_rows_cannot_be_changed_or_removed(bid):
    receipt = of(bid)
    for attempt in (
        lambda: Receipt.objects.filter(pk=receipt.pk).update(signed="{}"),
        lambda: Receipt.objects.filter(pk=receipt.pk)._raw_delete("default"),
        lambda: ReceiptKey.objects.update(public="x"),
    ):
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            attempt()
    assert of(bid).signed == receipt.signed


def test_the_record_says_when_a_key_began_to_sign_and_that_the_receipt_was_given(bid):
    [event] = AuditEvent.objects.filter(verb="publish receipt key")
    assert of(bid).key.code in event.sentence
    [sent] = AuditEvent.objects.filter(verb="submit")
    labels = set(sent.subjects.values_list("label", flat=True))
    assert f"{bid.tender.reference}, receipt {of(bid).reference}" in labels
    assert sent.confidential


# Keys


def test_another_key_takes_its_place_and_both_stay_published(bid, user, settings):
    before = of(bid).key
    settings.RECEIPT_KEY = OTHER_KEY
    services.withdraw(bid, by=user)
    after = of(bid, ReceiptKind.WITHDRAWN).key
    assert before.code != after.code
    assert [key.code for key in our_keys()] == [before.code, after.code]
    assert verifies(of(bid))
    assert verifies(of(bid, ReceiptKind.WITHDRAWN))
    assert ReceiptKey.objects.count() == 2


def test_a_key_put_into_the_database_by_hand_is_not_published(bid):
    public = signing.public_of(OTHER_KEY)
    ours = of(bid).key
    ReceiptKey.objects.create(code=signing.code_of(public), public=public, vouched=ours.vouched)
    ReceiptKey.objects.create(
        code="0" * 16, public=public, vouched=signing.voucher(public, clock.now(), "a sealing key that is not ours")
    )
    assert our_keys() == [ours]
    assert [key["id"] for key in published_keys()] == [ours.code]


def test_before_its_first_receipt_a_key_is_published_and_opening_the_page_writes_nothing(client, settings):
    [key] = client.get("/receipts/keys.json").json()["keys"]
    public = signing.public_of(settings.RECEIPT_KEY)
    assert key == {"id": signing.code_of(public), "public_key": public, "since": None}
    assert not ReceiptKey.objects.exists()


def test_everybody_reads_the_keys_at_their_address(client, bid):
    found = client.get("/receipts/keys.json").json()
    assert (found["format"], found["algorithm"]) == ("receipt-keys/1", "Ed25519")
    assert [(key["id"], key["public_key"]) for key in found["keys"]] == [(of(bid).key.code, of(bid).key.public)]
    page = client.get("/receipts/").content.decode()
    assert of(bid).key.code in page
    assert of(bid).key.public in page


# As a page, as a file, with the email


def test_the_page_shows_it_and_gives_the_file(signed_in, bid):
    page = signed_in.get(reverse("bid-receipt", args=[bid.pk, 1])).content.decode()
    receipt = of(bid)
    for part in (receipt.reference, receipt.signature, receipt.said["random"], receipt.key.code, "Download the receipt"):
        assert part in page
    response = signed_in.get(reverse("bid-receipt-file", args=[bid.pk, 1]))
    assert f"receipt-{receipt.reference}.json" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    file = json.loads(response.content)
    assert file == {"format": "signed-receipt/1", "signed": receipt.signed, "signature": receipt.signature}
    assert signing.fits(file["signed"], file["signature"], receipt.key.public)


def test_a_withdrawals_file_is_there_once_it_was_withdrawn(signed_in, bid, user):
    address = reverse("bid-withdrawal-file", args=[bid.pk, 1])
    assert signed_in.get(address).status_code == 404
    services.withdraw(bid, by=user)
    receipt = of(bid, ReceiptKind.WITHDRAWN)
    assert json.loads(signed_in.get(address).content)["signed"] == receipt.signed
    assert receipt.reference in signed_in.get(reverse("bid-receipt", args=[bid.pk, 1])).content.decode()
    assert receipt.reference in signed_in.get(reverse("bid", args=[bid.pk])).content.decode()


def test_nobody_else_gets_the_files(client, bid, user, tender):
    services.withdraw(bid, by=user)
    for person in (bidding.bidder(), *bidding.openers(tender)):
        client.force_login(person)
        for name in ("bid-receipt-file", "bid-withdrawal-file"):
            assert client.get(reverse(name, args=[bid.pk, 1])).status_code == 404
        assert not Receipt.objects.visible_to(person).exists()
    assert Receipt.objects.visible_to(user).count() == 2


def test_the_council_reads_a_receipt_once_the_bid_is_open(bid, tender):
    officer, lead = bidding.openers(tender)
    bidding.open_bids(tender, first=officer, second=lead)
    assert [one.reference for one in Receipt.objects.visible_to(officer)] == [of(bid).reference]


def test_a_bid_from_before_there_were_receipts_still_has_its_page(signed_in, bid):
    with without_triggers():
        Receipt.objects.all()._raw_delete("default")
    page = signed_in.get(reverse("bid-receipt", args=[bid.pk, 1])).content.decode()
    assert bid.submissions.get().receipt in page
    assert "Download the receipt" not in page
    assert signed_in.get(reverse("bid-receipt-file", args=[bid.pk, 1])).status_code == 404


def test_the_email_brings_the_file_along_and_nothing_of_the_bid(bid, user):
    send_outbox()
    [letter] = [one for one in mail.outbox if one.to == [user.email] and "Receipt RCT" in one.subject]
    [(name, content, kind)] = letter.attachments
    assert (name, kind) == (of(bid).file_name, "application/json")
    assert json.loads(content)["signed"] == of(bid).signed
    for secret in (bidding.ANSWER, "100000", bidding.COMMITMENT["outcome_text"]):
        assert secret not in letter.message().as_string()
        assert secret not in content


def test_the_email_of_a_withdrawal_brings_its_receipt_to_all_who_bid(bid, user):
    colleague = people.person(user.supplier, "supplier")
    services.withdraw(bid, by=user)
    receipt = of(bid, ReceiptKind.WITHDRAWN)
    told = Message.objects.filter(key__startswith="bid-withdrawn:")
    assert {one.recipient for one in told} == {user, colleague}
    assert {(one.enclosed_name, one.enclosed) for one in told} == {(receipt.file_name, receipt.file)}


def test_a_message_encloses_no_file_without_a_name(user):
    with pytest.raises(DatabaseError, match="message_encloses_a_file_with_its_name"), transaction.atomic():
        Message.objects.create(key="x", recipient=user, address=user.email, subject="S", body="B", enclosed="{}")


def test_the_opening_says_that_nothing_differed(client, bid, tender):
    officer, lead = bidding.openers(tender)
    bidding.open_bids(tender, first=officer, second=lead)
    client.force_login(officer)
    with clock.at(AFTER):
        text = " ".join(client.get(reverse("opening", args=[tender.reference])).content.decode().split())
    assert "1 receipt and 1 submission were compared just before: nothing differed." in text
