"""A page that is opened changes nothing: no GET of any address, by anybody, writes a row."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection

from procurement.bidding.models import Bid
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from tests.builders import award, bidding, evaluation, people, tendering
from tests.security.records import addresses, keys_of_a_journey
from tests.socialvalue.test_every_route import VISITED, everybody  # noqa: F401

pytestmark = pytest.mark.django_db

# Tables a GET may write to, and why
MAY_BE_WRITTEN = {
    "django_session": "a session is opened and kept alive by being used, whatever is asked for",
}
WRITING = re.compile(r"^\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE)
COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]


@contextmanager
def writes_listed(found: list[str]):
    """Every statement that changes a row, as “verb table”, except in tables that may be written."""

    def listen(execute, sql, params, many, context):
        if (written := WRITING.match(sql)) and written[2] not in MAY_BE_WRITTEN:
            found.append(f"{written[1].upper()} {written[2]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield


def test_the_listener_hears_every_kind_of_write():
    user, found = people.person(people.council()), []
    with writes_listed(found):
        people.council("Heard")
        User.objects.filter(pk=user.pk).update(name="Heard")
        user.delete()
    assert found[0] == "INSERT INTO socialvalue_organisation"
    assert "UPDATE socialvalue_user" in found
    assert "DELETE FROM socialvalue_user" in found


def visit(client, user: User | None, paths: list[tuple[str, str]]) -> tuple[list[str], set[str]]:
    """What was written while the paths were opened, and the names of those that opened."""
    client.logout()
    if user is not None:
        client.force_login(User.objects.get(pk=user.pk))
    wrote, opened = [], set()
    for name, path in paths:
        found: list[str] = []
        events = AuditEvent.objects.count()
        with writes_listed(found):
            response = client.get(path)
            if response.streaming:
                b"".join(response.streaming_content)
        if response.status_code == 200:
            opened.add(name)
        if AuditEvent.objects.count() != events:
            found.append("an audit event")
        wrote += [f"GET {path} ({name}): {what}" for what in found]
    return wrote, opened


def test_no_page_without_a_record_writes(client, everybody):  # noqa: F811
    wrote = []
    for label, user in everybody.items():
        wrote += [f"{line} as {label}" for line in visit(client, user, [(name, f"/{route}") for name, route in VISITED])[0]]
    assert wrote == []


def test_no_page_of_the_whole_journey_writes(client):
    keys = keys_of_a_journey()
    council = keys["council"]["council"]
    supplier = Bid.objects.get(pk=keys["bids/"]["pk"]).supplier
    paths, opened = addresses(keys), set()
    readers = {role: people.person(council, role) for role in COUNCIL_ROLES}
    readers |= {"everything": people.person(council, *COUNCIL_ROLES), "supplier": people.person(supplier, Role.SUPPLIER)}
    for label, user in {None: None, **readers}.items():
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
    """Everybody with a part in it: its lead, all roles of the council at once, its bidders, its panel."""
    make, must_open = STATES[state]
    tender = make()
    paths = addresses(of_a_tender(tender))
    part = {tender.commission.lead, people.person(tender.commission.council, *COUNCIL_ROLES)}
    for bid in Bid.objects.filter(tender=tender):
        part |= {member.user for member in bid.supplier.memberships.all()}
    if hasattr(tender, "evaluation"):
        part |= {panellist.user for panellist in tender.evaluation.panel.all()} | {tender.evaluation.lead}
    opened = set()
    for user in sorted(part - {None}, key=lambda user: user.pk):
        wrote, names = visit(client, user, paths)
        assert wrote == []
        opened |= names
    assert must_open <= opened
