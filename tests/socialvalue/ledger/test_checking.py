"""What the owner of the database can do with its guards off is found, named, and told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.ledger.enums import Fault
from socialvalue.ledger.models import RecordCheck, RecordLink
from socialvalue.ledger.selectors import Head, head, holds
from socialvalue.ledger.services import add_witness, check, checking, link_up, read_whole
from socialvalue.ledger.tasks import run
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.fixtures.roles import AS_ROLE
from tests.socialvalue.ledger.steps import entries, entry, without_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(AS_ROLE != "", reason="tampers as the owner")]


@pytest.fixture
def officer(db):
    return people.person(people.council(), Role.COMMISSIONER)


@pytest.fixture
def made(officer):
    """Seven linked entries."""
    events = entries(officer, 7)
    link_up()
    return events


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


TAMPERED = {
    "another sentence": (lambda e: AuditEvent.objects.filter(pk=e.pk).update(sentence="did nothing"), Fault.ENTRY_CHANGED, 4),
    "another person": (lambda e: AuditEvent.objects.filter(pk=e.pk).update(actor_label="Somebody else"), Fault.ENTRY_CHANGED, 4),
    "another day": (lambda e: AuditEvent.objects.filter(pk=e.pk).update(at=e.at - timedelta(days=1)), Fault.ENTRY_CHANGED, 4),
    "another time of the database": (
        lambda e: AuditEvent.objects.filter(pk=e.pk).update(recorded_at=e.at - timedelta(days=1)), Fault.LINK_CHANGED, 4,
    ),
    "another digest": (lambda e: AuditEvent.objects.filter(pk=e.pk).update(digest="0" * 64), Fault.ENTRY_CHANGED, 4),
    "another name": (lambda e: AuditSubject.objects.filter(event=e).update(label="Another"), Fault.ENTRY_CHANGED, 4),
    "a subject less": (lambda e: AuditSubject.objects.filter(event=e)._raw_delete("default"), Fault.ENTRY_CHANGED, 4),
    "a subject more": (
        lambda e: AuditSubject.objects.create(event=e, object_type="a", object_id="1", label="b"), Fault.ENTRY_CHANGED, 4,
    ),
    "an entry less": (
        lambda e: (
            AuditSubject.objects.filter(event=e)._raw_delete("default"), AuditEvent.objects.filter(pk=e.pk)._raw_delete("default"),
        ),
        Fault.ENTRY_GONE, 4,
    ),
    "a link less": (lambda e: RecordLink.objects.filter(number=4)._raw_delete("default"), Fault.LINK_GONE, 4),
    "two links less": (lambda e: RecordLink.objects.filter(number__in=(4, 5))._raw_delete("default"), Fault.LINK_GONE, 4),
    "the first link less": (lambda e: RecordLink.objects.filter(number=1)._raw_delete("default"), Fault.LINK_GONE, 1),
    "another link": (lambda e: RecordLink.objects.filter(number=4).update(digest="0" * 64), Fault.LINK_CHANGED, 4),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "fault", "number"), TAMPERED.values(), ids=TAMPERED)
def test_what_the_owner_changes_is_found_at_its_place(made, tamper, fault, number):
    assert read_whole().broken is None
    with without_triggers():
        tamper(made[3])
    found = read_whole()
    assert (found.broken.fault, found.broken.number, found.head.number) == (fault, number, number - 1)
    assert found.words.startswith(f"{fault.label}: place {number}")


def test_the_break_is_named_between_its_neighbours(made):
    with without_triggers():
        AuditEvent.objects.filter(pk=made[3].pk).update(reason="Another reason")
    words = read_whole().words
    assert f"place 4 (entry {made[3].pk}), between 3: " in words
    assert ", act 3 and 5: " in words
    assert words.endswith(", act 5")


def test_who_makes_the_links_after_a_change_fit_again_is_betrayed_by_a_head_that_was_kept(made):
    """The whole chain from the fourth entry on, made anew as the linker would: only what left the database shows it."""
    kept = head()
    with without_triggers():
        AuditEvent.objects.filter(pk=made[3].pk).update(sentence="did nothing", digest="")
        AuditEvent.objects.filter(pk__lt=made[3].pk).update(digest="")
        RecordLink.objects.filter(number__gte=1)._raw_delete("default")
    link_up(whole=True)
    assert read_whole().broken is None
    assert not holds(kept.number, kept.digest)
    assert read_whole(known=kept).broken.fault == Fault.LINK_CHANGED


def test_a_tail_that_was_removed_is_found_by_the_next_check(made):
    assert check().links == 7
    with without_triggers():
        RecordLink.objects.filter(number__gte=6)._raw_delete("default")
    found = check()
    assert (found.fault, found.number, found.links) == (Fault.TAIL_GONE, 6, 5)
    assert read_whole().broken is None


def test_an_entry_that_the_service_did_not_write_is_found(made, officer):
    AuditEvent.objects.create(actor=officer, actor_label=str(officer), verb="approve", sentence="approved the plan")
    entry(officer)
    link_up()
    found = read_whole()
    assert (found.broken.fault, found.broken.number) == (Fault.NO_DIGEST, 8)


def test_entries_of_before_the_digests_are_counted_and_no_fault(officer):
    for verb in ("one", "two"):
        AuditEvent.objects.create(actor=officer, actor_label="x", verb=verb, sentence="s")
    entries(officer, 2)
    link_up()
    found = read_whole()
    assert (found.broken, found.without, found.head.number) == (None, 2, 4)


def test_a_confidential_neighbour_says_no_more_than_when(officer):
    entry(officer, "save price", confidential=True)
    entries(officer, 2)
    link_up()
    with without_triggers():
        AuditEvent.objects.filter(verb="act 1").update(reason="x")
    assert "save price" not in read_whole().words
    assert ", confidential and 3: " in read_whole().words


def test_it_reads_on_where_a_read_ends(made, monkeypatch):
    for size in (1, 3, 7):
        monkeypatch.setattr(checking, "CHUNK", size)
        told = []
        assert read_whole(told.append).head.number == 7
        assert told == list(range(7))


def test_links_can_only_be_added(made):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RecordLink.objects.filter(number=2).update(digest="x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RecordLink.objects.filter(number=2)._raw_delete("default")


class Asked:
    """What ``report`` of a job is told."""

    def __init__(self):
        self.told = []

    def __call__(self, percent, step):
        self.told.append((percent, step))


def test_the_night_s_job_keeps_what_it_found_and_tells_nobody_that_all_is_well(made):
    run(None, Asked())
    kept = RecordCheck.objects.get()
    assert (kept.is_well, kept.links, kept.digest) == (True, 7, head().digest)
    assert not Message.objects.exists()


def test_a_fault_is_told_to_administrators_directors_and_witnesses(made, officer):
    council = officer.council
    admin, director = people.person(council, Role.ADMINISTRATOR), people.person(council, Role.LEAD_DIRECTOR)
    add_witness(council, by=admin, name="Auditor", email="auditor@outside.example", reason="Appointed by another body, outside.")
    Message.objects.all().delete()
    with without_triggers():
        AuditEvent.objects.filter(pk=made[3].pk).update(reason="x")
    run(None, Asked())
    told = {message.address: message for message in Message.objects.all()}
    assert set(told) == {admin.email, director.email, "auditor@outside.example"}
    assert all(message.subject.endswith("he record is not as it was linked") for message in told.values())
    assert RecordCheck.objects.get().number == 4


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("check_audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_how_far_it_is_right(made, officer):
    text = said()
    assert text.startswith("7 entries, each as it was linked.\n")
    assert f"The last is number 7, digest {head().digest}\n" in text
    entry(officer)
    assert "1 entry waits for a link, for up to " in said()
    assert said("--head", "3", RecordLink.objects.get(number=3).digest.upper()).startswith("7 entries")


def test_the_command_ends_with_an_error_at_the_first_break(made):
    with without_triggers():
        AuditEvent.objects.filter(pk=made[3].pk).update(reason="x")
    with pytest.raises(CommandError, match=r"An entry says something else .+ Up to place 3 everything is as it was linked\."):
        said()


@pytest.mark.parametrize("given", [("0", "0" * 64), ("x", "0" * 64), ("3", "0" * 63), ("3", "z" * 64)])
def test_the_command_refuses_what_is_no_head(db, given):
    with pytest.raises(CommandError, match="--head takes a number from 1 and a digest of 64"):
        said("--head", *given)


def test_the_command_says_of_a_head_from_outside_that_it_does_not_fit(made):
    with pytest.raises(CommandError, match="A link was changed, or the time of its entry: place 3"):
        said("--head", "3", "0" * 64)
    with pytest.raises(CommandError, match="The last links were removed: place 8"):
        said("--head", "9", "0" * 64)


def test_read_whole_needs_the_same_queries_however_many_entries(made, officer, django_assert_num_queries):
    with django_assert_num_queries(4):
        read_whole()
    entries(officer, 20)
    link_up()
    known = Head(27, head().digest)
    with django_assert_num_queries(4):
        assert read_whole(known=known).broken is None
