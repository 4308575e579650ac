"""Who may do what in which state, as tables; the workflow is complete; what needs whom."""

from datetime import timedelta

import pytest

from procurement.tendering import permissions, services
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import Tender
from procurement.tendering.needs import needs
from procurement.tendering.workflow import TENDER
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import tendering as build
from tests.builders.people import council, person, supplier

pytestmark = pytest.mark.django_db

R = Role


def test_every_status_is_reached_and_nothing_leads_out_of_the_ends():
    assert TENDER.unreachable() == set()
    assert {s for s in S.values if not any(s in t.sources for t in TENDER.transitions)} == {S.CONTRACTED, S.TERMINATED}


STATES = {
    "draft": build.draft,
    "checking": build.checking_tender,
    "published": build.published_tender,
    "closed": build.closed_tender,
}
ROLES = [R.COMMISSIONER, R.PROCUREMENT_OFFICER, R.EVALUATOR, R.EVALUATION_LEAD, R.CONTRACT_MANAGER, R.LEAD_DIRECTOR, R.MEMBER]
# state: permission: roles of the tender's own council that have it
TABLE = {
    "draft": {"edit": {R.COMMISSIONER}, "check": set(), "amend": set(), "answer": set(), "terminate": set()},
    "checking": {"edit": set(), "check": {R.PROCUREMENT_OFFICER}, "amend": set(), "answer": set(), "terminate": set()},
    "published": {
        "edit": set(),
        "check": set(),
        "amend": {R.PROCUREMENT_OFFICER},
        "answer": {R.PROCUREMENT_OFFICER, R.COMMISSIONER},
        "terminate": {R.PROCUREMENT_OFFICER},
    },
    "closed": {"edit": set(), "check": set(), "amend": set(), "answer": set(), "terminate": {R.PROCUREMENT_OFFICER}},
}


@pytest.mark.parametrize("state", STATES)
def test_the_truth_table_of_permissions(state):
    tender = STATES[state]()
    found = {verb: set() for verb in TABLE[state]}
    for role in ROLES:
        user, stranger = person(tender.council, role), person(council(), role)
        for verb in found:
            allowed = getattr(permissions, f"can_{verb}")
            assert not allowed(stranger, tender)
            if allowed(user, tender):
                found[verb].add(role)
    assert found == TABLE[state]
    bidder = person(supplier(), R.SUPPLIER)
    assert not any(getattr(permissions, f"can_{verb}")(bidder, tender) for verb in found)
    assert permissions.can_ask(bidder, tender) == (state == "published")


@pytest.mark.parametrize("state", STATES)
def test_who_sees_a_tender(state):
    from django.contrib.auth.models import AnonymousUser

    tender = STATES[state]()
    inside = [person(tender.council, R.COMMISSIONER), person(tender.council, R.PROCUREMENT_OFFICER)]
    outside = [AnonymousUser(), person(council(), R.COMMISSIONER), person(supplier(), R.SUPPLIER)]
    published = state in ("published", "closed")
    assert all(Tender.objects.visible_to(u).filter(pk=tender.pk).exists() for u in inside)
    assert all(Tender.objects.inside(u).filter(pk=tender.pk).exists() for u in inside)
    assert [Tender.objects.visible_to(u).exists() for u in outside] == [published] * 3
    assert not any(Tender.objects.inside(u).exists() for u in outside)


def texts(user):
    return [need.text.split(": ")[1] for need in needs(user, clock.now())]


def test_needs_follow_the_tender_from_hand_to_hand():
    tender = build.checking_tender()
    drafter, officer = tender.drafted_by, person(tender.council, R.PROCUREMENT_OFFICER)
    elsewhere = person(council(), R.PROCUREMENT_OFFICER)
    assert (texts(drafter), texts(officer), texts(elsewhere)) == ([], ["check the tender"], [])
    services.return_tender(tender, by=officer, comment="Shorter, please.")
    assert (texts(drafter), texts(officer)) == (["the tender was returned to you"], [])
    services.send_for_checking(tender, by=drafter)
    services.publish(tender, by=officer)
    assert (texts(drafter), texts(officer)) == ([], [])
    body = supplier()
    services.ask_clarification(tender, by=person(body, R.SUPPLIER), supplier=body, question="When?")
    assert (texts(drafter), texts(officer), texts(elsewhere)) == (
        ["answer a supplier’s question"],
        ["answer a supplier’s question"],
        [],
    )
    with clock.at(Tender.objects.get().deadline - timedelta(days=6)):
        assert texts(officer) == ["bids are due", "answer a supplier’s question"]
    with clock.at(Tender.objects.get().deadline):
        assert texts(officer) == []
