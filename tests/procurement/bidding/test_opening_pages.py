"""The page of the opening: who gets it, what it says, whom it waits for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.bidding import services
from procurement.bidding.needs import needs
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import bidding, people

from .tenders import AFTER, BEFORE, DEADLINE

pytestmark = pytest.mark.django_db


SEES_OPENING = {Role.PROCUREMENT_OFFICER: 200, Role.EVALUATION_LEAD: 200, Role.LEAD_DIRECTOR: 200}


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_the_page_of_the_opening(client, tender, user, role):
    with clock.at(BEFORE):
        bidding.submitted_bid(tender, user)
        address = reverse("opening", args=[tender.reference])
        client.force_login(people.person(tender.council, role))
        before = client.get(address)
        assert before.status_code == SEES_OPENING.get(role, 403)
        assert "Breathing Space" not in before.content.decode()
        client.force_login(people.person(people.council(), role))
        assert client.get(address).status_code == 404


def test_two_people_open_on_the_page(client, tender, user):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, user)
    officer, lead = bidding.openers(tender)
    address = reverse("opening", args=[tender.reference])
    with clock.at(DEADLINE - timedelta(seconds=1)):
        client.force_login(officer)
        assert client.post(f"{address}begin/").status_code == 403
    with clock.at(AFTER):
        assert client.post(f"{address}complete/").status_code == 302
        assert client.post(f"{address}begin/").status_code == 302
        assert client.post(f"{address}complete/").status_code == 403
        assert "Breathing Space" not in client.get(address).content.decode()
        client.force_login(lead)
        assert client.post(f"{address}complete/").status_code == 302
        page = client.get(address).content.decode()
    for part in ("Breathing Space CIC", "Bid A", bid.submissions.get().sha256, officer.name, lead.name):
        assert part in page


def test_needs_of_the_openers(tender, user):
    officer, lead = bidding.openers(tender)
    with clock.at(BEFORE):
        bidding.submitted_bid(tender, user)
        assert needs(officer, clock.now()) == []
    with clock.at(AFTER):
        assert "two people are needed" in needs(officer, clock.now())[0].text
        opening = services.begin_opening(tender, by=officer)
        assert needs(officer, clock.now()) == []
        assert f"begun by {officer}" in needs(lead, clock.now())[0].text
        services.complete_opening(opening, by=lead)
        assert needs(lead, clock.now()) == []
        assert needs(people.person(people.council(), Role.PROCUREMENT_OFFICER), clock.now()) == []
