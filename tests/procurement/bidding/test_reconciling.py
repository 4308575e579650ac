"""Receipts against bids held: every kind of difference by name, and what a tampered database does to an opening."""

import copy
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.bidding import services, timed
from procurement.bidding.calculations import receipts as signing
from procurement.bidding.calculations.reconciling import Difference, Given, Held, Standing, differences
from procurement.bidding.enums import BidStatus, Differs
from procurement.bidding.models import Answer, Bid, Opening, Receipt, ReceiptKey, Reconciliation, Submission
from procurement.bidding.selectors.receipts import compared
from procurement.bidding.services.reconciling import ReceiptsDiffer, reconcile
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import bidding, people
from tests.socialvalue.ledger.steps import without_triggers

from .tenders import AFTER, BEFORE, DEADLINE, open_tender

# Pure: what is held, what was given, what the record says, which bids count
HELD = Held(receipt="R", sha256="a", number=1, withdrawn=False)
GIVEN = Given(receipt="R", kind="sent", withdraws="", sha256="a", number=1, sound=True)
BACK = Given(receipt="W", kind="withdrawn", withdraws="R", sha256="a", number=1, sound=True)
SENT = Standing(name="bid", counts=True, submissions=("R",))
GONE = replace(SENT, counts=False)


@pytest.mark.parametrize(
    "held, given, recorded, bids, found",
    [
        ([], [], "", [], []),
        ([HELD], [GIVEN], "R", [SENT], []),
        ([replace(HELD, withdrawn=True)], [GIVEN, BACK], "RW", [GONE], []),
        ([], [GIVEN], "R", [], [("R", Differs.NO_BID)]),
        ([replace(HELD, sha256="b")], [GIVEN], "R", [SENT], [("R", Differs.OTHER_BID)]),
        ([replace(HELD, number=2)], [GIVEN], "R", [SENT], [("R", Differs.OTHER_BID)]),
        ([HELD], [], "", [SENT], [("R", Differs.NO_RECEIPT)]),
        ([HELD], [], "R", [SENT], [("R", Differs.RECEIPT_GONE)]),
        ([], [], "R", [], [("R", Differs.RECEIPT_GONE)]),
        ([HELD], [GIVEN], "", [SENT], [("R", Differs.UNRECORDED)]),
        ([HELD], [replace(GIVEN, sound=False)], "R", [SENT], [("R", Differs.FORGED)]),
        ([replace(HELD, withdrawn=True)], [GIVEN], "R", [GONE], [("R", Differs.TAKEN_BACK)]),
        ([HELD], [GIVEN, BACK], "RW", [SENT], [("R", Differs.STANDS_AGAIN)]),
        ([HELD], [GIVEN], "R", [GONE], [("R", Differs.STATUS)]),
        ([replace(HELD, withdrawn=True)], [GIVEN, BACK], "RW", [SENT], [("R", Differs.STATUS)]),
        ([], [], "", [replace(SENT, submissions=())], [("bid", Differs.NOTHING_SENT)]),
        ([], [], "", [replace(GONE, submissions=())], []),
        # Sent, and withdrawn, before receipts were signed
        ([replace(HELD, asked=False)], [], "", [SENT], []),
        ([replace(HELD, asked=False, withdrawn=True, asked_back=False)], [], "", [GONE], []),
        ([replace(HELD, asked=False, withdrawn=True)], [], "", [GONE], [("R", Differs.TAKEN_BACK)]),
    ],
)
def test_every_difference_has_one_name(held, given, recorded, bids, found):
    assert differences(held, given, set(recorded), bids) == [Difference(name, what) for name, what in found]


def test_every_kind_of_difference_is_a_sentence_about_its_name():
    for kind in Differs:
        assert "RCT-1" in Difference("RCT-1", kind).words
        assert not Difference("RCT-1", kind).words.endswith(".")


@pytest.fixture(scope="module")
def open_once(module_database):
    return open_tender()


