"""What several tests of money for new ideas do."""

from datetime import date, datetime
from decimal import Decimal

from contracts.innovation import services
from contracts.innovation.models import InnovationPot, InnovationProject
from contracts.innovation.services import ProjectDetails
from contracts.register.models import Contract
from socialvalue.common import clock

NOW = date(2026, 11, 2)
FOR = "Small ideas of people who use the service, tried for a year."
WHY = "Ten people asked for it at the open day in Deal."
CAME = "Fourteen people cook together on Fridays, and four of them lead it now."


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON))


def pot(contract: Contract, who, amount: str = "20000") -> InnovationPot:
    fresh = Contract.objects.get(pk=contract.pk)
    return services.set_aside(fresh, by=who.manager, amount=Decimal(amount), purpose=FOR)


def proposed(contract: Contract, by, amount: str = "5000", title: str = "A kitchen in Deal") -> InnovationProject:
    details = ProjectDetails(title=title, purpose="People who use the service cook together once a week.", amount=Decimal(amount))
    return services.propose_project(contract, details, by=by)


def approved(contract: Contract, who, amount: str = "5000", title: str = "A kitchen in Deal") -> InnovationProject:
    """Proposed by the supplier, approved by the manager."""
    made = proposed(contract, who.reporter, amount, title)
    return services.decide_project(made, by=who.manager, accept=True, decision=WHY)


def spent(project: InnovationProject, by, quarter: tuple[int, int], amount: str):
    return services.say_spent(project, by=by, quarter=quarter, amount=Decimal(amount))
