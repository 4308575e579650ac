"""A bid that two people of a bidder send in the same moment, each on a connection of their own, is sent once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from procurement.bidding import services
from procurement.bidding.models import Bid, Submission
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from tests.builders import bidding

from .tenders import BEFORE, open_tender

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_threads_send_at_once():
    """The row lock (PostgreSQL) or the write lock (SQLite) lets one through."""
    user = bidding.bidder("Breathing Space CIC")
    tender = open_tender()
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, user)
    barrier = Barrier(2, timeout=20)

    def send(_):
        try:
            with clock.at(BEFORE):
                mine = Bid.objects.select_related("tender", "supplier").get(pk=bid.pk)
                person = type(user).objects.get(pk=user.pk)
                barrier.wait()
                return services.submit(mine, by=person).number
        except WrongState:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(send, range(2)))
    assert sorted(map(str, results)) == ["1", "refused"]
    assert Submission.objects.count() == 1
