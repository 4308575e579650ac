"""A draft that was damaged where it is kept: its bidder is told and starts it again, and what was sent stands."""

import pytest
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.calculations import document
from procurement.bidding.models import Bid, SealedFile
from procurement.bidding.selectors import DraftBroken
from procurement.bidding.services.files import named_in
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import bidding

from .tenders import AFTER, BEFORE, DEADLINE, open_tender
from .test_pages import with_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def tender():
    return open_tender()


@pytest.fixture
def user():
    return bidding.bidder()


@pytest.fixture(autouse=True)
def morning():
    with clock.at(BEFORE):
        yield


def get(client, name: str, *args) -> tuple[int, str]:
    page = client.get(reverse(name, args=args))
    return page.status_code, " ".join(page.content.decode().split())


def test_its_page_says_what_to_do_and_the_draft_is_started_again(client, tender, user):
    bid = bidding.damage(bidding.filled_bid(tender, user))
    client.force_login(user)
    status, page = get(client, "bid", bid.pk)
    again = reverse("bid-start-again", args=[bid.pk])
    assert (status, "Your draft cannot be read" in page, f'href="{again}"' in page) == (200, True, True)
    assert "Check your answers" not in page
    assert client.get(again).status_code == 200
    assert client.post(again).status_code == 302
    assert selectors.draft_of(Bid.objects.get(pk=bid.pk)) == {**selectors.document.empty()}
    status, page = get(client, "bid", bid.pk)
    assert ("Your draft cannot be read" in page, "Check your answers and send" in page) == (False, True)
    assert AuditEvent.objects.filter(verb="start again", confidential=True).count() == 1


@pytest.mark.parametrize("name", ["bid-question", "bid-price", "bid-check"])
def test_every_other_page_of_it_leads_there(client, tender, user, name):
    bid = bidding.damage(bidding.filled_bid(tender, user))
    client.force_login(user)
    status, page = get(client, name, bid.pk, *(["q1"] if name == "bid-question" else []))
    assert (status, "Open your bid and start the draft again" in page) == (403, True)


def test_nothing_is_saved_over_it_unasked(tender, user):
    bid = bidding.damage(bidding.filled_bid(tender, user))
    with pytest.raises(DraftBroken, match="^The draft of this bid cannot be read"):
        services.save_price(bid, by=user, price=1)
    with pytest.raises(DraftBroken, match="What you sent stands"):
        services.submit(bid, by=user)
    assert bytes(Bid.objects.get(pk=bid.pk).sealed_draft) == b"\x00damaged"


def test_of_a_sent_bid_the_change_begins_with_what_was_sent(client, tender, user):
    bid = with_file(tender, user)
    sent = selectors.document.read(selectors.document_bytes(selectors.counted_submission(bid)))
    client.force_login(user)
    assert get(client, "bid", bidding.damage(bid).pk)[0] == 200, "nobody writes on it, so nobody is asked"
    assert client.get(reverse("bid-file", args=[bid.pk, SealedFile.objects.get().pk])).status_code == 200
    changing = services.begin_replacement(bidding.damage(bid), by=user)
    assert selectors.draft_of(changing)["answers"] == sent["answers"]
    changing = bidding.damage(changing)
    page = get(client, "bid", bid.pk)[1]
    assert "The bid you sent counts, and it stands as it is." in page
    assert "Check your answers" not in page
    again = services.start_again(changing, by=user)
    draft = selectors.draft_of(again)
    assert (draft["answers"], draft["price"], again.is_being_changed) == (sent["answers"], sent["price"], True)
    assert services.submit(again, by=user).number == 2


def test_a_damaged_change_can_be_discarded_and_a_damaged_submission_begins_with_nothing(tender, user):
    bid = bidding.submitted_bid(tender, user)
    changing = bidding.damage(services.begin_replacement(bid, by=user))
    assert not services.drop_replacement(changing, by=user).is_being_changed
    changing = bidding.damage(services.begin_replacement(Bid.objects.get(pk=bid.pk), by=user))
    bid.submissions.update(sealed=b"damaged")
    assert selectors.draft_of(services.start_again(changing, by=user))["answers"] == {}


def test_a_withdrawn_bid_goes_on_from_what_was_sent(tender, user):
    bid = bidding.submitted_bid(tender, user, price="77000")
    withdrawn = bidding.damage(services.withdraw(bid, by=user))
    assert selectors.draft_of(services.start_again(withdrawn, by=user))["price"] == "77000.00"


def test_when_it_is_not_started_again(client, tender, user):
    bid = bidding.filled_bid(tender, user)
    with pytest.raises(WrongState, match=r"^This draft can be read. Change it as it is.$"):
        services.start_again(bid, by=user)
    bid = bidding.damage(bid)
    with pytest.raises(NotAllowed, match="^Your role does not include: bid for tenders"):
        services.start_again(bid, by=bidding.bidder())
    with clock.at(DEADLINE), pytest.raises(WrongState, match="The deadline was 20 November 2026 at 2pm"):
        services.start_again(bid, by=user)
    client.force_login(user)
    with clock.at(AFTER):
        assert get(client, "bid", bid.pk)[0] == 200
        assert services.lapse_unsubmitted(tender) == 1


def test_the_new_draft_has_the_files_that_were_sent_also_those_taken_out_since(client, tender, user):
    bid = with_file(tender, user)
    named = list(named_in(document.read(selectors.document_bytes(bid.submissions.get()))))
    assert len(named) == 1
    bid = services.withdraw(bid, by=user)
    SealedFile.objects.filter(pk__in=named).update(removed_at=clock.now())
    services.start_again(bidding.damage(bid), by=user)
    assert SealedFile.objects.filter(pk__in=named, removed_at=None).count() == len(named)
