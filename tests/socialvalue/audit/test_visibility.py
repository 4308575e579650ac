"""Who reads which events of the whole record, and what its filters find: both sides of every boundary."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.common import clock
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=clock.LONDON)
SECOND = timedelta(seconds=1)

SEEN = """
                                 by a council’s own  by the system  by a supplier  by one who left since  by one who had left  by one who came since
here, open                       yes                 yes            yes            yes                    yes                  yes
here, in confidence              yes                 yes            no             yes                    no                   no
without a council, open          yes                 no             no             yes                    no                   no
without a council, confidential  no                  no             no             no                     no                   no
elsewhere, open                  no                  no             no             no                     no                   no
"""


@pytest.fixture
def council():
    return people.council()


def holding(council, since: datetime, until: datetime | None = None):
    user = people.person(council)
    with clock.at(since):
        Membership.objects.create(user=user, organisation=council, role=Role.COMMISSIONER, ended_at=until)
    return user


def actors(council):
    """Whoever acts at ``NOON``; a role counts in its first second and in its last."""
    return {
        "by a council’s own": holding(council, NOON),
        "by the system": None,
        "by a supplier": people.person(people.supplier(), Role.SUPPLIER),
        "by one who left since": holding(council, NOON - SECOND, NOON),
        "by one who had left": holding(council, NOON - timedelta(days=9), NOON - SECOND),
        "by one who came since": holding(council, NOON + SECOND),
    }


def kinds(council):
    return {
        "here, open": {"council": council},
        "here, in confidence": {"council": council, "confidential": True},
        "without a council, open": {},
        "without a council, confidential": {"confidential": True},
        "elsewhere, open": {"council": people.council()},
    }


def events_of_all_kinds(council) -> dict[str, dict[str, AuditEvent]]:
    acting = actors(council)
    with clock.at(NOON), transaction.atomic():
        return {
            kind: {name: record("tried", "tried it", by=by, about=council, **how) for name, by in acting.items()}
            for kind, how in kinds(council).items()
        }


def test_which_events_an_administrator_reads(council):
    events = events_of_all_kinds(council)
    seen = set(AuditEvent.objects.visible_to(people.person(council, Role.ADMINISTRATOR)))
    found = {
        kind: {name: "yes" if event in seen else "no" for name, event in by_actor.items()} for kind, by_actor in events.items()
    }
    truth.says(SEEN, found)


def test_nobody_else_reads_an_event(council):
    events_of_all_kinds(council)
    readers = truth.cast(council) | {truth.NOBODY: AnonymousUser()}
    seen = {name: AuditEvent.objects.visible_to(user).filter(council=council).exists() for name, user in readers.items()}
    assert [name for name, some in seen.items() if some] == ["administrator"]


def test_the_administrator_of_another_council_reads_the_doings_of_their_own_people_only(council):
    event = events_of_all_kinds(council)["without a council, open"]["by a council’s own"]
    elsewhere = AuditEvent.objects.visible_to(people.person(people.council(), Role.ADMINISTRATOR))
    assert list(elsewhere.filter(pk=event.pk)) == []


@pytest.mark.parametrize("typed", ["Heron One", "heron", "HERON ONE", "Heron"])
def test_found_by_how_the_name_of_what_it_is_about_begins(council, typed):
    with transaction.atomic():
        one, shouted = (record("tried", "tried it", by=None, about=people.supplier(name)) for name in ("Heron One", "HERON ONE"))
        record("tried", "tried it", by=None, about=people.supplier("A Heron One"))
    # Small letters are not looked for where capitals were typed
    assert set(AuditEvent.objects.about(typed).filter(verb="tried")) == ({shouted} if typed == "HERON ONE" else {one, shouted})


def test_an_event_about_two_things_of_the_same_words_is_found_once(council):
    first, second = people.supplier("Heron One"), people.supplier("Heron Two")
    with transaction.atomic():
        event = record("tried", "tried it", by=None, about=[first, second])
    assert list(AuditEvent.objects.about("heron")) == [event]


def test_what_is_in_confidence_is_not_found_by_what_it_is_about(council):
    with transaction.atomic():
        event = record("tried", "tried it", by=None, about=people.supplier("Heron One"), confidential=True)
    assert list(AuditEvent.objects.filter(pk=event.pk)) == [event]
    assert list(AuditEvent.objects.about("Heron")) == []


def test_what_stands_for_anything_elsewhere_stands_for_itself(council):
    with transaction.atomic():
        event = record("tried", "tried it", by=None, about=people.supplier("100% Heron"))
        record("tried", "tried it", by=None, about=people.supplier("1000 Herons"))
    assert list(AuditEvent.objects.about("100%")) == [event]
    assert list(AuditEvent.objects.about("_00%")) == []


def test_the_parts_of_the_record_are_the_record(council):
    events_of_all_kinds(council)
    reader = people.person(council, Role.ADMINISTRATOR)
    people.give(reader, people.council("Elsewhere"), Role.ADMINISTRATOR)
    events = AuditEvent.objects.visible_to(reader)
    found = [event.pk for part in events.parts(reader) for event in part.rows]
    assert len(found) == len(set(found))
    assert set(found) == {event.pk for event in events}


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, ["before", "first", "last", "after"]),
        (date(2026, 3, 29), None, ["first", "last", "after"]),
        (None, date(2026, 3, 29), ["before", "first", "last"]),
        (date(2026, 3, 29), date(2026, 3, 29), ["first", "last"]),
        (date(2026, 3, 30), date(2026, 3, 29), []),
    ],
)
def test_from_the_first_second_of_a_day_to_the_last_in_englands_time(council, since, until, found):
    """29 March 2026 has 23 hours: the clocks go forward."""
    moments = {
        "before": datetime(2026, 3, 28, 23, 59, 59, tzinfo=clock.LONDON),
        "first": datetime(2026, 3, 29, 0, 0, 0, tzinfo=clock.LONDON),
        "last": datetime(2026, 3, 29, 23, 59, 59, tzinfo=clock.LONDON),
        "after": datetime(2026, 3, 30, 0, 0, 0, tzinfo=clock.LONDON),
    }
    events = {}
    for name, moment in moments.items():
        with clock.at(moment), transaction.atomic():
            events[record(name, "tried it", by=None, about=council).pk] = name
    seen = AuditEvent.objects.filter(pk__in=events).between(since, until).order_by("at")
    assert [events[event.pk] for event in seen] == found
