"""Suppliers' questions: answered to all, until the last day for them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import strip_tags

from procurement.tendering import services
from procurement.tendering.selectors import own_open_questions
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.common.templatetags.formats import plain_day, plain_moment
from tests.builders import tendering as build
from tests.builders.people import person, supplier

pytestmark = pytest.mark.django_db


def test_questions_of_suppliers_are_answered_to_all_without_the_name():
    tender = build.published_tender()
    asking, bidding = supplier("Asking Ltd"), supplier()
    asker, bidder = person(asking, Role.SUPPLIER), person(bidding, Role.SUPPLIER)
    tender.bids.create(supplier=bidding, started_by=bidder)
    question = services.ask_clarification(tender, by=asker, supplier=asking, question="Is transport included?")
    assert not timeline(tender).filter(verb="ask clarification").exists()
    services.answer_clarification(question, by=tender.drafted_by, answer="Yes.")
    told = bidder.messages.get()
    assert told.subject == f"A question was answered: {tender.title}"
    assert f"Bids are due by {plain_moment(tender.deadline)}." in told.body
    # What a bidder typed may name it, and an email is passed on: both are on the page
    assert not [word for word in ("Asking Ltd", "transport", "Yes.") if word in told.subject + told.body + told.private]
    assert asker.messages.count() == 1
    # Who asked is interested: amendments reach them too, but they have no bid to confirm
    services.amend(tender, by=person(tender.council, Role.PROCUREMENT_OFFICER), text="Transport is part of the price.")
    assert [m.for_information for m in asker.messages.filter(subject=f"Amended: {tender.title}")] == [True]
    assert bidder.messages.filter(subject__startswith="Look at your draft again").count() == 1
    with pytest.raises(Refused, match="already"):
        services.answer_clarification(question, by=tender.drafted_by, answer="No.")


def test_the_question_is_published_and_mailed_as_edited_and_never_as_typed():
    tender = build.published_tender()
    asking = supplier("Asking Ltd")
    asker = person(asking, Role.SUPPLIER)
    typed = "We at Asking Ltd run the only bus. Is transport included?"
    question = services.ask_clarification(tender, by=asker, supplier=asking, question=typed)
    for given, words in (({"question": " ", "answer": "Yes."}, "^Enter the question$"), ({"answer": " "}, "^Enter the answer$")):
        with pytest.raises(Refused, match=words):
            services.answer_clarification(question, by=tender.drafted_by, **given)
    services.answer_clarification(question, by=tender.drafted_by, question="Is transport included?", answer="Yes.")
    question.refresh_from_db()
    assert (question.question, question.answer) == ("Is transport included?", "Yes.")
    told = asker.messages.get()
    assert "\n\nIs transport included?\n\n" in told.body
    assert not [word for word in ("Asking Ltd", "only bus", "Yes.") if word in told.subject + told.body + told.private]
    kept = AuditEvent.objects.get(verb="edit clarification")
    assert (kept.changes, kept.confidential) == ({"question": [typed, "Is transport included?"]}, True)
    assert not timeline(tender).filter(verb="edit clarification").exists(), "it would tell who thinks of bidding"


def test_a_question_left_as_it_was_asked_is_not_recorded_as_edited():
    tender = build.published_tender()
    body = supplier()
    question = services.ask_clarification(tender, by=person(body, Role.SUPPLIER), supplier=body, question="Is it one lot?")
    services.answer_clarification(question, by=tender.drafted_by, question="Is it one lot?", answer="Yes.")
    assert not AuditEvent.objects.filter(verb="edit clarification").exists()


def test_the_last_day_for_questions():
    with clock.at(clock.now() - timedelta(days=60)):
        tender = build.published_tender()
    body = supplier()
    asker = person(body, Role.SUPPLIER)
    with clock.at(tender.deadline - timedelta(days=7)):
        services.ask_clarification(tender, by=asker, supplier=body, question="In time?")
    with clock.at(tender.deadline - timedelta(days=2)), pytest.raises(WrongState, match="last day for questions"):
        services.ask_clarification(tender, by=asker, supplier=body, question="Too late?")
    with (
        clock.at(tender.deadline - timedelta(days=7)),
        pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"),
    ):
        services.ask_clarification(tender, by=asker, supplier=supplier(), question="For somebody else?")


def test_what_was_asked_is_shown_to_those_who_asked_and_to_no_other_supplier_until_it_is_answered(client):
    tender = build.published_tender()
    asking, other = supplier("Asking Ltd"), supplier()
    asker, colleague, stranger = person(asking, Role.SUPPLIER), person(asking, Role.SUPPLIER), person(other, Role.SUPPLIER)
    question = services.ask_clarification(tender, by=asker, supplier=asking, question="Is transport included?")
    day = plain_day(question.asked_at)

    def shown(user=None):
        client.logout()
        if user:
            client.force_login(user)
        page = " ".join(strip_tags(client.get(reverse("opportunity", args=[tender.reference])).content.decode()).split())
        return re.findall(r"(?:You|Person \d+) asked on .*? We will email [^.]*\.", page), "transport" in page

    assert shown(asker) == (
        [f"You asked on {day}: Is transport included? Waiting for an answer. We will email you."],
        True,
    )
    assert shown(colleague) == (
        [f"{asker} asked on {day}: Is transport included? Waiting for an answer. We will email {asker}."],
        True,
    )
    officer = person(tender.council, Role.PROCUREMENT_OFFICER)
    for reader in (stranger, officer, None):
        assert shown(reader) == ([], False), reader
    assert [list(own_open_questions(tender, user)) for user in (asker, colleague, stranger, officer, AnonymousUser())] == [
        [question], [question], [], [], [],
    ]  # fmt: skip
    services.answer_clarification(question, by=tender.drafted_by, answer="Yes.")
    assert shown(asker) == ([], True)
    assert list(own_open_questions(tender, asker)) == []
