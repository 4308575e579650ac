"""The day of these tests, and a contract with its people."""

from datetime import datetime

import pytest

from socialvalue.common import clock
from tests.builders import contracts as build


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(datetime(2025, 10, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract(obligations=2)
    build.verified_return(build.first_due(contract), who, "2")
    return contract, who
