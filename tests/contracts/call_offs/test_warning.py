"""What framework agreements warn of is told once, to whom it belongs, and stands on the home page until it is done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.call_offs import services, timed
from contracts.call_offs.models import FrameworkAgreement
from contracts.call_offs.needs import needs
from contracts.call_offs.services.warning import warn
from contracts.register.services import edit_contract
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import people

from .steps import LAST, NOW, TODAY, agreed, called_off, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    made = agreed(lots=())
    warn(clock.now())
    return made


def told(user) -> list[str]:
    return list(Message.objects.filter(recipient=user, key__startswith="agreement-warning").values_list("subject", flat=True))


def wanted(scene) -> list[tuple[str, str]]:
    return [(one.text, one.kind) for one in needs(people.fresh(scene.manager), clock.now())]


def test_nothing_is_told_while_nothing_stands_and_it_is_looked_at_every_day(scene, django_assert_num_queries):
    assert told(scene.manager) == []
    assert scene.fresh().look_on == TODAY + timedelta(days=1)
    with django_assert_num_queries(1):
        assert warn(clock.now()) == 0
    assert timed.due(clock.now()) == []
    with on(TODAY + timedelta(days=1)):
        assert [event.what for event in timed.due(clock.now())] == ["tell what framework agreements warn of"]
        assert timed.apply(clock.now()) == 0
        assert timed.due(clock.now()) == []


def test_at_eighty_per_cent_both_are_told_once_and_at_a_hundred_again(scene):
    called_off(scene, 799_999)
    assert warn(clock.now()) == 0
    called_off(scene, 1)
    assert warn(clock.now()) == 2
    subject = "£800,000 of £1,000,000 called off (80 %) under Repairs of schools"
    assert told(scene.manager) == told(scene.director) == [subject]
    assert wanted(scene) == [("Repairs of schools: £800,000 of £1,000,000 called off (80 %)", "waiting")]
    for day in (1, 2):
        with on(TODAY + timedelta(days=day)):
            assert warn(clock.now()) == 0
    called_off(scene, 200_000)
    assert warn(clock.now()) == 2
    assert len(told(scene.manager)) == 2


def test_a_contract_that_grew_to_the_ceiling_is_noticed_the_next_day(scene):
    contract = called_off(scene, 100_000).contract
    warn(clock.now())
    edit_contract(contract, by=scene.manager, expected_version=contract.version, total_value=Decimal(1_000_000))
    with on(TODAY + timedelta(days=1)):
        assert warn(clock.now()) == 2
        assert told(scene.manager) == ["£1,000,000 of £1,000,000 called off (100 %) under Repairs of schools"]


def test_a_review_is_told_to_its_manager_until_it_is_done(scene):
    day = services.plan_days(scene.agreement, by=scene.manager, kind="review", first=TODAY + timedelta(days=30))[0]
    assert warn(clock.now()) == 1
    assert (len(told(scene.manager)), told(scene.director)) == (1, [])
    assert wanted(scene) == [("Review the framework agreement Repairs of schools by 1 April 2026", "due")]
    with on(TODAY + timedelta(days=31)):
        assert warn(clock.now()) == 1
        assert [kind for _, kind in wanted(scene)] == ["overdue"]
        said = "Work went to one of two; both ask for longer notice."
        services.mark_day_done(day, by=scene.manager, done_on=clock.today(), outcome=said, expected_version=1)
        assert wanted(scene) == []


def test_the_end_is_told_a_year_before_and_again_when_it_moves(scene):
    with on(LAST - timedelta(days=366)):
        assert warn(clock.now()) == 0
    with on(LAST - timedelta(days=365)):
        assert warn(clock.now()) == 2
        why = "Both sides use the extension of clause 3."
        earlier = {"ends_on": LAST - timedelta(days=10), "reason": why}
        services.edit_agreement(scene.agreement, by=scene.manager, expected_version=1, **earlier)
        assert warn(clock.now()) == 2
        assert told(scene.manager)[0].endswith("ends on 21 March 2029")


def test_what_is_over_is_looked_at_no_more(scene):
    with on(LAST):
        warn(clock.now())
    assert scene.fresh().look_on is None
    with on(LAST + timedelta(days=400)):
        assert (warn(clock.now()), wanted(scene)) == (0, [])


def test_an_open_one_without_a_refresh_is_told_of_the_law_s_last_day():
    scene = agreed(is_open=True, ends_on=date(2033, 3, 31))
    by = date(2028, 3, 31)
    with on(by - timedelta(days=91)):
        assert warn(clock.now()) == 0
    with on(by - timedelta(days=90)):
        assert warn(clock.now()) == 1
        assert told(scene.manager) == ["Repairs of schools has to take in new suppliers by 31 March 2028"]
        services.plan_days(scene.agreement, by=scene.manager, kind="refresh", first=by)
        assert warn(clock.now()) == 1
        assert [text for text, _ in wanted(scene)] == [
            "Take new suppliers into the framework agreement Repairs of schools: due on 31 March 2028"
        ]


def test_who_manages_nothing_is_asked_nothing_and_who_left_is_not_told(scene, django_assert_num_queries):
    called_off(scene, 900_000)
    people.fresh(scene.director)
    type(scene.director).objects.filter(pk=scene.director.pk).update(is_active=False)
    assert warn(clock.now()) == 1
    assert needs(people.fresh(scene.member), clock.now()) == []
    manager = people.fresh(scene.manager)
    assert manager.can("edit_contracts")
    with django_assert_num_queries(3):
        assert len(needs(manager, clock.now())) == 1
    assert FrameworkAgreement.objects.count() == 1
