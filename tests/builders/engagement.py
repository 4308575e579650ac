"""Events, remarks and ideas for tests, made by the real services."""

from datetime import timedelta

from procurement.commissioning.models import Commission
from procurement.engagement import services
from procurement.engagement.calculations.details import RemarkDetails
from procurement.engagement.enums import EventKind, Group, Method
from procurement.engagement.models import Event, PrivateIdea, Remark, YouSaid
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.fixtures.remembered import remembered

from . import people


@remembered
def event(body: Commission, *, days: int = 10, **details) -> Event:
    """A workshop of two hours, ``days`` ahead, not advertised."""
    starts = clock.now() + timedelta(days=days)
    fields = {
        "kind": EventKind.CO_PRODUCTION,
        "title": "What should a short break change?",
        "description": "Carers and providers work it out together.",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Town hall",
        "public_transport": "Bus 12 stops outside.",
    }
    return services.create_event(body, by=body.lead, **{**fields, **details})


@remembered
def advertised_event(body: Commission, **details) -> Event:
    return services.advertise_event(event(body, **details), by=body.lead)


@remembered
def held_event(body: Commission, **details) -> Event:
    """An advertised event that was held the day before yesterday."""
    with clock.at(clock.now() - timedelta(days=12)):
        return advertised_event(body, **details)


@remembered
def remark(body: Commission, **details) -> Remark:
    fields = {
        "text": "Regular times would let me work.",
        "group": Group.CARERS,
        "said_on": clock.today(),
        "method": Method.SURVEY,
        "question": "added-differences",
    }
    return services.record_remark(body, RemarkDetails(**{**fields, **details}), by=body.lead)


def published_you_said(body: Commission, said: Remark | None = None) -> YouSaid:
    """One remark with its answer, for everybody to read."""
    said = services.respond(said or remark(body), by=body.lead, response="Times are regular now.")
    return services.publish_you_said(body, by=body.lead, remarks=[said])


@remembered
def bidder(supplier=None):
    return people.person(supplier or people.supplier(), Role.SUPPLIER)


def idea(body: Commission, by=None, text: str = "We could lend our garden.") -> PrivateIdea:
    by = by or bidder()
    return services.disclose_idea(body, by=by, supplier=by.supplier, text=text)
