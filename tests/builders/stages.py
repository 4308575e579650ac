"""A procurement that goes all the way, read anew in every status that it passes, for the truth tables.

One tender, moved by the real services, costs a tenth of one tender a status. What is asked of a reading later (``Award.objects``,
a panel) answers as of now; a table that needs it as it was then takes its answers on the way.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from contracts.handover.services import make_contract
from procurement.award.models import Award
from procurement.award.services import return_award
from procurement.panel.models import Evaluation
from procurement.tendering import services
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from tests.fixtures.remembered import remembered

from . import award, bidding, evaluation, people, tendering


@dataclass
class Passed:
    """Status → the record as it was read in that status."""

    tenders: dict[str, Tender] = field(default_factory=dict)
    awards: dict[str, Award] = field(default_factory=dict)

    def read(self, tender: Tender) -> Tender:
        found = Tender.objects.select_related("commission__council").get(pk=tender.pk)
        return self.tenders.setdefault(found.status, found)

    def read_award(self, one: Award) -> Award:
        found = Award.objects.select_related("tender__commission__council").get(pk=one.pk)
        return self.awards.setdefault(found.status, found)


def officer(council: Organisation) -> User:
    return people.person(council, Role.PROCUREMENT_OFFICER)


def to_published(passed: Passed, council: Organisation) -> Tender:
    """Drafted, sent, returned, sent again, published."""
    tender = passed.read(tendering.with_criteria(tendering.draft(tendering.commission(council=council))))
    drafter, checker = tender.drafted_by, officer(council)
    passed.read(services.send_for_checking(tender, by=drafter))
    passed.read(services.return_tender(tender, by=checker, comment="Say who checks the work."))
    services.send_for_checking(tender, by=drafter)
    return passed.read(services.publish(tender, by=checker))


def to_evaluated(passed: Passed, council: Organisation, lead: User | None = None) -> evaluation.Scene:
    """Published, two bids sent, closed by the clock, opened by two people, scored by one evaluator, moderated."""
    tender = to_published(passed, council)
    for _ in range(2):
        bidding.submitted_bid(tender, bidding.bidder())
    with clock.at(tender.deadline + timedelta(minutes=1)):
        services.close_due(clock.now())
    passed.read(tender)
    tender = passed.read(bidding.open_bids(tender))
    scene = evaluation.closed(tender=tender, panellists=1, lead=lead)
    passed.read(tender)
    return scene


def to_contracted(passed: Passed, council: Organisation, lead: User | None = None) -> Award:
    """Recommended, returned, recommended again, decided, told; the contract is made once the standstill is over."""
    scene = to_evaluated(passed, council, lead)
    one = passed.read_award(award.proposed(scene))
    director = people.person(council, Role.LEAD_DIRECTOR)
    passed.read_award(return_award(one, by=director, comment="Say what decided it."))
    one = passed.read_award(award.decided(evaluation.Scene(Evaluation.objects.get(pk=scene.evaluation.pk), scene.lead)))
    passed.read(one.tender)
    passed.read_award(award.tell(one))
    contract(one)
    passed.read(one.tender)
    passed.read_award(one)
    return one


def contract(told: Award) -> None:
    council = told.tender.council
    manager, director = people.person(council, Role.CONTRACT_MANAGER), people.person(council, Role.LEAD_DIRECTOR)
    with award.standstill_over(Award.objects.get(pk=told.pk)):
        make_contract(told, by=manager, manager=manager, lead_director=director)


@remembered
def all_the_way(council: Organisation, lead: User | None = None) -> Passed:
    """From the draft to the contract, and beside it a tender that was ended without an award. ``lead`` recommends it."""
    passed = Passed()
    to_contracted(passed, council, lead)
    ended = tendering.published_tender(council=council)
    passed.read(services.terminate(ended, by=officer(council), reason="The money for it has gone."))
    return passed


def overdue_tender(council: Organisation) -> Tender:
    """Still published, though its deadline has passed: the clock has not come round to close it."""
    with clock.at(clock.now() - timedelta(days=60)):
        return tendering.published_tender(council=council)
