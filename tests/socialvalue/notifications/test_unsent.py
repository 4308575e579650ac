"""An email to an outsider that no server took: its words, with the link in them, are not kept for ever."""

from datetime import timedelta

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.notifications.models import MOST_ATTEMPTS, Message
from socialvalue.notifications.services.sending import NEVER_SENT, UNSENT_KEPT_FOR
from socialvalue.notifications.tasks import forget_unsent
from tests.builders import people

pytestmark = pytest.mark.django_db


def message(**details) -> Message:
    key = f"k{Message.objects.count()}"
    given = {
        "key": key,
        "address": "a@example.org",
        "subject": "S",
        "body": "https://x/invitation/tok/",
        "attempts": MOST_ATTEMPTS,
    }
    return Message.objects.create(**{**given, **details})


@pytest.mark.parametrize(("seconds", "goes"), [(-1, False), (1, True)])
def test_after_a_fortnight_the_words_go(seconds, goes):
    one = message()
    with clock.at(one.created_at + UNSENT_KEPT_FOR + timedelta(seconds=seconds)):
        assert forget_unsent() == int(goes)
        assert forget_unsent() == 0
    one.refresh_from_db()
    assert (one.body == NEVER_SENT) is goes


def test_what_may_still_be_sent_and_what_people_read_here_stays():
    person = people.person(people.council(), Role.MEMBER)
    message(attempts=MOST_ATTEMPTS - 1)
    message(recipient=person)
    with clock.at(clock.now() + timedelta(days=40)):
        assert forget_unsent() == 0
