"""A supplier's later name changes no record of a procurement: not the opening, the evaluation, the award, nor its summary."""

import pytest
from django.urls import reverse

from procurement.award.models import Award
from procurement.bidding.models import Bid
from procurement.bidding.services import submit, withdraw
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.suppliers.services.details import decide_change, edit_organisation
from tests.builders import award as awards
from tests.builders import bidding, people, tendering

pytestmark = pytest.mark.django_db
HOW = "The change stands at Companies House since last week"


def renamed(supplier: Organisation, name: str, officer) -> Organisation:
    """The supplier asks, an officer accepts."""
    person = supplier.memberships.first().user
    [change] = edit_organisation(supplier, by=person, name=name)
    decide_change(change, by=officer, accept=True, reason=HOW)
    return Organisation.objects.get(pk=supplier.pk)


def test_whoever_renames_itself_after_the_opening_stays_who_it_was(client):
    award = awards.told(bids=2, panellists=1)
    council, tender = award.tender.council, award.tender
    officer = people.person(council, Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD)
    won = award.bid.supplier
    was = won.name
    assert renamed(won, "Kentish Caretakers Ltd", officer).name == "Kentish Caretakers Ltd"
    bid = Bid.objects.get(pk=award.bid_id)
    assert (bid.bidder, bid.called_now) == (was, "Kentish Caretakers Ltd")
    client.force_login(officer)
    opening = client.get(reverse("opening", args=[tender.reference])).content.decode()
    assert f"{was} (fictional)" in opening
    assert "Now called Kentish Caretakers Ltd" in opening
    page = client.get(reverse("award", args=[tender.reference])).content.decode()
    assert was in page
    summaries = Award.objects.get(pk=award.pk).summaries.all()
    named = [
        (one.content["supplier"]["name"], one.content.get("winner", {}).get("supplier", {}).get("name")) for one in summaries
    ]
    assert (was, None) in named
    assert {winner for _, winner in named} == {None, was}


def test_sent_again_the_bid_bears_the_name_of_that_day():
    tender = tendering.published_tender()
    bid = bidding.submitted_bid(tender, bidding.bidder())
    bid = Bid.objects.get(pk=bid.pk)
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    was, number = bid.supplier.name, bid.supplier.registration_number
    assert (bid.supplier_name, bid.supplier_number, bid.called_now) == (was, number, "")
    renamed(bid.supplier, "Hedgerow Repairs CIC", officer)
    assert Bid.objects.get(pk=bid.pk).bidder == was
    by = bid.supplier.memberships.first().user
    submit(withdraw(Bid.objects.get(pk=bid.pk), by=by), by=by)
    again = Bid.objects.get(pk=bid.pk)
    assert (again.bidder, again.called_now) == ("Hedgerow Repairs CIC", "")


def test_a_draft_is_called_as_its_supplier_is_now():
    tender = tendering.published_tender()
    bid = bidding.filled_bid(tender, bidding.bidder())
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    renamed(bid.supplier, "Hedgerow Repairs CIC", officer)
    bid = Bid.objects.get(pk=bid.pk)
    assert (bid.supplier_name, bid.bidder, bid.called_now) == ("", "Hedgerow Repairs CIC", "")
