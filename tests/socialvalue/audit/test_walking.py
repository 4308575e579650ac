"""The record is read a stretch at a time, newest first, by the places of its entries, and nothing is counted."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.http import QueryDict

from socialvalue.accounts.enums import Role
from socialvalue.audit.documents import export
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.lists.keyset import Place, Stretch, place_of, read_place, stretch, walked
from tests.builders import people

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=clock.LONDON)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def reader(council):
    with clock.at(NOON - timedelta(days=30)):
        return people.person(council, Role.ADMINISTRATOR)


def happened(council, *minutes: int) -> list[AuditEvent]:
    """An event at each minute after noon; every second one names no council and was done by the council's own person."""
    with clock.at(NOON - timedelta(days=20)):
        person = people.person(council, Role.COMMISSIONER)
    events = []
    for number, minute in enumerate(minutes):
        with clock.at(NOON + minute * MINUTE), transaction.atomic():
            events.append(record("tried", f"tried {minute}", by=person, about=council, council=None if number % 2 else council))
    return events


def parts(reader):
    return AuditEvent.objects.visible_to(reader).filter(verb="tried").parts(reader)


def asked(reader, query: str = "", size: int = 3) -> Stretch:
    return stretch(parts(reader), QueryDict(query), size)


def test_both_parts_are_merged_newest_first(council, reader):
    events = happened(council, 0, 1, 2, 3, 4)
    found = asked(reader, size=5)
    assert found.rows == events[::-1]
    assert (found.older, found.newer) == (None, None)


def test_of_one_moment_the_later_written_comes_first(council, reader):
    events = happened(council, 0, 0, 0, 0)
    first = asked(reader, size=2)
    assert first.rows == [events[3], events[2]]
    assert asked(reader, f"before={first.older}", size=2).rows == [events[1], events[0]]


def test_the_next_stretch_is_the_same_whatever_came_in_meanwhile(council, reader):
    events = happened(council, *range(7))
    first = asked(reader)
    assert first.rows == events[6:3:-1]
    happened(council, 8, 9, 10, 11)
    second = asked(reader, f"before={first.older}")
    assert second.rows == events[3:0:-1]
    assert asked(reader, f"before={second.older}").rows == [events[0]]


def test_and_the_way_back_leads_to_what_stood_before_it(council, reader):
    events = happened(council, *range(9))
    second = asked(reader, f"before={asked(reader).older}")
    third = asked(reader, f"before={second.older}")
    assert third.rows == events[2::-1]
    back = asked(reader, f"after={third.newer}")
    assert back.rows == second.rows
    assert asked(reader, f"before={back.older}").rows == third.rows


def test_back_at_the_top_it_is_the_newest_with_what_came_in(council, reader):
    happened(council, *range(5))
    second = asked(reader, f"before={asked(reader).older}")
    new = happened(council, 20)
    first = asked(reader, f"after={second.newer}", size=4)
    assert first.rows[0] == new[0]
    assert (len(first.rows), first.newer) == (4, None)
    # As many as a stretch has have come in: what was the newest is no longer
    assert asked(reader, f"after={second.newer}", size=2).rows != asked(reader, size=2).rows


@pytest.mark.parametrize(("size", "more"), [(4, True), (5, False), (6, False)])
def test_there_is_more_where_one_more_is_found(council, reader, size, more):
    events = happened(council, *range(5))
    found = asked(reader, size=size)
    assert (found.older is not None) == more
    assert found.rows == events[::-1][:size]


def test_where_nothing_is_older_there_is_a_way_to_the_newest(council, reader):
    events = happened(council, 0)
    found = asked(reader, f"before={place_of(events[0])}")
    assert found == Stretch([], None, None)


@pytest.mark.parametrize("text", ["", "x", "5", "-5", "5-", "x-1", "1-x", "1--1", "١-1x", f"{10**18}-1", "1-" + "9" * 19])
def test_what_names_no_place_is_the_newest(council, reader, text):
    events = happened(council, 0, 1)
    assert read_place(text) is None
    for name in ("before", "after"):
        assert stretch(parts(reader), QueryDict(mutable=True) | {name: text}, 3).rows == events[::-1]


def test_a_place_is_written_and_read_to_the_microsecond():
    place = Place(NOON + timedelta(microseconds=123457), 42)
    assert read_place(str(place)) == place
    assert Place(NOON, 2) > Place(NOON, 1)
    assert Place(NOON + timedelta(microseconds=1), 1) > Place(NOON, 2)


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (2, [2]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_the_whole_is_walked_once(council, reader, count, sizes):
    events = happened(council, *range(count))
    found = list(walked(parts(reader), 3))
    assert [len(rows) for rows in found] == sizes
    assert [event for rows in found for event in rows] == events[::-1]


@pytest.mark.parametrize("count", [1, 6])
def test_a_stretch_takes_a_statement_a_part(council, reader, count, django_assert_num_queries):
    events = happened(council, *range(count))
    found = parts(reader)
    with django_assert_num_queries(2):
        stretch(found, QueryDict(""), 3)
    with django_assert_num_queries(2):
        stretch(found, QueryDict(f"before={place_of(events[0])}"), 3)
    # Near the newest it is the newest after all
    with django_assert_num_queries(2 if count > 4 else 4):
        stretch(found, QueryDict(f"after={place_of(events[0])}"), 3)


def test_the_file_is_read_a_chunk_at_a_time_and_ends(council, reader, monkeypatch, django_assert_num_queries):
    events = happened(council, *range(5))
    monkeypatch.setattr(export, "CHUNK", 2)
    rows = export.rows(parts(reader))
    with django_assert_num_queries(0):
        assert next(rows) == export.COLUMNS
    with django_assert_num_queries(3):  # two parts, and what the events are about
        assert next(rows)[0] == events[4].pk
    with django_assert_num_queries(0):
        next(rows)
    assert [row[0] for row in rows] == [event.pk for event in events[2::-1]]
