"""Races around a sent bid that is being replaced: fifty at once, one of them happens, and what was sent counts till then."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.bidding import selectors
from procurement.bidding import services as bids
from procurement.bidding.calculations import document
from procurement.bidding.models import Opening, Submission
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import bidding, people
from tests.procurement.bidding.tenders import AFTER, BEFORE, DEADLINE, open_tender

from .at_once import DONE, THREADS, all_at_once, recorded
from .test_races import OTHERS, anew

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tender():
    return open_tender()


@pytest.fixture
def team():
    """Five people who bid for one supplier."""
    first = bidding.bidder()
    return [first, *(people.person(first.supplier, Role.SUPPLIER) for _ in range(4))]


@pytest.fixture
def open_copy(tender, team):
    """A sent bid for £100,000 whose change, to £90,000, is open."""
    with clock.at(BEFORE):
        sent = bidding.submitted_bid(tender, team[0], price="100000")
        return bids.save_price(bids.begin_replacement(sent, by=team[0]), by=team[0], price=Decimal("90000"))


def test_a_copy_of_a_sent_bid_is_opened_once(tender, team):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, team[0])

    def change(number):
        with clock.at(BEFORE):
            bids.begin_replacement(anew(bid), by=anew(team[number % 5]))

    assert all_at_once(change) == {DONE: THREADS}
    assert anew(bid).replacing_since is not None
    assert (recorded("change"), Submission.objects.count()) == (1, 1)


def test_a_replacement_is_sent_once_and_one_bid_counts(open_copy, team):
    def send(number):
        with clock.at(BEFORE):
            bids.submit(anew(open_copy), by=anew(team[number % 5]))

    assert all_at_once(send) == {DONE: 1, "WrongState": OTHERS}
    assert list(Submission.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert price_that_counts(open_copy) == "90000.00"
    assert anew(open_copy).replacing_since is None


def test_of_sending_and_discarding_a_replacement_one_happens(open_copy, team):
    done = Counter()

    def either(number):
        with clock.at(BEFORE):
            verb = (bids.submit, bids.drop_replacement)[number % 2]
            verb(anew(open_copy), by=anew(team[number % 5]))
            done[verb.__name__] += 1

    all_at_once(either)
    assert sum(done.values()) == 1
    sent = done["submit"] == 1
    assert price_that_counts(open_copy) == ("90000.00" if sent else "100000.00")
    assert Submission.objects.count() == (2 if sent else 1)
    assert recorded("drop change") == (0 if sent else 1)
    assert (anew(open_copy).status, anew(open_copy).replacing_since) == ("submitted", None)


def test_around_the_deadline_the_replacement_counts_where_it_was_in_time_and_else_what_was_sent(tender, open_copy, team):
    """Twenty send the replacement in time, ten too late, while twenty open: one bid counts, and it is opened once."""
    openers = bidding.openers(tender)

    def either(number):
        if number < 30:
            with clock.at(DEADLINE + timedelta(seconds=1 if number < 10 else -1)):
                bids.submit(anew(open_copy), by=anew(team[number % 5]))
            return
        with clock.at(AFTER):
            mine = anew(openers[number % 2])
            opening = Opening.objects.filter(tender=tender).first() or bids.begin_opening(anew(tender), by=mine)
            bids.complete_opening(opening, by=mine)

    all_at_once(either)
    opening = Opening.objects.get()
    if opening.second_by_id is None:  # every one of the other person's attempts came before it had begun
        with clock.at(AFTER):
            bids.complete_opening(opening, by=next(o for o in openers if o.pk != opening.first_by_id))
    assert all(sent.submitted_at < DEADLINE for sent in Submission.objects.all())
    replaced = Submission.objects.count() == 2
    opened = anew(open_copy)
    assert (opened.status, opened.replacing_since) == ("opened", None)
    assert opened.price == Decimal("90000" if replaced else "100000")
    assert recorded("open") == 1


def price_that_counts(bid) -> str:
    return document.read(selectors.document_bytes(selectors.counted_submission(anew(bid))))["price"]
