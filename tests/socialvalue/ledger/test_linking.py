"""Every committed entry has one link, in one chain, however often and by however many it is linked."""

import threading

import pytest
from django.db import connection, transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record, record_folded
from socialvalue.ledger import selectors
from socialvalue.ledger.calculations import NOTHING, link_digest
from socialvalue.ledger.models import RecordLink
from socialvalue.ledger.services import link_up, linking
from tests.builders import people
from tests.fixtures.roles import AS_ROLE
from tests.socialvalue.ledger.steps import entries, entry

# Only the linker may write links, and the tests' own role is another
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(AS_ROLE != "", reason="links as the owner")]


@pytest.fixture
def officer(db):
    return people.person(people.council(), Role.COMMISSIONER)


def chain() -> list[tuple[int, int]]:
    """(number, entry) of each link, after its digest was worked again from the one before."""
    previous, found = NOTHING, []
    for link in RecordLink.objects.order_by("number").select_related("event"):
        assert link.digest == link_digest(link.number, previous, link.event_id, link.content, link.event.recorded_at)
        assert link.content == link.event.digest == linking.content_of(link.event)
        previous = link.digest
        found.append((link.number, link.event_id))
    return found


def test_before_the_first_link_the_head_is_nothing(officer):
    assert (selectors.head().number, selectors.head().digest, selectors.head().is_nothing) == (0, NOTHING, True)


def test_entries_are_linked_in_order_and_once(officer):
    made = entries(officer, 3)
    assert link_up() == 3
    assert chain() == [(number, event.pk) for number, event in enumerate(made, start=1)]
    assert link_up() == link_up(whole=True) == 0
    later = entry(officer)
    assert link_up() == 1
    assert chain()[-1] == (4, later.pk)
    assert selectors.head().number == 4


def test_more_than_one_transaction_takes_are_linked_all_the_same(officer, monkeypatch):
    monkeypatch.setattr(linking, "AT_ONCE", 4)
    entries(officer, 9)
    assert link_up() == 9
    assert [number for number, _ in chain()] == list(range(1, 10))


def test_an_entry_of_many_subjects_and_of_a_fold_has_its_digest(officer):
    with transaction.atomic():
        record(
            "tried", "tried it", by=None, about=[officer, officer.council, officer], operator="root", changes={"a": [1.0, None]}
        )
    for _ in range(10):
        record_folded("x", "failed to sign in", "failed", by=None, about=[])
    assert all(event.digest for event in AuditEvent.objects.all())
    assert link_up() == AuditEvent.objects.count() == 3
    chain()


def test_what_was_committed_late_is_found_by_looking_at_the_whole(officer, monkeypatch):
    first, *others = entries(officer, 6)
    RecordLink.objects.create(number=1, event=others[-1], content="", digest="")
    monkeypatch.setattr(selectors, "LOOK_BACK", 3)
    assert [event.pk for event in selectors.unlinked()] == [event.pk for event in others[2:-1]]
    assert [event.pk for event in selectors.unlinked(whole=True)] == [first.pk, *(event.pk for event in others[:-1])]


def test_an_entry_of_before_the_digests_is_linked_by_what_it_says(officer):
    old = entry(officer)
    bare = AuditEvent.objects.create(actor=officer, actor_label="x", verb="v", sentence="s")
    assert link_up() == 2
    assert RecordLink.objects.get(event=bare).content == bare.content_digest([])
    assert RecordLink.objects.get(event=old).content == old.digest


def test_what_is_killed_half_way_is_linked_by_the_next(officer, monkeypatch):
    """The links of a transaction are all there or none."""
    entries(officer, 5)
    monkeypatch.setattr(linking, "AT_ONCE", 2)
    many, seen = linking.content_of, []

    def dies(event):
        seen.append(event)
        if len(seen) == 4:
            raise SystemExit("killed")
        return many(event)

    monkeypatch.setattr(linking, "content_of", dies)
    with pytest.raises(SystemExit):
        link_up()
    assert RecordLink.objects.count() == 2
    monkeypatch.setattr(linking, "content_of", many)
    assert link_up() == 3
    assert [number for number, _ in chain()] == [1, 2, 3, 4, 5]


def test_how_long_an_entry_waits_is_told_by_the_database_s_time(officer):
    assert not selectors.lag()
    event = AuditEvent.objects.get(pk=entry(officer).pk)
    assert selectors.oldest_waiting() == event.recorded_at
    assert 0 <= selectors.lag().total_seconds() < 600
    assert not selectors.is_late()
    link_up()
    assert selectors.oldest_waiting() is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_programs_at_once_make_one_chain():
    officer = people.person(people.council(), Role.COMMISSIONER)
    made = entries(officer, 40)
    begin = threading.Barrier(10)

    def link():
        begin.wait()
        try:
            for _ in range(5):
                link_up()
        finally:
            connection.close()

    threads = [threading.Thread(target=link) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    link_up()
    assert chain() == [(number, event.pk) for number, event in enumerate(made, start=1)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_not_committed_yet_is_linked_after_those_that_are():
    officer = people.person(people.council(), Role.COMMISSIONER)
    written, go_on = threading.Event(), threading.Event()
    slow: list[int] = []

    def write():
        try:
            with transaction.atomic():
                slow.append(record("slow", "was slow", by=officer, about=officer).pk)
                written.set()
                go_on.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    written.wait(30)
    quick = entry(officer, "quick")
    assert quick.pk > slow[0]
    assert link_up() == 1
    go_on.set()
    thread.join()
    assert link_up() == 1
    assert chain() == [(1, quick.pk), (2, slow[0])]
