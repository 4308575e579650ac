"""Offices outside the administration: who names them, what they are sent and when, and when an alarm is given."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.jobs.models import Job
from socialvalue.ledger import selectors, timed
from socialvalue.ledger.models import Witness
from socialvalue.ledger.services import add_witness, alarm, end_witness, link_up, send_heads
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.fixtures.roles import AS_ROLE
from tests.socialvalue.ledger.steps import entry

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(AS_ROLE != "", reason="links as the owner")]
WHY = "Appointed by another body, so nobody here reads its mail."
LACKS = "Only an administrator of this council may do this"
DAY = datetime(2026, 11, 27, tzinfo=clock.LONDON)


@pytest.fixture
def council(db):
    return people.council()


@pytest.fixture
def admin(council):
    return people.person(council, Role.ADMINISTRATOR)


def witness(admin, **other) -> Witness:
    told = {"name": "External auditor", "email": "auditor@outside.example", "reason": WHY} | other
    return add_witness(admin.council, by=admin, **told)


def test_a_witness_is_added_recorded_and_told_to_directors(council, admin):
    director = people.person(council, Role.LEAD_DIRECTOR)
    made = witness(admin, name=" External auditor ", email=" auditor@outside.example ")
    assert (made.name, made.email, made.reason, made.added_by) == ("External auditor", "auditor@outside.example", WHY, admin)
    event = AuditEvent.objects.get(verb="added a witness")
    assert (event.sentence, event.reason, event.council) == ("added External auditor as a witness of the record", WHY, council)
    [message] = Message.objects.all()
    assert (message.recipient, message.subject, message.private) == (director, "A witness of the record was added", WHY)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"reason": "ok"}, "reason", "Say how this office stands outside the council’s administration"),
        ({"reason": "   "}, "reason", "Say how this office stands outside the council’s administration"),
        ({"email": "ADMIN"}, "email", "Choose somebody who does not administer this service"),
        ({"email": "Auditor@Outside.example"}, "email", "This address is sent the head already"),
    ],
)
def test_what_is_no_witness_is_refused_beside_its_field(admin, typed, field, words):
    witness(admin)
    if typed.get("email") == "ADMIN":
        typed = {"email": admin.email.upper()}
    with pytest.raises(Refused, match=words) as refusal:
        witness(admin, **typed)
    assert refusal.value.field == field
    assert Witness.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SUPPLIER, Role.PARTNER)])
def test_only_administrators_say_who_is_a_witness(council, admin, role):
    made, other = witness(admin), people.person(council, role)
    with pytest.raises(NotAllowed, match=LACKS):
        add_witness(council, by=other, name="Another", email="x@outside.example", reason=WHY)
    with pytest.raises(NotAllowed, match=LACKS):
        end_witness(made, by=other, reason="They asked to be sent no more of them.")


def test_an_administrator_of_another_council_changes_nothing_here(admin):
    made, stranger = witness(admin), people.person(people.council("Derbyshire"), Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match=LACKS):
        end_witness(made, by=stranger, reason="They asked to be sent no more of them.")
    assert made not in Witness.objects.visible_to(stranger)
    assert list(Witness.objects.visible_to(admin)) == [made]


def test_one_that_ended_is_sent_nothing_and_can_be_named_again(admin):
    made = witness(admin)
    with pytest.raises(Refused, match="Say why this office is to be sent no more heads"):
        end_witness(made, by=admin, reason="ok")
    ended = end_witness(made, by=admin, reason="Its engagement ended in March.")
    assert (ended.ended_by, ended.ended_reason) == (admin, "Its engagement ended in March.")
    entry(admin)
    link_up()
    assert send_heads(DAY.date()) == 0
    with pytest.raises(WrongState, match="This office is sent no heads any more"):
        end_witness(ended, by=admin, reason="Its engagement ended in March.")
    assert witness(admin).pk != made.pk


def test_the_database_keeps_who_ended_it(admin):
    made = witness(admin)
    with pytest.raises(IntegrityError, match="witness_ended_by_somebody|CHECK"), transaction.atomic():
        Witness.objects.filter(pk=made.pk).update(ended_at=clock.now())


def test_each_witness_is_sent_the_head_once_a_day(admin):
    witness(admin)
    witness(admin, name="Monitoring officer of Derbyshire", email="mo@outside.example")
    assert send_heads(DAY.date()) == 0  # nothing is linked yet
    link_up()
    head = selectors.head()
    Message.objects.all().delete()
    assert send_heads(DAY.date()) == 2
    assert send_heads(DAY.date()) == 0
    message = Message.objects.get(address="auditor@outside.example")
    assert message.subject == "Keep this: the record on 27 November 2026"
    assert head.digest in message.body
    assert f"type the number {head.number} and the digest" in message.body
    assert "/record/" in message.body
    assert send_heads(DAY.date() + timedelta(days=1)) == 2
    assert Message.objects.count() == 4


HOURS = [(1, 59, 0, 0), (2, 0, 1, 0), (6, 59, 1, 0), (7, 0, 1, 1), (23, 59, 1, 1)]


@pytest.mark.parametrize(("hour", "minute", "checks", "heads"), HOURS)
def test_the_record_is_read_at_two_and_its_head_sent_at_seven(admin, hour, minute, checks, heads):
    witness(admin)
    link_up()
    Message.objects.all().delete()
    now = DAY.replace(hour=hour, minute=minute)
    assert len(timed.due(now)) == checks + heads
    assert timed.apply(now) == checks + heads
    assert (Job.objects.filter(kind="record_check").count(), Message.objects.count()) == (checks, heads)
    assert (timed.due(now), timed.apply(now)) == ([], 0)


def test_the_next_night_it_is_read_again(admin):
    witness(admin)
    link_up()
    for day in range(3):
        timed.apply(DAY.replace(hour=3) + timedelta(days=day))
    assert Job.objects.filter(kind="record_check").count() == 3


def test_where_nothing_is_linked_nothing_is_due(admin):
    witness(admin)
    assert timed.due(DAY.replace(hour=8)) == []


def test_administrators_are_told_once_a_day_that_linking_has_stopped(admin, monkeypatch):
    people.person(admin.council, Role.COMMISSIONER)
    entry(admin)
    assert alarm(DAY.date()) == 0
    monkeypatch.setattr(selectors, "ALARM_AFTER", timedelta(seconds=-1))
    assert (alarm(DAY.date()), alarm(DAY.date())) == (1, 0)
    [message] = Message.objects.all()
    assert (message.recipient, message.subject) == (admin, "The record is not being linked")
    assert "Nothing is lost" in message.body
    assert alarm(DAY.date() + timedelta(days=1)) == 1
