"""Money for new ideas in a contract of the demonstration: a project that is finished, one under way, one that waits. Illustrative."""

from datetime import date, timedelta
from decimal import Decimal as D
from functools import partial
from typing import TYPE_CHECKING

from contracts.innovation import services
from contracts.innovation.models import InnovationProject
from contracts.innovation.services import ProjectDetails
from contracts.register.models import Contract
from socialvalue.law.days import add_months
from socialvalue.law.periods import quarter_of

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

TITLE = "Live Well Kent: north"
FINISHED = ProjectDetails(
    title="Cooking together in Sheerness",
    purpose="People who have been in hospital cook and eat together once a week, with somebody who has been there before them.",
    amount=D(9000),
)
RUNNING = ProjectDetails(
    title="A choir that anybody may join",
    purpose="An hour of singing in the library on Tuesday mornings. Nobody is asked why they come.",
    amount=D(6500),
)
WAITING = ProjectDetails(
    title="Walks with a dog",
    purpose="Owners of dogs and people who would like to have one walk together on the sea wall.",
    amount=D(3000),
)
CAME = "22 people came at least six times. Eleven of them now meet in each other’s kitchens, without the project."


def plan(registrar: "Registrar") -> None:
    """Set aside eleven months ago; everything else on its day."""
    contract = Contract.objects.filter(title=TITLE, council=registrar.cast.council).first()
    if contract is None:
        return
    today = registrar.stage.today
    registrar.later(add_months(today, -11), partial(_set_aside, registrar, contract.pk))
    for months, details in ((10, FINISHED), (5, RUNNING)):
        registrar.later(add_months(today, -months), partial(_propose, registrar, contract.pk, details))
        registrar.later(add_months(today, -months) + timedelta(days=6), partial(_approve, registrar, details.title))
    for months, title, amount in ((8, FINISHED.title, 4100), (5, FINISHED.title, 4300), (3, RUNNING.title, 1900)):
        registrar.later(add_months(today, -months), partial(_spend, registrar, title, add_months(today, -months), D(amount)))
    registrar.later(add_months(today, -4), partial(_finish, registrar))
    registrar.later(today - timedelta(days=3), partial(_propose, registrar, contract.pk, WAITING))


def _project(title: str) -> InnovationProject:
    return InnovationProject.objects.get(title=title)


def _set_aside(registrar: "Registrar", key: int) -> None:
    purpose = "Small projects that people who use the service think of themselves. Their use is told every quarter."
    services.set_aside(Contract.objects.get(pk=key), by=registrar.cast.manager, amount=D(40000), purpose=purpose)


def _propose(registrar: "Registrar", key: int, details: ProjectDetails) -> None:
    contract = Contract.objects.get(pk=key)
    services.propose_project(contract, details, by=registrar.reporter(contract))


def _approve(registrar: "Registrar", title: str) -> None:
    why = "People of the service asked for it themselves, and nothing like it is paid for by anybody."
    services.decide_project(_project(title), by=registrar.cast.manager, accept=True, decision=why)


def _spend(registrar: "Registrar", title: str, day: date, amount: D) -> None:
    project = _project(title)
    by = registrar.reporter(project.pot.contract)
    services.say_spent(project, by=by, quarter=quarter_of(day), amount=amount)


def _finish(registrar: "Registrar") -> None:
    project = _project(FINISHED.title)
    services.finish_project(project, by=registrar.reporter(project.pot.contract), came_of_it=CAME)
