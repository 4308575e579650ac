"""Before the deadline: bids that are not sent, taken back or not confirmed are reminded of, two days and one day ahead."""

from datetime import timedelta

import pytest

from procurement.bidding import services, timed
from procurement.tendering.services import amend, terminate
from socialvalue.accounts.enums import Role
from socialvalue.notifications.models import Message
from tests.builders import bidding, people, tendering

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def told(user) -> list[str]:
    rows = Message.objects.filter(recipient=user, key__startswith="bid-deadline:").order_by("pk")
    return [row.subject for row in rows]


def test_a_draft_is_reminded_of_twice_and_never_doubled():
    tender, user = tendering.published_tender(), bidding.bidder()
    colleague = people.person(user.supplier, Role.SUPPLIER)
    bid = bidding.filled_bid(tender, user)
    early = tender.deadline - 2 * DAY - SECOND
    assert (timed.due(early), timed.apply(early)) == ([], 0)
    two = tender.deadline - 2 * DAY
    assert [(e.when, e.what, e.subject) for e in timed.due(two)] == [
        (two, "remind of a bid before the deadline", tender.reference)
    ]
    assert [timed.apply(two), timed.apply(two + HOUR), timed.due(two + HOUR)] == [2, 0, []]
    one = tender.deadline - DAY
    assert [timed.apply(one), timed.apply(tender.deadline - HOUR)] == [2, 0]
    subject = f"Your bid is not sent yet: {tender.title}"
    assert told(user) == told(colleague) == [subject, subject]
    last = Message.objects.filter(recipient=user).latest("pk")
    assert (last.due_at, last.url, last.action) == (tender.deadline, f"/bids/{bid.opaque}/", "Finish and send your bid")
    assert "is in less than a day" in last.body


def test_a_run_that_comes_late_reminds_of_the_day_it_finds():
    tender, user = tendering.published_tender(), bidding.bidder()
    bidding.filled_bid(tender, user)
    assert timed.apply(tender.deadline - HOUR) == 1
    assert len(told(user)) == 1


def test_a_bid_that_was_sent_is_left_alone_until_an_amendment_waits():
    tender, user = tendering.published_tender(), bidding.bidder()
    bid = bidding.submitted_bid(tender, user)
    near = tender.deadline - DAY
    assert timed.apply(near) == 0
    amend(tender, by=tender.published_by, text="Transport is included.")
    assert timed.apply(near) == 1
    assert told(user) == [f"Confirm your bid: {tender.title}"]
    services.confirm(bid, by=user)
    assert timed.due(near) == []


def test_a_withdrawn_bid_is_reminded_of_and_a_tender_that_ended_is_not():
    tender, user = tendering.published_tender(), bidding.bidder()
    services.withdraw(bidding.submitted_bid(tender, user), by=user)
    near = tender.deadline - DAY
    assert [e.subject for e in timed.due(near)] == [tender.reference]
    terminate(tender, by=tender.published_by, reason="The money for it has gone.")
    assert (timed.due(near), timed.apply(near), told(user)) == ([], 0, [])


def test_a_later_deadline_is_reminded_of_anew():
    tender, user = tendering.published_tender(), bidding.bidder()
    bidding.filled_bid(tender, user)
    timed.apply(tender.deadline - DAY)
    later = tender.deadline + 7 * DAY
    amend(tender, by=tender.published_by, text="One more week.", new_deadline=later)
    assert timed.apply(later - DAY) == 1
    assert len(told(user)) == 2


def test_the_list_takes_the_same_queries_however_many_bids_of_one_supplier(django_assert_max_num_queries):
    tender = tendering.published_tender()
    for _ in range(3):
        bidding.filled_bid(tender, bidding.bidder())
    near = tender.deadline - DAY
    timed.apply(near)
    with django_assert_max_num_queries(9):  # lapsing; bids, submissions, amendments; people of three suppliers; told already
        assert timed.due(near) == []
