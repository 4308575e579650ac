"""A page that is opened changes nothing: no GET of a record's address, by anybody with a part in it, writes a row.

Who is signed in and refused a page (403) finds nothing opened: that they tried is in the record, and nothing else is.
Pages without a record, and records that are not there, are listened to where they are visited: test_every_route.
"""

import pytest

from procurement.bidding.models import Bid
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.audit.enums import REFUSED
from socialvalue.audit.models import AuditEvent, RepeatedEvent
from tests.builders import award, bidding, evaluation, people, tendering
from tests.fixtures.client import nights_pass
from tests.fixtures.writes import OF_A_REFUSAL, besides_the_refusal, writes_listed
from tests.security.records import addresses, keys_of_a_journey

pytestmark = [pytest.mark.django_db, pytest.mark.once]

COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]


def test_the_listener_hears_every_kind_of_write():
    user, found = people.person(people.council()), []
    with writes_listed(found):
        people.council("Heard")
        User.objects.filter(pk=user.pk).update(name="Heard")
        user.delete()
    assert found[0] == "INSERT INTO socialvalue_organisation"
    assert "UPDATE socialvalue_user" in found
    assert "DELETE FROM socialvalue_user" in found


def test_a_refusal_is_in_the_record_once_and_changes_nothing_else(client):
    user = people.person(people.council(), Role.MEMBER)
    path = [("people", "/administration/people/")]
    assert visit(client, user, path * 3) == ([], set())
    event = AuditEvent.objects.get(verb=REFUSED)
    assert (event.actor, event.sentence) == (user, "was refused GET /administration/people/")
    assert RepeatedEvent.objects.get().more == 2


def test_what_else_is_written_while_somebody_is_refused_is_heard():
    assert besides_the_refusal(403, [*OF_A_REFUSAL, "UPDATE procurement_tender"]) == ["UPDATE procurement_tender"]
    assert besides_the_refusal(200, list(OF_A_REFUSAL)) == list(OF_A_REFUSAL)
    assert besides_the_refusal(404, list(OF_A_REFUSAL)) == list(OF_A_REFUSAL)


def visit(client, user: User | None, paths: list[tuple[str, str]]) -> tuple[list[str], set[str]]:
    """What was written while the paths were opened, and the names of those that opened."""
    nights_pass()
    client.logout()
    if user is not None:
        client.force_login(User.objects.get(pk=user.pk))
    wrote, opened = [], set()
    for name, path in paths:
        found: list[str] = []
        events = AuditEvent.objects.exclude(verb=REFUSED).count()
        with writes_listed(found):
            response = client.get(path)
            if response.streaming:
                b"".join(response.streaming_content)
        if response.status_code == 200:
            opened.add(name)
        found = besides_the_refusal(response.status_code, found)
        if AuditEvent.objects.exclude(verb=REFUSED).count() != events:
            found.append("an audit event")
        wrote += [f"GET {path} ({name}): {what}" for what in found]
    return wrote, opened


def test_no_page_of_the_whole_journey_writes(client):
    keys = keys_of_a_journey()
    council = keys["council"]["council"]
    supplier = Bid.objects.get(pk=keys["bids/"]["pk"]).supplier
    paths, opened = addresses(keys), set()
    readers = {
        "nobody": None,
        "every role at once": people.person(council, *COUNCIL_ROLES),
        "an elected member": people.person(council, Role.MEMBER),
        "the supplier": people.person(supplier, Role.SUPPLIER),
    }
    for label, user in readers.items():
        wrote, names = visit(client, user, paths)
        assert wrote == [], label
        opened |= names
    assert len(opened) > 60, sorted(opened)


def of_a_tender(tender: Tender) -> dict[str, dict[str, object]]:
    """Keys of everything that hangs on a tender, whatever its state; what is not there yet answers 404."""
    commission = tender.commission
    bid = Bid.objects.filter(tender=tender).first()
    criteria = tender.criteria.filter(question__isnull=False)
    key = criteria.first().key if criteria else "none-such"
    panellist = getattr(tender, "evaluation", None) and tender.evaluation.panel.first()
    at_tender = {"reference": tender.reference, "bid_id": bid.pk if bid else 0, "key": key, "number": 1}
    at_tender["file_id"] = at_tender["file"] = "00000000-0000-0000-0000-000000000000"
    at_commission = {"reference": commission.reference, "ref": commission.reference, "number": 1, "point": "improve"}
    at_commission |= {"verb": "plan", "kind": "need", "key": "x", "pk": 1}
    return {
        "commissions/": at_commission,
        "tenders/": at_tender | {"pk": criteria.first().pk if criteria else 0},
        "opportunities/": at_tender,
        "bids/": at_tender | {"pk": bid.pk if bid else 0},
        "evaluations/": at_tender | {"pk": panellist.pk if panellist else 0},
        "awards/": at_tender,
    }


def with_a_draft_bid() -> Tender:
    tender = tendering.published_tender()
    bidding.filled_bid(tender, bidding.bidder())
    return tender


STATES = {
    "draft": (tendering.draft, {"tender"}),
    "checking": (tendering.checking_tender, {"tender"}),
    "a bid is written": (with_a_draft_bid, {"tender", "bid"}),
    "opened": (evaluation.opened, {"tender"}),
    "scoring": (lambda: evaluation.scoring().tender, {"tender", "evaluation"}),
    "moderating": (lambda: evaluation.moderating().tender, {"tender", "evaluation"}),
    "closed": (lambda: evaluation.closed().tender, {"tender", "evaluation"}),
    "an award is proposed": (lambda: award.proposed().tender, {"tender", "award"}),
}


@pytest.mark.parametrize("state", STATES)
def test_no_page_of_a_tender_writes_in_any_state(client, state):
    """One of each side: every role of the council at once, a bidder, the evaluation's lead, somebody of the panel."""
    make, must_open = STATES[state]
    tender = make()
    paths = addresses(of_a_tender(tender))
    part = {people.person(tender.commission.council, *COUNCIL_ROLES)}
    if bid := Bid.objects.filter(tender=tender).first():
        part.add(bid.supplier.memberships.first().user)
    if hasattr(tender, "evaluation"):
        part |= {tender.evaluation.lead, tender.evaluation.panel.first().user}
    opened = set()
    for user in sorted(part - {None}, key=lambda user: user.pk):
        wrote, names = visit(client, user, paths)
        assert wrote == []
        opened |= names
    assert must_open <= opened
