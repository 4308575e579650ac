"""Numbers that tell nothing: how a bid is called in addresses, receipts, and which bid is Bid A."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from procurement.bidding import services
from procurement.bidding.calculations.addresses import PATTERN, address_of, number_of
from procurement.bidding.models import Bid, Submission
from socialvalue.common import reading
from socialvalue.common.references import LETTERS, random_reference
from socialvalue.notifications.models import Message
from tests.builders import bidding, tendering

KEY = "a key of the site that is long enough for this"
WHOLE = re.compile(PATTERN)


@given(st.integers(min_value=1, max_value=2**63 - 1))
def test_every_number_has_one_address_and_comes_back(number):
    address = address_of(number, site_key=KEY)
    assert WHOLE.fullmatch(address)
    assert number_of(address, site_key=KEY) == number


def test_neighbours_look_like_strangers_and_another_key_opens_nothing():
    found = [address_of(number, site_key=KEY) for number in range(1, 200)]
    assert len(set(found)) == 199
    assert max(Counter(address[:2] for address in found).values()) < 6
    assert [number_of(address, site_key=KEY + "x") for address in found] == [None] * 199


@pytest.mark.parametrize(
    "made_up",
    [
        "",
        "25",
        "A" * 21,
        "A" * 22,
        "A" * 23,
        "ä" * 22,
        address_of(25, site_key=KEY)[:-1] + "_",
        address_of(25, site_key=KEY) + "=",
    ],
)
def test_what_was_made_up_is_no_address(made_up):
    assert number_of(made_up, site_key=KEY) is None


def test_the_addresses_of_the_site_are_these():
    path = reverse("bid-receipt", args=[25, 1])
    assert path == f"/bids/{address_of(25, site_key=settings.SEALING_KEY)}/submissions/1/"
    assert resolve(path).kwargs == {"pk": 25, "number": 1}


@pytest.mark.django_db
def test_no_page_and_no_message_of_a_bidder_tells_how_many_bids_there_are(client):
    tender = tendering.published_tender()
    user = bidding.bidder()
    bid = bidding.submitted_bid(tender, user)
    client.force_login(user)
    assert client.get(f"/bids/{bid.pk}/").status_code == 404
    for path in (
        "/bids/",
        f"/bids/{bid.opaque}/",
        reverse("bid-withdraw", args=[bid.pk]),
        reverse("bid-start-again", args=[bid.pk]),
        reverse("bid-receipt", args=[bid.pk, 1]),
    ):
        html = client.get(path).content.decode()
        # The address itself may begin with a digit, or end with one
        assert not re.search(rf"/bids/\d+/|bid[-:]{bid.pk}(?![\w-])", html), path
    assert reading.name_of(bid) == f"procurement.bid:{bid.opaque}"
    sent = Message.objects.filter(address=user.email).values_list("url", flat=True)
    assert set(sent) >= {reverse("bid-receipt", args=[bid.pk, 1])}
    assert not [url for url in sent if re.search(r"/bids/\d+/", url)]


@pytest.mark.django_db
def test_receipts_follow_no_count():
    tender, user = tendering.published_tender(), bidding.bidder()
    bid = bidding.submitted_bid(tender, user)
    services.withdraw(bid, by=user)
    services.submit(Bid.objects.get(pk=bid.pk), by=user)
    receipts = list(Submission.objects.values_list("receipt", flat=True))
    assert len(set(receipts)) == 2
    for receipt in receipts:
        assert re.fullmatch(rf"RCT-[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", receipt)


def test_random_references_have_no_vowels_and_nothing_that_is_taken_for_something_else():
    assert not set("AEIOU01L5SNY") & set(LETTERS)
    assert len({random_reference("RCT") for _ in range(300)}) == 300


@pytest.mark.django_db
def test_which_bid_is_bid_a_is_drawn_and_stays():
    """By the lowest digest it was, which a bidder could reach by sending again and again: here the first drawn differs."""
    first_by_digest, tries = set(), 0
    while len(first_by_digest) < 2 and tries < 40:
        tender = bidding.opened_tender(2)
        a, b = Bid.objects.filter(tender=tender).order_by("label")
        assert [a.label, b.label] == ["Bid A", "Bid B"]
        first_by_digest.add(a.submissions.get().sha256 < b.submissions.get().sha256)
        tries += 1
    assert first_by_digest == {True, False}
