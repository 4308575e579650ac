"""What a request hears of somebody with their roles: whether to ask further. The further questions decide, exactly."""

from datetime import date, datetime, timedelta

import pytest

from socialvalue.accounts.enums import Duty, Role
from socialvalue.accounts.services import delegating
from socialvalue.accounts.services.ties import enter_tie, take_back_tie
from socialvalue.common import clock
from tests.builders import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)
NOTHING = (False, False, False)


@pytest.fixture(autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def officer(council):
    return people.person(council, Role.PROCUREMENT_OFFICER)


def heard(user) -> tuple[bool, bool, bool]:
    """(something is passed on today, a tie counts, a supplier was joined to theirs), the same beside each of their roles."""
    [found] = {(one.passed_on, one.tied, one.has_parts) for one in people.fresh(user).current_memberships}
    return found


def test_one_query_whatever_there_is_to_hear(officer, council, django_assert_num_queries):
    people.give(officer, council, Role.EVALUATOR, Role.MEMBER)
    user = people.fresh(officer)
    with django_assert_num_queries(1):
        found = user.current_memberships
        assert sorted(one.role for one in found) == sorted([Role.PROCUREMENT_OFFICER, Role.EVALUATOR, Role.MEMBER])
        assert {one.organisation.name for one in found} == {council.name}
        assert [one.directorate for one in found] == [None, None, None]
    assert heard(officer) == NOTHING


def test_nobody_who_may_not_sign_in_has_roles(officer):
    officer.is_active = False
    officer.save()
    assert people.fresh(officer).current_memberships == []


@pytest.mark.parametrize(("day", "says"), [(-1, False), (0, True), (5, True), (6, False)])
def test_what_is_passed_on_is_heard_by_both_from_the_first_day_to_the_last(officer, council, day, says):
    colleague, first = people.person(council, Role.PROCUREMENT_OFFICER), clock.today() + timedelta(days=1)
    delegating.pass_on(by=officer, delegate=colleague, duty=Duty.EVERYTHING, starts_on=first, ends_on=first + timedelta(days=5))
    with clock.at(NOW + timedelta(days=1 + day)):
        assert heard(officer) == heard(colleague) == (says, False, False)
        assert heard(people.person(council, Role.PROCUREMENT_OFFICER)) == NOTHING


@pytest.mark.parametrize(("until", "says"), [(None, True), (date(2024, 11, 27), True), (date(2024, 11, 26), False)])
def test_a_tie_counts_for_two_years(officer, until, says):
    enter_tie(officer, by=officer, supplier=people.supplier(), until=until)
    assert heard(officer) == (False, says, False)


def test_a_tie_that_was_taken_back_is_not_heard(officer, council):
    tie = enter_tie(officer, by=officer, supplier=people.supplier())
    take_back_tie(tie, by=people.person(council, Role.ADMINISTRATOR), reason="It was another person of the same name.")
    assert heard(officer) == NOTHING


@pytest.mark.parametrize(
    ("ended", "says", "counts"),
    [
        (datetime(2024, 11, 26, 10, 0, 1, tzinfo=clock.LONDON), True, True),
        # Two years ago today: asked about until the day is over, and answered to the second
        (datetime(2024, 11, 26, 10, tzinfo=clock.LONDON), True, False),
        (datetime(2024, 11, 26, 0, 0, 1, tzinfo=clock.LONDON), True, False),
        (datetime(2024, 11, 26, tzinfo=clock.LONDON), False, False),
    ],
)
def test_whoever_left_a_supplier_two_years_ago_today(officer, ended, says, counts):
    supplier = people.supplier()
    with people.from_before():
        people.give(officer, supplier, Role.SUPPLIER, ended_at=ended)
    assert heard(officer) == (False, says, False)
    assert people.fresh(officer).ties == ({supplier.pk} if counts else set())


def test_the_next_day_is_another_day_for_one_process(officer):
    with people.from_before():
        people.give(officer, people.supplier(), Role.SUPPLIER, ended_at=NOW.replace(year=2024))
    for day, says in ((-1, True), (0, True), (1, False), (0, True)):
        with clock.at(NOW + timedelta(days=day)):
            assert heard(officer) == (False, says, False)


def test_a_supplier_that_another_was_joined_to(council):
    kept, joined = people.supplier("Hedgerow Repairs"), people.supplier("Hedgerow Roofing")
    bidder, other = people.person(kept, Role.SUPPLIER), people.person(joined, Role.SUPPLIER)
    assert heard(bidder) == heard(other) == NOTHING
    joined.part_of = kept
    joined.save()
    assert (heard(bidder), heard(other)) == ((False, False, True), NOTHING)
