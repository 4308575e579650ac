"""Returns of either side as they pass through their statuses, and the people around them, for the tables of who may do what."""

from datetime import datetime
from decimal import Decimal

from contracts.register.enums import Side
from contracts.returns import services
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

# Two quarters of the contract are over
NOW = datetime(2025, 10, 10, 9, tzinfo=clock.LONDON)


def everybody() -> tuple[build.Parties, dict[str, User]]:
    """The cast; a manager who began and another who submitted; one who manages for the council and bids for the supplier."""
    who = build.parties()
    users = truth.cast(who.council, who.supplier)
    users["began it"], users["sent it"] = (people.person(who.council, Role.CONTRACT_MANAGER) for _ in range(2))
    users["both sides"] = people.person(who.council, Role.CONTRACT_MANAGER)
    with people.from_before():
        people.give(users["both sides"], who.supplier, Role.SUPPLIER)
    return who, users


def a_suppliers_return(who: build.Parties, users):
    """Begun by the supplier, submitted, sent back, submitted again, verified, replaced by a correction."""
    due = build.first_due(build.active_contract(who)[0])
    body = services.save_return(due, by=who.reporter, value=Decimal(3))
    assert body.side == Side.SUPPLIER
    yield body.status, (body,)
    body = services.submit_return(body, by=who.reporter)
    yield body.status, (body,)
    body = services.query_return(body, by=who.manager, comment="Whom did you count?")
    yield body.status, (body,)
    services.save_return(due, by=who.reporter, value=Decimal(2))
    why = "One of the three was counted twice."
    body = services.submit_return(Return.objects.get(pk=body.pk), by=who.reporter, change_reason=why)
    body = services.verify_return(body, by=who.manager, comment=build.SEEN)
    yield body.status, (body,)
    correction = services.correct_return(due, by=who.reporter, reason="One was counted twice.")
    services.verify_return(services.submit_return(correction, by=who.reporter), by=who.manager, comment=build.SEEN)
    replaced = Return.objects.get(pk=body.pk)
    yield replaced.status, (replaced,)


def a_councils_return(who: build.Parties, users):
    """Begun by one manager, submitted by another, sent back."""
    due = build.first_due(build.active_contract(who)[0])
    body = services.save_return(due, by=users["began it"], value=Decimal(3))
    assert body.side == Side.COUNCIL
    yield body.status, (body,)
    body = services.submit_return(body, by=users["sent it"])
    yield body.status, (body,)
    body = services.query_return(body, by=who.manager, comment="Whom did you count?")
    yield body.status, (body,)
