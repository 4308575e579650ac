"""The page for whoever holds a digest, and the administrator's page."""

import pytest
from django.db import connection
from django.urls import reverse

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.ledger.models import RecordLink, Witness
from socialvalue.ledger.services import add_witness, check, link_up
from tests.builders import people
from tests.fixtures.roles import AS_ROLE
from tests.socialvalue.ledger.steps import entries, without_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(AS_ROLE != "", reason="links as the owner")]
CHECK = "/record/"


@pytest.fixture
def admin(db):
    return people.person(people.council(), Role.ADMINISTRATOR)


@pytest.fixture
def linked(admin):
    entries(admin, 5)
    link_up()
    return admin


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def asked(client, number, digest) -> str:
    return text(client.get(CHECK, {"number": number, "digest": digest}))


def test_whoever_holds_a_digest_reads_whether_it_fits(client, linked):
    for link in RecordLink.objects.all():
        assert f"It fits. Entry {link.number} and all before it" in asked(client, link.number, link.digest)


def test_capitals_and_blanks_of_a_digest_do_no_harm(client, linked):
    digest = RecordLink.objects.get(number=3).digest.upper()
    assert "It fits. Entry 3" in asked(client, " 3 ", f" {digest[:20]} {digest[20:]}\n")


def test_one_that_does_not_fit_is_said_to_be_so(client, linked):
    other = RecordLink.objects.get(number=2).digest
    assert "It does not fit. Entry 3 has another digest now." in asked(client, 3, other)
    assert "It does not fit. The record has only 5 entries now" in asked(client, 6, other)


@pytest.mark.parametrize(
    ("number", "digest", "words"),
    [
        ("0", "0" * 64, "Number of the entry"),
        ("x", "0" * 64, "whole number"),
        ("", "0" * 64, "Number of the entry"),
        ("1", "0" * 63, "Enter the whole digest"),
        ("1", "z" * 64, "Enter the whole digest"),
        ("1", "", "Digest"),
        ("9" * 30, "0" * 64, "Number of the entry"),
    ],
)
def test_what_is_no_head_is_said_beside_its_field_and_stays(client, linked, number, digest, words):
    page = asked(client, number, digest)
    assert "There is a problem" in page
    assert words in page
    assert f'value="{digest}"' in page or not digest


def test_it_tells_a_stranger_nothing_else(client, linked):
    page = asked(client, 1, RecordLink.objects.get(number=1).digest)
    event = AuditEvent.objects.order_by("pk").first()
    assert event.sentence not in page
    assert RecordLink.objects.get(number=5).digest not in page


def test_when_it_was_last_read_whole_everybody_may_know(client, linked):
    assert "Not yet. It is read every night." in text(client.get(CHECK))
    check()
    assert "5 entries, each as it was linked" in text(client.get(CHECK))
    with without_triggers():
        AuditEvent.objects.filter(verb="act 3").update(reason="x")
    check()
    page = text(client.get(CHECK))
    assert "right up to entry 2, and changed after it" in page
    assert "act 3" not in page


def test_the_check_asks_for_few_rows_whatever_the_record(client, linked, django_assert_max_num_queries):
    digest = RecordLink.objects.get(number=5).digest
    with django_assert_max_num_queries(5):
        asked(client, 5, digest)


def test_an_administrator_reads_how_far_the_chain_is(client, linked):
    client.force_login(linked)
    page = text(client.get("/administration/record/"))
    assert RecordLink.objects.get(number=5).digest in page
    assert "No witness yet." in page
    assert ("This service runs on SQLite" in page) is (connection.vendor == "sqlite")
    add_witness(
        linked.council, by=linked, name="Auditor", email="a@outside.example", reason="Appointed by another body, outside."
    )
    page = text(client.get("/administration/record/"))
    assert "Auditor" in page
    assert "a@outside.example" in page
    assert "An entry for" in page  # its own adding waits for its link


def test_a_fault_stands_on_the_administrator_s_page_with_its_place(client, linked):
    with without_triggers():
        AuditEvent.objects.filter(verb="act 3").update(reason="x")
    check()
    client.force_login(linked)
    page = text(client.get("/administration/record/"))
    assert "An entry says something else than when it was linked: place 3" in page


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SUPPLIER, Role.PARTNER)])
def test_nobody_else_reads_it(client, linked, role):
    client.force_login(people.person(linked.council, role))
    assert client.get("/administration/record/").status_code == 403


def test_a_witness_is_added_and_ended_on_the_page(client, linked):
    client.force_login(linked)
    new = reverse("administration-witness-new")
    refused = client.post(new, {"name": "Auditor", "email": "a@outside.example", "reason": "ok"})
    assert "Say how this office stands outside" in text(refused)
    assert 'value="a@outside.example"' in text(refused)
    reason = "Appointed by another body, outside."
    answer = client.post(new, {"name": "Auditor", "email": "a@outside.example", "reason": reason}, follow=True)
    assert "Auditor is sent the head of the record from the next morning on." in text(answer)
    made = Witness.objects.get()
    end = reverse("administration-witness-end", args=[made.pk])
    assert "Send Auditor no more heads?" in text(client.get(end))
    answer = client.post(end, {"reason": "Its engagement ended in March."}, follow=True)
    assert "Auditor is sent no more heads." in text(answer)
    assert client.get(end).status_code == 404


def test_a_witness_of_another_council_is_not_found(client, linked):
    stranger = people.person(people.council("Derbyshire"), Role.ADMINISTRATOR)
    made = add_witness(stranger.council, by=stranger, name="X", email="x@o.example", reason="Appointed by another body, outside.")
    client.force_login(linked)
    assert client.get(reverse("administration-witness-end", args=[made.pk])).status_code == 404
