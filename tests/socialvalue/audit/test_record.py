"""Writing and reading the record."""

import pytest
from django.db import transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.audit.services import record
from tests.builders import people


@pytest.fixture
def person(db):
    return people.person(people.council(), Role.COMMISSIONER, name="Ada Example")


def test_an_event_shows_once_with_each_thing_it_is_about(person):
    council = person.council
    with transaction.atomic():
        event = record("tried", "tried it", by=person, about=[person, council, person], reason="Because")
    for thing in (person, council):
        assert list(timeline(thing)) == [event]
    assert list(timeline(people.council())) == []


def test_the_actor_keeps_the_name_they_had(person):
    with transaction.atomic():
        event = record("tried", "tried it", by=person, about=person)
    person.name = "Ada Married"
    person.save()
    assert AuditEvent.objects.get(pk=event.pk).actor_label == "Ada Example"


def test_the_system_acts_under_its_own_name(person):
    with transaction.atomic():
        event = record("tried", "tried it", by=None, about=person)
    assert (event.actor, event.actor_label) == (None, "The system")


def test_confidential_events_wait(person):
    with transaction.atomic():
        event = record("scored", "gave it 5", by=person, about=person, confidential=True)
    assert list(timeline(person)) == []
    assert list(timeline(person, include_confidential=True)) == [event]


@pytest.mark.django_db(transaction=True)
def test_is_refused_outside_the_transaction_of_the_change():
    person = people.person(people.council(), Role.COMMISSIONER)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("tried", "tried it", by=person, about=person)
    assert not AuditEvent.objects.exists()


def test_changes_of_any_shape_are_told(person):
    with transaction.atomic():
        event = record("tried", "tried it", by=person, about=person, changes={"end_date": ["1", "2"], "added": "x"})
    assert event.change_list == [("end date", "1", "2"), ("added", None, "x")]