@pytest.fixture
def tender(db, open_once):
    return copy.deepcopy(open_once)


@pytest.fixture
def two_bids(tender):
    with clock.at(BEFORE):
        bids = [bidding.submitted_bid(tender, bidding.bidder(), price=price) for price in ("100000", "90000")]
        back = bidding.submitted_bid(tender, bidding.bidder("Second Thoughts Ltd"))
        services.withdraw(back, by=back.started_by)
    return bids


def found_in(tender) -> list[tuple[str, str]]:
    return [(one.name, one.what) for one in compared(tender)[2]]


def receipt_of(bid) -> str:
    return bid.submissions.get().receipt


def test_what_the_services_did_agrees(tender, two_bids):
    assert compared(tender) == (4, 3, [])


def test_it_asks_five_times_however_many_bids(tender, two_bids, django_assert_num_queries):
    with django_assert_num_queries(5):
        compared(tender)
    with clock.at(BEFORE):
        for _ in range(3):
            bidding.submitted_bid(tender, bidding.bidder())
    with django_assert_num_queries(5):
        compared(tender)


def removed_submission(bid):
    """The bid and its submission are gone, and the receipt with them: the record is what is left."""
    Receipt.objects.filter(bid=bid)._raw_delete("default")
    removed_but_its_receipt(bid)


def removed_but_its_receipt(bid):
    Bid.objects.filter(pk=bid.pk).update(status=BidStatus.LAPSED)
    # The database's own owner is stopped by no foreign key either; here another bid's number does as well
    Submission.objects.filter(bid=bid).update(receipt="RCT-GONE-GONE")


def removed_receipt(bid):
    Receipt.objects.filter(bid=bid)._raw_delete("default")


def changed_receipt(bid):
    receipt = Receipt.objects.get(bid=bid)
    Receipt.objects.filter(pk=receipt.pk).update(signed=receipt.signed.replace('"submission":1', '"submission":2'))


def another_key(bid):
    """Signed by somebody who has the database and no key: the key is in the table too."""
    receipt, secret = Receipt.objects.get(bid=bid), "another key of forty characters, for this test"
    public = signing.public_of(secret)
    key = ReceiptKey.objects.create(code=signing.code_of(public), public=public, vouched="0" * 64)
    signed = receipt.signed.replace(receipt.key.code, key.code)
    Receipt.objects.filter(pk=receipt.pk).update(signed=signed, signature=signing.sign(signed, secret), key=key)


def another_digest(bid):
    Submission.objects.filter(bid=bid).update(sha256="0" * 64)


def by_hand(bid):
    """A later submission of the same bid, put in by hand."""
    sent = bid.submissions.get()
    Submission.objects.create(
        bid=bid, number=2, receipt="RCT-BYHA-NDXX", sealed=sent.sealed, sha256=sent.sha256, submitted_at=sent.submitted_at,
        submitted_by=sent.submitted_by,
    )  # fmt: skip


def taken_back(bid):
    Submission.objects.filter(bid=bid).update(withdrawn_at=BEFORE, withdrawn_by=bid.started_by)
    Bid.objects.filter(pk=bid.pk).update(status=BidStatus.WITHDRAWN)


def lapsed(bid):
    Bid.objects.filter(pk=bid.pk).update(status=BidStatus.LAPSED)


TAMPERED = {
    removed_submission: {("{receipt}", Differs.RECEIPT_GONE), ("RCT-GONE-GONE", Differs.NO_RECEIPT), ("RCT-GONE-GONE", Differs.STATUS)},
    removed_but_its_receipt: {("{receipt}", Differs.NO_BID), ("RCT-GONE-GONE", Differs.NO_RECEIPT), ("RCT-GONE-GONE", Differs.STATUS)},
    removed_receipt: {("{receipt}", Differs.RECEIPT_GONE)},
    changed_receipt: {("{receipt}", Differs.FORGED)},
    another_key: {("{receipt}", Differs.FORGED)},
    another_digest: {("{receipt}", Differs.OTHER_BID)},
    by_hand: {("RCT-BYHA-NDXX", Differs.NO_RECEIPT)},
    taken_back: {("{receipt}", Differs.TAKEN_BACK)},
    lapsed: {("{receipt}", Differs.STATUS)},
}  # fmt: skip


