"""Timetables and posted opportunities for tests, made by the real services."""

from datetime import date, timedelta
from decimal import Decimal

from procurement.commissioning import services as commissioning
from procurement.commissioning.calculations.details import CommissionDetails
from procurement.commissioning.models import Commission
from procurement.pipeline import services
from procurement.pipeline.calculations import timetable
from procurement.pipeline.enums import PostingKind
from procurement.pipeline.models import Posting
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from tests.fixtures.remembered import remembered

from . import people


@remembered
def commission(council=None, *, by=None, **details) -> Commission:
    """A commission that was only begun: a title, a value, a lead."""
    council = council or people.council()
    fields = {
        "title": "Carers’ short breaks",
        "summary": "Breaks for people who care for somebody at home.",
        "people": "Unpaid carers",
        "category": "Care and support",
        "estimated_value": Decimal("500000"),
        "term_months": 36,
        "kind": "contract",
        "directorate": council.directorates.first(),
    }
    by = by or people.person(council, Role.COMMISSIONER)
    return commissioning.create_commission(CommissionDetails(**fields | details), by=by, council=council)


def planned(body: Commission, starts_on: date, *, by=None, **lengths: int) -> Commission:
    """``body`` with a timetable laid backwards from ``starts_on``; ``lengths`` in days replace the usual ones."""
    days = timetable.usual_lengths(body.estimated_value) | lengths
    spans = timetable.planned_backwards(starts_on, days, standstill_working_days=8, proclaimed={})
    phases = {s.phase: (s.starts_on, s.ends_on) for s in spans}
    return services.plan_timetable(body, by=by or body.lead, phases=phases, contract_starts_on=starts_on)


@remembered
def partner(name: str = "Rother Vale District Council") -> Organisation:
    return Organisation.objects.create(name=name, kind=OrganisationKind.PARTNER, fictional=True)


@remembered
def posting(*, council=None, body=None, by=None, **details) -> Posting:
    """An opportunity of a partner that waits for the council's approval, closing in thirty days."""
    body = body or partner()
    fields = {
        "council": council or people.council(),
        "kind": PostingKind.SUBCONTRACT,
        "title": "Cleaning of three village halls",
        "description": "Twice a week each, for one year.",
        "value": Decimal("18000"),
        "closes_at": clock.now() + timedelta(days=30),
        "how_to_respond": "Write to us with a price.",
    }
    return services.post_opportunity(by=by or people.person(body, Role.PARTNER), posted_for=body, **fields | details)


@remembered
def published_posting(**options) -> Posting:
    found = posting(**options)
    return services.decide_posting(found, by=people.person(found.council, Role.PROCUREMENT_OFFICER), publish=True)
