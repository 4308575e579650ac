"""What several tests of grants do."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.grants import services
from contracts.grants.models import GrantEvaluation, GrantPayment
from contracts.grants.selectors import known_of
from contracts.grants.services import Evaluated, GrantDetails
from contracts.register.models import Contract
from contracts.register.services import start_contract
from socialvalue.common import clock
from socialvalue.framework.models import Outcome
from tests.builders import contracts as build
from tests.builders import framework

FIRST, LAST, DUE = date(2026, 4, 1), date(2027, 3, 31), date(2027, 2, 1)
WORDS = {
    "did_words": "Twelve of the fourteen who came still meet every week.",
    "learned": "A lift home matters more than the hour of the meeting.",
    "why": "The parish pays for the room from April, so that less is needed.",
}
AGREED = "I read the diary of the group and rang two of its members."


def at(day: date, hour: int = 9):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON))


def outcomes(council, *, count: int = 1) -> list[Outcome]:
    """Outcomes of a published framework of this council."""
    version = framework.published(framework.editor(council))
    return list(Outcome.objects.filter(priority__version=version).order_by("pk")[:count])


def draft_grant(who=None, **details) -> tuple[Contract, build.Parties]:
    """A grant of £24,000 for a year from 1 April 2026, of which nobody has said what it is for."""
    fields = {"title": "Befriending in Swale", "kind": "grant", "route": "grant", "starts_on": FIRST, "ends_on": LAST}
    return build.draft_contract(who, **{**fields, "total_value": Decimal(24000), **details})


def said(contract: Contract, who, *, found=None, **details) -> Contract:
    """It is said what the grant is for."""
    fields = {
        "purpose": "A weekly table for people over 75 who live alone in three villages.",
        "outcomes": outcomes(who.council) if found is None else found,
        "conditions": "Volunteers are checked before they begin.",
        "evaluation_due_on": DUE,
    }
    services.say_what_for(contract, GrantDetails(**{**fields, **details}), by=who.manager)
    return Contract.objects.get(pk=contract.pk)


def running_grant(who=None, **details) -> tuple[Contract, build.Parties]:
    """A grant in force."""
    contract, who = draft_grant(who, **details)
    return start_contract(said(contract, who), by=who.manager), who


def evaluated(contract: Contract, who, *, proposes: str = "continue", did: str = "yes", **words) -> GrantEvaluation:
    """Written by its manager; nobody has agreed yet."""
    told = Evaluated(did=did, proposes=proposes, **{**WORDS, **words})
    return services.write_evaluation(contract, told, by=who.manager, facts=known_of(contract))


def agreed(contract: Contract, who, **said_of_it) -> Contract:
    """Evaluated, and the director agreed."""
    services.decide_evaluation(evaluated(contract, who, **said_of_it), by=who.director, accept=True, decision=AGREED)
    return Contract.objects.get(pk=contract.pk)


def around(who, by=None) -> tuple[Contract, GrantPayment, GrantEvaluation]:
    """A grant in force today of this council, with a planned payment and an evaluation by ``by`` (its manager) that waits."""
    today = clock.today()
    days = {"starts_on": today - timedelta(days=100), "ends_on": today + timedelta(days=200)}
    contract, _ = draft_grant(who, title="Meals on the way home", **days)
    contract = start_contract(said(contract, who, evaluation_due_on=today + timedelta(days=150)), by=who.manager)
    planned = {"for_what": "First half", "due_on": today + timedelta(days=9), "amount": Decimal(12000)}
    payment = services.plan_payment(contract, by=who.manager, **planned)
    told = Evaluated(did="yes", proposes="continue", **WORDS)
    return contract, payment, services.write_evaluation(contract, told, by=by or who.manager, facts=known_of(contract))