@pytest.mark.parametrize("spoil", TAMPERED)
def test_a_tampered_database_opens_nothing_and_the_difference_has_its_name(tender, two_bids, spoil):
    name = receipt_of(two_bids[0])
    with without_triggers():
        spoil(two_bids[0])
    assert set(found_in(tender)) == {(one.format(receipt=name), what) for one, what in TAMPERED[spoil]}
    officer, _ = bidding.openers(tender)
    with clock.at(AFTER), pytest.raises(ReceiptsDiffer, match=name if spoil is not by_hand else "RCT-BYHA-NDXX"):
        services.begin_opening(tender, by=officer)
    assert not Opening.objects.exists()
    assert not Answer.objects.exists()
    assert Reconciliation.objects.get().differences


def test_a_receipt_that_was_moved_to_another_tender_is_not_sound(tender, two_bids):
    """Its signature is right, and its row says something else."""
    with clock.at(BEFORE):
        other = bidding.submitted_bid(open_tender(tender.council), bidding.bidder())
    with without_triggers():
        Receipt.objects.filter(bid=other).update(bid=two_bids[0])
    assert (receipt_of(other), Differs.FORGED) in found_in(tender)
    assert (receipt_of(other), Differs.RECEIPT_GONE) in found_in(other.tender)


def test_between_the_two_people_it_is_compared_again(tender, two_bids):
    officer, lead = bidding.openers(tender)
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=officer)
        with without_triggers():
            another_digest(two_bids[1])
        with pytest.raises(ReceiptsDiffer, match=receipt_of(two_bids[1])):
            services.complete_opening(opening, by=lead)
        assert not Answer.objects.exists()
        # Put right, it opens, and the record keeps that it was stopped
        Submission.objects.filter(bid=two_bids[1]).update(sha256=Receipt.objects.get(bid=two_bids[1]).said["sha256"])
        services.complete_opening(opening, by=lead)
    assert Answer.objects.exists()
    assert [bool(one.found) for one in Reconciliation.objects.all()] == [False, True, False]
    assert AuditEvent.objects.get(verb="receipts differ").actor == lead


def test_the_clock_compares_once_at_the_deadline(tender, two_bids):
    with clock.at(DEADLINE - timedelta(seconds=1)):
        assert reconcile(tender) is None
        assert "compare receipts and bids" not in [event.what for event in timed.due(clock.now())]
    with clock.at(DEADLINE):
        assert [event.what for event in timed.due(clock.now())] == ["let unsubmitted bids lapse", "compare receipts and bids"]
        tendering.close_due(clock.now())
        # The bid that was withdrawn lapses too
        assert (timed.apply(clock.now()), timed.apply(clock.now()), timed.due(clock.now())) == (2, 0, [])
    kept = Reconciliation.objects.get()
    assert (kept.receipts, kept.submissions, kept.found) == (4, 3, [])
    assert not Message.objects.filter(key__startswith="receipts-differ").exists()


def test_what_differs_at_the_deadline_is_told_without_a_bidders_name(tender, two_bids):
    officer, lead = bidding.openers(tender)
    admin = people.person(tender.council, Role.ADMINISTRATOR)
    director = people.person(tender.council, Role.LEAD_DIRECTOR)
    with without_triggers():
        another_digest(two_bids[0])
    with clock.at(DEADLINE):
        tendering.close_due(clock.now())
        reconcile(tender)
    with clock.at(AFTER), pytest.raises(ReceiptsDiffer, match="another digest"):
        services.begin_opening(tender, by=officer)
    told = Message.objects.filter(key__startswith=f"receipts-differ:{tender.pk}:")
    # The same differences are told once
    people_told = [one.recipient for one in told]
    assert len(people_told) == len(set(people_told))
    assert {officer, lead, admin} <= set(people_told)
    assert director not in people_told
    for one in told:
        assert receipt_of(two_bids[0]) in one.body
        assert two_bids[0].supplier.name not in one.body + one.subject
    by = list(AuditEvent.objects.filter(verb="receipts differ").order_by("pk").values_list("actor", flat=True))
    assert by == [None, officer.pk]


