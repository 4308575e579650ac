"""Once the deadline has passed, those hear of it whose turn it is: openers, the second of them, whoever leads the evaluation."""

from datetime import timedelta

import pytest

from procurement.bidding import services
from procurement.panel.services import set_up
from procurement.tendering.services import close_due
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.selectors import people_who
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.notifications.models import Message
from tests.builders import bidding, people, tendering

pytestmark = pytest.mark.django_db


def told(kind: str) -> dict[int, str]:
    return {m.recipient_id: m.subject for m in Message.objects.filter(key__startswith=f"{kind}:")}


@pytest.fixture
def tender():
    found = tendering.published_tender()
    bidding.submitted_bid(found, bidding.bidder())
    return found


def close(tender):
    with clock.at(tender.deadline):
        assert close_due(clock.now()) == 1


def test_at_the_deadline_everybody_who_opens_bids_is_told_once(tender):
    officer, lead = bidding.openers(tender)
    evaluator = people.person(tender.council, Role.EVALUATOR)
    close(tender)
    close_due(tender.deadline)
    found = told("bids-to-open")
    assert set(found) == {p.pk for p in people_who(Permission.OPEN_BIDS, tender.council)}
    assert {officer.pk, lead.pk, tender.published_by_id} <= set(found)
    assert evaluator.pk not in found
    assert set(found.values()) == {f"Bids to open: {tender.title}"}
    message = Message.objects.get(recipient=officer, key__startswith="bids-to-open:")
    assert f"can be opened from {plain_moment(tender.deadline + timedelta(hours=1))}." in message.body
    assert (message.action, message.url) == ("Take part in opening the bids", f"/tenders/{tender.reference}/opening/")


def test_when_one_has_begun_the_others_are_asked_to_complete_it(tender):
    officer, lead = bidding.openers(tender)
    close(tender)
    with bidding.opening_time(tender):
        services.begin_opening(tender, by=officer)
    found = told("opening-begun")
    assert (officer.pk in found, lead.pk in found) == (False, True)
    assert found[lead.pk] == f"Complete the opening: {tender.title}"


def test_opened_bids_are_told_to_the_lead_or_to_everybody_who_leads(tender):
    officer, second = bidding.openers(tender)
    other = people.person(tender.council, Role.EVALUATION_LEAD)
    bidding.open_bids(tender, first=officer, second=second)
    assert told("bids-opened") == {other.pk: f"Set up the evaluation: {tender.title}"}, "not to who opened them"


def test_where_a_lead_is_named_only_the_lead_is_told(tender):
    officer, second = bidding.openers(tender)
    lead = people.person(tender.council, Role.EVALUATION_LEAD)
    set_up(tender, by=lead)
    bidding.open_bids(tender, first=officer, second=second)
    assert told("bids-opened") == {lead.pk: f"Start scoring: {tender.title}"}
