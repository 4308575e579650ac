"""The library neither sorts nor filters by what a proxy says a measure is worth (measuring principle 12)."""

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.framework import selectors
from socialvalue.framework.models import Measure
from tests.builders import people
from tests.builders import proxies as build

pytestmark = pytest.mark.django_db
# The framework's own order, in which the values neither rise nor fall
ORDER = ["Apprentices who stay a year", "Hours of mentoring", "Share of staff who live here", "Carbon from vans", "Meetings held"]


def test_measures_come_in_the_framework_s_order_with_and_without_values(client):
    version = build.framework()
    user = people.person(people.council(), Role.COMMISSIONER)
    priority = selectors.content_of(version)[0]
    assert [m.name for o in priority.outcomes.all() for m in o.measures.all()] == ORDER
    assert [m.name for m in selectors.measures_of(version).filter(outcome__priority__code="LE")] == ORDER
    found = selectors.search_measures(user, "local employment")
    assert [m.name for m in found] == ORDER
    client.force_login(user)
    base = f"/frameworks/{version.framework.code}/1/"
    plain = client.get(base).content.decode()
    assert [name for name in sorted(ORDER, key=plain.index)] == ORDER
    for attempt in ("?sort=value", "?order=proxy", "?proxy=1", "?sort=-proxies__value"):
        other = client.get(base + attempt).content.decode()
        assert sorted(ORDER, key=other.index) == ORDER
        assert "Meetings held" in other


def test_nothing_in_the_model_orders_by_value():
    assert Measure._meta.ordering == ["order", "code"]
