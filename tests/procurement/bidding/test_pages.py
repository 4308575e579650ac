"""The pages: who gets them, what they keep, what they say."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.models import Bid, Submission
from procurement.bidding.needs import needs
from procurement.bidding.urls import urlpatterns
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import bidding, people

from .tenders import AFTER, BEFORE, open_tender
from .test_opening import PNG

pytestmark = pytest.mark.django_db


def addresses(bid: Bid) -> list[str]:
    """Every address below a bid."""
    file = bid.files.first()
    key = "q2"
    return [
        reverse(name, args=args)
        for name, args in [
            ("bid", [bid.pk]),
            ("bid-question", [bid.pk, key]),
            ("bid-commitments", [bid.pk, key]),
            ("bid-commitment-add", [bid.pk, key]),
            ("bid-commitment", [bid.pk, key, 1]),
            ("bid-commitment-remove", [bid.pk, key, 1]),
            ("bid-price", [bid.pk]),
            ("bid-check", [bid.pk]),
            ("bid-withdraw", [bid.pk]),
            ("bid-start-again", [bid.pk]),
            ("bid-change", [bid.pk]),
            ("bid-change-drop", [bid.pk]),
            ("bid-confirm", [bid.pk]),
            ("bid-copy", [bid.pk]),
            ("bid-receipt", [bid.pk, 1]),
            ("bid-receipt-file", [bid.pk, 1]),
            ("bid-withdrawal-file", [bid.pk, 1]),
            ("bid-document", [bid.pk, 1]),
            ("bid-sent", [bid.pk, 1]),
            ("bid-file", [bid.pk, file.pk]),
        ]
    ]


def with_file(tender, user) -> Bid:
    bid = bidding.filled_bid(tender, user)
    question = selectors.questions(tender)[1]
    services.attach(bid, by=user, question=question, upload=SimpleUploadedFile("plan.png", PNG))
    services.submit(bid, by=user)
    return Bid.objects.get(pk=bid.pk)


def test_every_address_below_a_bid_is_visited_below():
    named = {p.name for p in urlpatterns if p.name.startswith("bid-")} - {"bid-start", "bid-autosave"}
    assert len(named) + 1 == 20


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SUPPLIER])
def test_nobody_else_gets_any_page_of_a_bid_before_the_opening(client, tender, user, morning, role):
    bid = with_file(tender, user)
    body = people.supplier() if role == Role.PARTNER else tender.council
    client.force_login(people.person(body, role))
    for address in addresses(bid):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address
    autosave = reverse("bid-autosave", args=[bid.pk, "q1"])
    assert client.post(autosave, {"text": "x", "version": 1}).status_code == 404
    assert Submission.objects.get().withdrawn_at is None


def test_another_supplier_never_gets_any(client, tender, user):
    with clock.at(BEFORE):
        bid = with_file(tender, user)
        client.force_login(bidding.bidder())
        assert {client.get(a).status_code for a in addresses(bid)} == {404}
    bidding.open_bids(tender)
    with clock.at(AFTER):
        assert {client.get(a).status_code for a in addresses(bid)} == {404}


def test_signed_out_people_are_asked_to_sign_in(client, tender, user, morning):
    bid = with_file(tender, user)
    for address in addresses(bid):
        assert client.get(address).status_code in (302, 404), address


def test_after_the_opening_readers_read_and_nobody_writes(client, tender, user):
    with clock.at(BEFORE):
        bid = with_file(tender, user)
    officer, lead = bidding.openers(tender)
    bidding.open_bids(tender, first=officer, second=lead)
    client.force_login(officer)
    with clock.at(AFTER):
        page = client.get(reverse("bid", args=[bid.pk]))
        assert bidding.ANSWER in page.content.decode()
        file = client.get(reverse("bid-file", args=[bid.pk, bid.files.get().pk]))
        assert file.content == PNG
        others = [a for a in addresses(bid) if a not in (reverse("bid", args=[bid.pk]), file.request["PATH_INFO"])]
        assert {client.get(a).status_code for a in others} == {404}


# Starting


def test_start_from_the_opportunity(signed_in, tender, user, morning):
    address = reverse("bid-start", args=[tender.reference])
    assert "Start the bid" in signed_in.get(address).content.decode()
    assert not Bid.objects.exists()
    response = signed_in.post(address)
    bid = Bid.objects.get()
    assert response.url == reverse("bid", args=[bid.pk])
    assert signed_in.get(address).url == response.url


def test_the_council_does_not_bid(client, tender, morning):
    client.force_login(people.person(tender.council, Role.COMMISSIONER))
    assert client.post(reverse("bid-start", args=[tender.reference])).status_code == 403
    assert client.get(reverse("bids")).status_code == 403


def test_reading_a_page_changes_nothing(signed_in, tender, user, morning):
    bid = with_file(tender, user)
    version = bid.version
    for address in addresses(bid):
        signed_in.get(address)
    bid.refresh_from_db()
    assert (bid.version, bid.status) == (version, "submitted")


# Lists and needs


@pytest.mark.parametrize("rows", [1, 3])
def test_my_bids_in_the_same_number_of_queries(signed_in, user, morning, rows, django_assert_num_queries):
    for _ in range(rows):
        bidding.submitted_bid(open_tender(), user)
    signed_in.get(reverse("bids"))
    with django_assert_num_queries(QUERIES):
        assert len(signed_in.get(reverse("bids")).context["rows"]) == rows


# session, user, memberships (with organisations), count, bids, submissions, amendments
QUERIES = 7


def test_needs_of_a_bidder(tender, user):
    with clock.at(BEFORE - timedelta(days=8)):
        bid = bidding.filled_bid(tender, user)
        assert needs(user, clock.now()) == []
    with clock.at(BEFORE):
        [need] = needs(user, clock.now())
        assert (need.kind, need.due.isoformat()) == ("due", "2026-11-20")
        services.submit(bid, by=user)
        assert needs(user, clock.now()) == []
        officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
        tendering.amend(tender, by=officer, text="More.")
        [need] = needs(user, clock.now())
        assert need.url == reverse("bid-confirm", args=[bid.pk])
        services.withdraw(bid, by=user)
        assert "withdrawn" in needs(user, clock.now())[0].text
    with clock.at(AFTER):
        assert needs(user, clock.now()) == []
