"""The page of the opening: who gets it, what it says, whom it waits for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from procurement.bidding import services
from procurement.bidding.models import Opening
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


@pytest.mark.parametrize(("at", "may"), [(DEADLINE, False), (AFTER - timedelta(seconds=1), False), (AFTER, True)])
def test_the_page_the_need_and_the_button_keep_to_the_hour(client, tender, user, at, may):
    with clock.at(BEFORE):
        bidding.submitted_bid(tender, user)
    officer, _ = bidding.openers(tender)
    address = reverse("opening", args=[tender.reference])
    with clock.at(at):
        client.force_login(officer)
        page = client.get(address).content.decode()
        assert ("Begin the opening" in page, "can be opened from 20 November 2026 at 3pm" in page) == (may, not may)
        assert bool(needs(officer, clock.now())) is may
        sent = client.post(f"{address}begin/")
    assert sent.status_code == (302 if may else 403)
    assert may or "Come back then" in sent.content.decode()
    assert Opening.objects.exists() is may


def words(client, address: str) -> str:
    return " ".join(strip_tags(client.get(address).content.decode()).split())


def test_before_the_deadline_the_page_says_from_when(client, tender):
    client.force_login(bidding.openers(tender)[0])
    with clock.at(BEFORE):
        page = words(client, reverse("opening", args=[tender.reference]))
    assert "Bids are due by 20 November 2026 at 2pm. 5 hours left." in page
    assert "They stay sealed, and can be opened from 20 November 2026 at 3pm." in page


def test_suppliers_read_from_when_bids_are_opened(client, tender):
    page = words(client, reverse("opportunity", args=[tender.reference]))
    assert "due by 20 November 2026 at 2pm. They can be opened from 20 November 2026 at 3pm." in page


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
