"""Wrong passwords, refusals and new browsers are in the record, once a minute each, and tell a stranger's account to nobody."""

import pytest
from django.db import transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.enums import FAILED, NEW_DEVICE, REFUSED
from socialvalue.audit.models import AuditEvent, RepeatedEvent
from socialvalue.audit.services import record_folded, record_the_folded
from tests.builders import people
from tests.socialvalue.sessions.steps import been_here, browser, guess, sign_in

from .at_once import DONE, THREADS, all_at_once, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return people.person(people.council(), Role.ADMINISTRATOR)


def sentences(verb: str) -> list[str]:
    return list(AuditEvent.objects.filter(verb=verb).values_list("sentence", flat=True))


def test_a_wrong_password_is_in_the_record_of_the_council_by_nobody(clerk):
    guess(clerk, 1)
    event = AuditEvent.objects.get(verb=FAILED)
    assert event.sentence == f"a wrong password was given for {clerk}, from 198.51.100.7"
    assert (event.actor, event.council) == (None, clerk.council)
    assert event in AuditEvent.objects.visible_to(clerk)


def test_a_wrong_password_for_a_suppliers_account_names_nobody(clerk):
    bidder = people.person(people.supplier("Breathing Space CIC"), Role.SUPPLIER)
    guess(bidder, 1)
    guess("nobody@example.org", 1, address="198.51.100.8")
    for said in sentences(FAILED):
        assert "Breathing" not in said
        assert bidder.name not in said
        assert "@" not in said
        assert "an account outside the council" in said
    assert len(sentences(FAILED)) == 2


def test_many_within_a_minute_are_one_line_and_their_number(clerk):
    guess(clerk, 3)
    assert recorded(FAILED) == 1


def test_a_page_that_was_refused_is_in_the_record_without_its_secret(client):
    member = people.person(people.council(), Role.MEMBER)
    client.force_login(member)
    assert client.get("/administration/people/?token=abc").status_code == 403
    assert sentences(REFUSED) == ["was refused GET /administration/people/"]


def test_a_page_that_is_shown_or_not_there_is_no_refusal(client, clerk):
    client.force_login(clerk)
    assert client.get("/administration/people/").status_code == 200
    assert client.get("/nothing-here/").status_code == 404
    assert sentences(REFUSED) == []


def test_a_new_browser_is_in_the_record_and_the_same_again_is_not(clerk):
    been_here(clerk)
    assert recorded(NEW_DEVICE) == 0
    here = browser("192.0.2.77")
    for _ in range(2):
        sign_in(here, clerk.email)
        here.post("/sign-out/")
    assert recorded(NEW_DEVICE) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_two_lines_and_none_is_lost():
    def fail(_):
        with transaction.atomic():
            record_folded("clerk 198.51.100.7", FAILED, "a wrong password was given", by=None, about=[])

    assert all_at_once(fail) == {DONE: THREADS}
    assert recorded(FAILED) == 2, "the first, and that there were ten"
    assert RepeatedEvent.objects.get().more == THREADS - 1
    assert record_the_folded() == 0  # the hour is not over
