"""Races around receipts and broken seals: fifty at once, and each receipt, key, copy and decision is there once."""

from contextlib import suppress

import pytest

from procurement.bidding import selectors
from procurement.bidding import services as bids
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import BidStatus, SealDecision
from procurement.bidding.models import Bid, BrokenSeal, Opening, Receipt, ReceiptKey, Reconciliation, Submission
from procurement.bidding.selectors.receipts import compared
from procurement.bidding.services.reconciling import reconcile
from procurement.tendering import services as tendering
from socialvalue.common import clock
from tests.builders import bidding
from tests.procurement.bidding.tenders import AFTER, BEFORE, DEADLINE, open_tender

from .at_once import DONE, THREADS, all_at_once, recorded
from .test_races import anew

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tender():
    return open_tender()


def test_the_first_receipts_of_many_tenders_publish_one_key():
    with clock.at(BEFORE):
        written = [bidding.filled_bid(open_tender(), bidding.bidder()) for _ in range(5)]

    def send(number):
        if number < len(written):
            with clock.at(BEFORE):
                bids.submit(anew(written[number]), by=anew(written[number].started_by))

    assert all_at_once(send) == {DONE: THREADS}
    assert (ReceiptKey.objects.count(), Receipt.objects.count(), recorded("publish receipt key")) == (1, 5, 1)
    assert all(compared(one.tender)[2] == [] for one in written)


def test_a_bid_is_withdrawn_with_one_receipt(tender):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, bidding.bidder())

    def withdraw(_):
        with clock.at(BEFORE):
            bids.withdraw(anew(bid), by=anew(bid.started_by))

    assert all_at_once(withdraw)[DONE] == 1
    assert sorted(Receipt.objects.values_list("kind", flat=True)) == ["sent", "withdrawn"]
    assert compared(tender)[2] == []


def test_the_clocks_compare_once(tender):
    with clock.at(BEFORE):
        bidding.submitted_bid(tender, bidding.bidder())
    with clock.at(DEADLINE):
        tendering.close_due(clock.now())

    def compare(_):
        with clock.at(DEADLINE):
            reconcile(anew(tender))

    assert all_at_once(compare) == {DONE: THREADS}
    assert Reconciliation.objects.count() == 1


def test_one_copy_is_taken_and_the_bids_are_opened_once(tender):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, bidding.bidder())
    own = selectors.document_bytes(Submission.objects.select_related("bid__tender").get())
    Submission.objects.update(sealed=b"damaged")
    first, second = bidding.openers(tender)
    with clock.at(AFTER):
        opening = bids.begin_opening(tender, by=first)
        with suppress(SealBroken):
            bids.complete_opening(opening, by=second)

    def give(_):
        with clock.at(AFTER):
            bids.hand_in(anew(bid), by=anew(bid.started_by), data=own)

    assert all_at_once(give)[DONE] == 1
    assert recorded("send copy") == 1
    with clock.at(AFTER):
        bids.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.COPY)

    def complete(_):
        with clock.at(AFTER):
            bids.complete_opening(Opening.objects.get(), by=anew(second))

    assert all_at_once(complete)[DONE] == 1
    assert Bid.objects.get().status == BidStatus.OPENED
    assert selectors.document_bytes(Submission.objects.select_related("bid__tender").get()) == own
    assert recorded("complete opening") == 1
