"""Awards for tests, brought to their state by the real services."""

from procurement.award import services
from procurement.award.models import Award
from procurement.evaluation.selectors.ranking import ranking_of
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.fixtures.remembered import remembered

from . import evaluation, people

REASON = "It has the highest total, with the strongest answers on delivery and apprenticeships."

DECIDED = "I read the scores and their reasons, and the recommendation follows from them."


@remembered
def proposed(scene: evaluation.Scene | None = None, *, reason: str = REASON, **options) -> Award:
    """Recommended by the evaluation lead. ``options`` as in ``evaluation.closed``."""
    scene = scene or evaluation.closed(**options)
    return services.recommend(scene.evaluation, by=scene.lead, bid=ranking_of(scene.evaluation).first[0], reason=reason)


@remembered
def decided(scene: evaluation.Scene | None = None, **options) -> Award:
    award = proposed(scene, **options)
    return services.decide(award, by=people.person(award.tender.council, Role.LEAD_DIRECTOR), comment=DECIDED)


@remembered
def told(scene: evaluation.Scene | None = None, **options) -> Award:
    """Bidders told, standstill running."""
    return tell(decided(scene, **options))


@remembered
def tell(award: Award) -> Award:
    return services.tell_bidders(award, by=people.person(award.tender.council, Role.PROCUREMENT_OFFICER))


def standstill_over(award: Award):
    """A clock on the day from which the contract may be made: ``with standstill_over(award): …``."""
    from datetime import datetime, time

    return clock.at(datetime.combine(award.may_sign_from, time(9), tzinfo=clock.LONDON))
