"""Two people at once about one locked period: one asking, one answer, and never an open period that somebody refused."""

from datetime import date

import pytest

from contracts.schedule import services
from contracts.schedule.models import LockException
from contracts.schedule.permissions import is_open_for
from socialvalue.common import clock
from tests.builders import people
from tests.contracts.at_once import at_once
from tests.contracts.returns.period import stage as period
from tests.contracts.schedule.locked import LATE, OPENED, UNTIL, asked, day, opened, quarter

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = OPENED.replace(tzinfo=clock.LONDON)
ALREADY = "Somebody has asked for this already: the council has not answered yet"


@pytest.fixture
def scene():
    return quarter()


def mine(exception: LockException) -> LockException:
    return LockException.objects.select_related("contract").get(pk=exception.pk)


def test_it_is_asked_for_once(scene):
    colleague = people.person(scene.who.supplier, "supplier")

    def ask(by):
        person, contract = people.fresh(by), scene.contract
        return lambda: services.ask_to_open(contract, period.ENDS_ON, by=person, reason=LATE)

    said = at_once(MOMENT, ask(scene.who.reporter), ask(colleague))
    assert sorted(said) == ["", ALREADY]
    assert LockException.objects.count() == 1


def test_it_is_granted_or_refused(scene):
    with day(OPENED):
        one = asked(scene)
    found = [mine(one), mine(one)]
    said = at_once(
        MOMENT,
        lambda: services.grant(found[0], by=people.fresh(scene.who.manager), until=UNTIL),
        lambda: services.refuse(found[1], by=people.fresh(scene.who.director), comment="The report of last summer is made."),
    )
    assert said.count("") == 1
    with day(OPENED):
        assert is_open_for(scene.who.reporter, scene.due) is (said[0] == "")


def test_two_who_open_it_open_it_until_one_day(scene):
    with day(OPENED):
        one = asked(scene)
    found = [mine(one), mine(one)]
    days = [date(2025, 10, 5), date(2025, 10, 10)]
    said = at_once(
        MOMENT,
        lambda: services.grant(found[0], by=people.fresh(scene.who.manager), until=days[0]),
        lambda: services.grant(found[1], by=people.fresh(scene.who.director), until=days[1]),
    )
    assert said.count("") == 1
    assert LockException.objects.get().until == days[said.index("")]


def test_it_is_taken_back_or_granted(scene):
    with day(OPENED):
        one = asked(scene)
    found = [mine(one), mine(one)]
    said = at_once(
        MOMENT,
        lambda: services.grant(found[0], by=people.fresh(scene.who.manager), until=UNTIL),
        lambda: services.take_back_asking(found[1], by=people.fresh(scene.who.reporter)),
    )
    assert said.count("") == 1
    with day(OPENED):
        assert is_open_for(scene.who.reporter, scene.due) is (said[0] == "")


def test_it_is_locked_again_once(scene):
    with day(OPENED):
        one = opened(scene)
    found = [mine(one), mine(one)]
    said = at_once(
        MOMENT,
        lambda: services.close(found[0], by=people.fresh(scene.who.manager)),
        lambda: services.close(found[1], by=people.fresh(scene.who.director)),
    )
    assert said.count("") == 1
    closer = (scene.who.manager, scene.who.director)[said.index("")]
    assert LockException.objects.get().closed_by == closer
    with day(OPENED):
        assert not is_open_for(scene.who.reporter, scene.due)
