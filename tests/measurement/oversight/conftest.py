"""The scene of the members' pages, and a member who reads them."""

import pytest

from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.figures import steps


@pytest.fixture
def scene():
    return build.scene()


@pytest.fixture
def made():
    return steps.hand()


@pytest.fixture
def member(made, client):
    client.force_login(people.fresh(made.scene.who.member))
    return client
