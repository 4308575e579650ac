"""A tender that is open in the morning of its last day, and somebody who bids for it."""

import pytest

from socialvalue.common import clock
from tests.builders import bidding

from .tenders import BEFORE, open_tender


@pytest.fixture
def tender():
    return open_tender()


@pytest.fixture
def user():
    return bidding.bidder("Breathing Space CIC")


@pytest.fixture
def morning():
    with clock.at(BEFORE):
        yield


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client
