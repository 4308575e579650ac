"""Where a tender's page leads on: only to pages that are there and that this person may open."""

import pytest

from procurement.panel import services as panel_services
from procurement.tendering import pages as presenting
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from tests.builders import bidding as bids
from tests.builders.people import person

pytestmark = pytest.mark.django_db


def labels(tender, role):
    tender = Tender.objects.get(pk=tender.pk)
    return [label for label, _ in presenting.onward(tender, person(tender.council, role))]


def test_a_tender_leads_to_the_next_page_of_whoever_goes_on():
    tender = bids.opened_tender()
    assert labels(tender, Role.EVALUATION_LEAD) == ["Set up the evaluation", "Opening of bids"]
    assert labels(tender, Role.PROCUREMENT_OFFICER) == ["Opening of bids"]
    assert labels(tender, Role.COMMISSIONER) == []
    assert labels(tender, Role.CONTRACT_MANAGER) == []
    lead = person(tender.council, Role.EVALUATION_LEAD)
    panel_services.set_up(tender, by=lead, lead=lead)
    assert labels(tender, Role.EVALUATION_LEAD) == ["Evaluation", "Opening of bids"]
    assert labels(tender, Role.COMMISSIONER) == []


def test_every_page_it_leads_to_is_there(client):
    tender = bids.opened_tender()
    for role in (Role.EVALUATION_LEAD, Role.PROCUREMENT_OFFICER, Role.LEAD_DIRECTOR, Role.COMMISSIONER):
        user = person(tender.council, role)
        client.force_login(user)
        for label, url in presenting.onward(Tender.objects.get(pk=tender.pk), user):
            assert client.get(url).status_code == 200, (role, label)


def test_who_leads_evaluations_reads_no_bid_before_one_is_named_to_lead_this_one(client):
    tender = bids.opened_tender()
    bid = tender.bids.filter(status="opened").first()
    lead = person(tender.council, Role.EVALUATION_LEAD)
    client.force_login(lead)
    assert client.get(f"/bids/{bid.opaque}/").status_code == 403
    assert f"/bids/{bid.opaque}/" not in client.get(f"/tenders/{tender.reference}/opening/").content.decode()
    assert not type(bid.answers.first()).objects.visible_to(lead).filter(bid=bid).exists()
    client.force_login(person(tender.council, Role.PROCUREMENT_OFFICER))
    assert client.get(f"/bids/{bid.opaque}/").status_code == 200


def test_who_leads_evaluations_reads_no_bid_before_declaring_in_this_one(client):
    """Neither its lead nor another of the council's leads: both could write its moderated scores (s.81 to 83)."""
    tender = bids.opened_tender()
    bid = tender.bids.filter(status="opened").first()
    lead, other = person(tender.council, Role.EVALUATION_LEAD), person(tender.council, Role.EVALUATION_LEAD)
    made = panel_services.set_up(tender, by=lead, lead=lead)
    commitments, answers = type(bid.commitments.first()), type(bid.answers.first())

    def reads(user) -> bool:
        client.force_login(user)
        found = {
            client.get(f"/bids/{bid.opaque}/").status_code == 200,
            f"/bids/{bid.opaque}/" in client.get(f"/tenders/{tender.reference}/opening/").content.decode(),
            *(model.objects.visible_to(user).filter(bid=bid).exists() for model in (commitments, answers)),
        }
        assert len(found) == 1
        return found.pop()

    assert not reads(lead)
    panel_services.declare_as_lead(made, by=lead, has_interest=False)
    assert reads(lead)
    assert not reads(other)
    panel_services.declare_as_lead(made, by=other, has_interest=True, interest="My brother works there.")
    assert not reads(other)