def test_the_page_says_what_differs_and_what_to_do(client, tender, two_bids):
    officer, _ = bidding.openers(tender)
    with without_triggers():
        another_digest(two_bids[0])
    client.force_login(officer)
    address = reverse("opening", args=[tender.reference])
    with clock.at(AFTER):
        refused = client.post(reverse("opening-begin", args=[tender.reference]))
        assert refused.status_code == 422
        text = " ".join(client.get(address).content.decode().split())
    assert "Receipts and bids differ, so nothing is opened" in text
    assert f"The bid that is held for receipt {receipt_of(two_bids[0])} has another digest or number than the receipt" in text
    assert "Do not end the tender because of this" in text
    assert two_bids[0].supplier.name not in text


def test_a_bid_from_before_receipts_were_signed_opens(tender, two_bids):
    """Rows as an older version left them: no receipt, no key, no word of one in the record."""
    with without_triggers():
        Receipt.objects.all()._raw_delete("default")
        ReceiptKey.objects.all()._raw_delete("default")
        AuditSubject.objects.filter(object_type="procurement.receipt")._raw_delete("default")
    assert found_in(tender) == []
    # With the first key, what was sent before stays as it is, and what is sent later is asked for
    with clock.at(BEFORE + timedelta(minutes=1)):
        later = bidding.submitted_bid(tender, bidding.bidder())
    assert found_in(tender) == []
    name = receipt_of(later)
    with without_triggers():
        removed_receipt(later)
    assert found_in(tender) == [(name, Differs.RECEIPT_GONE)]
    bids = Bid.objects.filter(tender=tender, status=BidStatus.SUBMITTED)
    assert bids.count() == 3


def test_a_day_before_the_first_key_is_no_excuse_where_the_tender_was_published_after_it(tender, two_bids):
    """The exception for what is older than receipts is no way around them: neither for a bid put in nor for one taken out."""
    later, long_ago = open_tender(council=tender.commission.council), BEFORE - timedelta(days=3000)
    with clock.at(BEFORE):
        first, second = (bidding.submitted_bid(later, bidding.bidder()) for _ in range(2))
    Tender.objects.filter(pk=later.pk).update(published_at=BEFORE + timedelta(minutes=1))
    with without_triggers():
        by_hand(first)
        Submission.objects.filter(bid=first, number=2).update(submitted_at=long_ago)
        taken_back(second)
        Submission.objects.filter(bid=second).update(withdrawn_at=long_ago)
    assert found_in(Tender.objects.get(pk=later.pk)) == sorted(
        [("RCT-BYHA-NDXX", Differs.NO_RECEIPT), (receipt_of(second), Differs.TAKEN_BACK)]
    )


def test_the_first_day_of_a_key_cannot_be_moved(tender, two_bids):
    with without_triggers():
        ReceiptKey.objects.update(since=AFTER)
        by_hand(two_bids[0])
    name = receipt_of(two_bids[1])
    assert (name, Differs.FORGED) in found_in(tender)


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_how_it_compared(tender, two_bids, role):
    with clock.at(DEADLINE):
        reconcile(tender)
    sees = {Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR}
    body = people.supplier() if role in (Role.SUPPLIER, Role.PARTNER) else tender.council
    assert Reconciliation.objects.visible_to(people.person(body, role)).exists() == (role in sees)
    assert not Reconciliation.objects.visible_to(people.person(people.council(), Role.PROCUREMENT_OFFICER)).exists()
