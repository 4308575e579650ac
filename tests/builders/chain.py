"""One commission all the way: remark, tender, bids, award, contract, returns, report."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from contracts.handover.services import make_contract
from contracts.obligations import services as commitments
from contracts.register.models import Contract
from contracts.register.services import start_contract
from contracts.schedule.models import DueReturn
from procurement.award.models import Award
from procurement.commissioning.models import Commission
from procurement.engagement import services as engagement
from procurement.engagement.calculations.details import RemarkDetails
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.fixtures.remembered import remembered

from . import award as awards
from . import contracts, people


@dataclass
class Journey:
    commission: Commission
    award: Award
    contract: Contract
    manager: User
    commissioner: User
    supplier_user: User


def heard(commission: Commission, text: str = "There is nothing for carers at weekends.") -> None:
    """A carer's remark, taken up by the first sought outcome."""
    by = commission.lead
    remark = engagement.record_remark(
        commission, RemarkDetails(text=text, group="carers", said_on=clock.today(), method="event"), by=by
    )
    commission.sought_outcomes.first().remarks.add(remark)


@remembered
def journey() -> Journey:
    """From a remark to a contract in force with its obligations agreed."""
    award = awards.told()
    commission = award.tender.commission
    council = commission.council
    manager, director = people.person(council, Role.CONTRACT_MANAGER), people.person(council, Role.LEAD_DIRECTOR)
    supplier_user = people.person(award.bid.supplier, Role.SUPPLIER)
    with awards.standstill_over(award):
        contract = make_contract(award, by=manager, manager=manager, lead_director=director)
        for obligation in contract.obligations.all():
            commitments.agree(commitments.agree(obligation, by=supplier_user), by=manager)
        contract = start_contract(contract, by=manager)
    return Journey(commission, award, contract, manager, people.person(council, Role.COMMISSIONER), supplier_user)


def first_return_verified(journey: Journey, value: str = "1") -> None:
    due = DueReturn.objects.filter(kpi__obligation__contract=journey.contract).order_by("due_on", "pk").first()
    who = contracts.Parties(
        journey.commission.council,
        journey.award.bid.supplier,
        journey.manager,
        journey.manager,
        journey.manager,
        journey.supplier_user,
    )
    day = due.ends_on + timedelta(days=2)
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON)):
        contracts.verified_return(due, who, Decimal(value))
