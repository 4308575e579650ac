"""Messages are rows first, are sent once, and are read by whom they are for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.notifications import services
from socialvalue.notifications.models import MOST_ATTEMPTS, Message
from socialvalue.notifications.services import sending
from tests.builders import people

pytestmark = pytest.mark.django_db
BROKEN = "tests.socialvalue.notifications.test_messages.Broken"


class Broken(BaseEmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError


@pytest.fixture
def person():
    return people.person(people.council(), Role.COMMISSIONER)


def tell(person, key="k", **changes):
    return services.tell(person, **{"key": key, "subject": "A subject", "body": "A body", "url": "/commissions/", **changes})


def test_the_same_thing_is_told_once(person):
    assert tell(person) is True
    assert tell(person, subject="Again") is False
    assert Message.objects.get().subject == "A subject"


def test_is_sent_once_with_its_link(person, mailoutbox, settings):
    tell(person, subject="Two\nlines")
    assert (services.send_outbox(), services.send_outbox()) == (1, 0)
    (sent,) = mailoutbox
    assert sent.to == [person.email]
    assert sent.subject == "Two lines"
    assert f"{settings.SITE_URL}/commissions/" in sent.body
    assert Message.objects.get().sent_at


def test_a_refusing_server_is_asked_later_and_later_and_then_no_more(person):
    tell(person)
    now = clock.now()
    waits = []
    with override_settings(EMAIL_BACKEND=BROKEN):
        for _ in range(MOST_ATTEMPTS):
            with clock.at(now):
                assert services.send_outbox() == 0
                assert services.send_outbox() == 0, "not again at once"
            message = Message.objects.get()
            waits.append(int((message.try_after - now).total_seconds() // 60))
            now = message.try_after
    assert waits == [1, 2, 5, 15, 60, 240, 240, 240]
    assert (message.attempts, message.sent_at) == (MOST_ATTEMPTS, None)
    with clock.at(now + timedelta(days=9)):
        assert services.send_outbox() == 0
    assert mail.outbox == []


def test_a_worker_killed_while_sending_sends_nothing_twice(person, monkeypatch):
    tell(person)

    def killed(message):
        raise SystemExit

    monkeypatch.setattr(sending, "_deliver", killed)
    with pytest.raises(SystemExit):
        services.send_outbox()
    monkeypatch.undo()
    assert services.send_outbox() == 0


def test_one_bad_address_does_not_stop_the_others(person, mailoutbox, monkeypatch):
    tell(person, key="bad", subject="bad")
    tell(person, key="good", subject="good")
    deliver = sending._deliver
    monkeypatch.setattr(sending, "_deliver", lambda m: 1 / 0 if m.subject == "bad" else deliver(m))
    assert services.send_outbox() == 1
    assert [m.subject for m in mailoutbox] == ["good"]


@override_settings(DEMONSTRATION=True)
def test_the_demonstration_sends_nothing_out(person, mailoutbox):
    tell(person)
    assert services.send_outbox() == 1
    assert mailoutbox == []
    assert Message.objects.get().sent_at


def test_ones_own_messages(client, person):
    other = people.person(people.council(), Role.COMMISSIONER)
    tell(person, subject="For me")
    tell(other, subject="For somebody else")
    services.write_to(person.email, key="link", subject="A link for a password", body="secret")
    client.force_login(person)
    body = client.get("/messages/").content.decode()
    assert "For me" in body
    assert "For somebody else" not in body
    assert "A link for a password" not in body, "links that sign people in are for their post box only"
    theirs, mine = Message.objects.get(recipient=other), Message.objects.get(recipient=person)
    assert client.post(f"/messages/{theirs.pk}/read/").status_code == 404
    assert client.get(f"/messages/{mine.pk}/read/").status_code == 405, "reading an address changes nothing"
    assert client.post(f"/messages/{mine.pk}/read/", {"follow": "1"}).url == "/commissions/"
    mine.refresh_from_db()
    assert mine.read_at


def test_all_read_touches_only_ones_own(client, person):
    other = people.person(people.council(), Role.COMMISSIONER)
    for user in (person, other):
        for number in range(2):
            tell(user, key=f"k{number}")
    client.force_login(person)
    client.post("/messages/read/")
    assert Message.objects.filter(read_at=None).count() == 2
    assert not Message.objects.filter(recipient=person, read_at=None).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(client, person, count, django_assert_num_queries):
    for number in range(count):
        tell(person, key=f"k{number}")
    client.force_login(person)
    with django_assert_num_queries(6):  # session, user, memberships; count, messages, unread
        client.get("/messages/")


def test_everybodys_post_does_not_exist_outside_the_demonstration(client, person):
    tell(person)
    message = Message.objects.get()
    for user in (None, person, people.person(people.council(), Role.ADMINISTRATOR)):
        if user:
            client.force_login(user)
        assert client.get("/demo/emails/").status_code == 404
        assert client.get(f"/demo/emails/{message.pk}/").status_code == 404
    with override_settings(DEMONSTRATION=True):
        listed = client.get("/demo/emails/").content
        assert b"A subject" in listed
        # Cards on a phone, each cell with its column's name
        assert [listed.count(b'data-label="%s"' % name) for name in (b"Subject", b"To", b"When")] == [0, 1, 1]
        assert b"A body" in client.get(f"/demo/emails/{message.pk}/").content
        assert b"A subject" not in client.get("/demo/emails/?to=nobody").content


@override_settings(DEMONSTRATION=True, EMAIL_BACKEND="socialvalue.notifications.services.backend.OutboxBackend")
def test_in_the_demonstration_the_sign_in_pages_e_mails_are_kept_too(client, person):
    client.post("/password/", {"email": person.email})
    kept = Message.objects.get(address=person.email)
    assert "/password/set/" in kept.body
    assert kept.recipient is None
    assert kept.sent_at
    assert "/password/set/" in client.get(f"/demo/emails/{kept.pk}/").content.decode()
