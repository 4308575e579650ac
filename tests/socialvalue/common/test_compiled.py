"""What is asked beside the rows is put together once a day, and means what its queryset says today."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, OuterRef, Value
from django.db.models.functions import Concat

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from socialvalue.common.compiled import DAYS_KEPT, once_a_day
from tests.builders import people

pytestmark = pytest.mark.django_db
# Half past eleven in the evening in England, where it is summer
NOW = datetime(2025, 7, 10, 22, 30, tzinfo=UTC)


def users():
    return get_user_model().objects.get_queryset()


class Asked:
    """Whether somebody holds a role that lasts beyond today; counts how often it was put together."""

    def __init__(self):
        self.times = 0
        self.annotations = once_a_day(self.rows)

    def rows(self):
        self.times += 1
        beyond = Membership.objects.filter(user=OuterRef("pk"), until__gt=clock.today())
        return users().annotate(beyond=Exists(beyond))

    def of(self, person) -> bool:
        return users().annotate(**self.annotations()).get(pk=person.pk).beyond


@pytest.fixture
def person():
    with clock.at(NOW):
        found = people.person(people.council())
        people.give(found, people.council(), Role.MEMBER, until=clock.today() + timedelta(days=1))
        return found


def test_it_is_put_together_once_a_day_and_says_what_holds_on_that_day(person):
    asked = Asked()
    with clock.at(NOW):
        assert (asked.of(person), asked.of(person), asked.times) == (True, True, 1)
    with clock.at(NOW + timedelta(minutes=29)):
        assert (asked.of(person), asked.times) == (True, 1)
    with clock.at(NOW + timedelta(minutes=30)):
        assert (asked.of(person), asked.of(person), asked.times) == (False, False, 2)
    with clock.at(NOW):
        assert (asked.of(person), asked.times) == (True, 2)


def test_days_that_are_long_gone_are_forgotten(person):
    asked = Asked()
    for day in range(DAYS_KEPT + 1):
        with clock.at(NOW + timedelta(days=day)):
            asked.annotations()
    assert asked.times == DAYS_KEPT + 1
    with clock.at(NOW):
        asked.annotations()
    assert asked.times == DAYS_KEPT + 2


def test_each_person_is_answered_for_themselves_in_one_query(person, django_assert_num_queries):
    other, asked = people.person(people.council(), Role.MEMBER), Asked()
    with clock.at(NOW), django_assert_num_queries(1):
        found = users().annotate(**asked.annotations()).filter(pk__in=[person.pk, other.pk]).order_by("pk")
        assert [(one.pk, one.beyond) for one in found] == [(person.pk, True), (other.pk, False)]


def test_what_was_put_together_is_added_to_joins_filters_and_counts(person):
    asked = Asked()
    with clock.at(NOW):
        rows = users().filter(memberships__role=Role.MEMBER).annotate(**asked.annotations(), roles=Count("memberships"))
        [found] = rows.filter(beyond=True)
        assert (found, found.roles) == (person, 1)
        assert users().annotate(**asked.annotations()).filter(beyond=False).count() == 0


def test_a_percent_sign_and_a_quote_in_what_is_asked_stay_what_they_are(person):
    words = "50% of O'Neill's"
    told = once_a_day(lambda: users().annotate(told=Concat(Value(words), F("name"))))
    assert users().annotate(**told()).get(pk=person.pk).told == words + person.name
