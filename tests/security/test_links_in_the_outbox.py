"""Links that let somebody in are not kept in the database once they were sent."""

import pytest

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.notifications import services
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db


def test_a_link_that_sets_a_password_is_forgotten_when_it_was_sent(mailoutbox):
    council = people.council()
    by = people.person(council, Role.ADMINISTRATOR)
    administration.add_person(council, by=by, email="new@example.org", name="New", roles=[Role.MEMBER])
    services.send_outbox()
    (mail,) = mailoutbox
    assert "/password/set/" in mail.body
    assert "/password/set/" not in Message.objects.get(address="new@example.org").body


def test_what_is_read_on_the_site_and_what_was_not_sent_is_kept(mailoutbox, settings):
    person = people.person(people.council(), Role.MEMBER)
    services.tell(person, key="x", subject="Read me", body="The words")
    services.send_outbox()
    assert Message.objects.get(recipient=person).body == "The words"
    services.write_to("later@example.org", key="y", subject="Later", body="A link")
    settings.EMAIL_BACKEND = "no.such.backend"
    services.send_outbox()
    assert Message.objects.get(address="later@example.org").body == "A link"
