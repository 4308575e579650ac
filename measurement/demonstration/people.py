"""People of one KPI measured one by one, and what of another is the provider's own work. All of it is illustrative."""

from decimal import Decimal
from typing import Any

from contracts.evidence.calculations.attribution import Shares
from contracts.evidence.models import Scale
from contracts.evidence.selectors.individuals import scale_of
from contracts.evidence.services import individuals, scales
from contracts.evidence.services.attribution import say_shares
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.demonstration.lives import SPEAKING, VOLUNTEERS
from socialvalue.accounts.models import User

SCALE = "Wellbeing in ten steps"
HEADINGS = "code,baseline,now"
OWN_WORK = Shares(
    anyway=Decimal(20),
    anyway_source="Asked when they joined: would you have volunteered elsewhere?",
    others=Decimal(10),
    others_source="Referrals that the volunteer centre made, counted from its list",
)


def measured(due: DueReturn, figure: dict[str, Any], *, by: User, manager: User) -> None:
    """Enter the people of the period from a file, so that the return's figure is what they reached."""
    if due.kpi.wording != SPEAKING.wording or "numerator" not in figure:
        return
    if scale_of(due.kpi) is None:
        council = due.kpi.obligation.contract.council
        scales.add_usual_scales(council, by=manager)
        scales.set_scale(due.kpi, by=manager, scale=Scale.objects.get(council=council, name=SCALE))
    improved, people = int(figure["numerator"]), int(figure["denominator"])
    lines = [HEADINGS]
    for number in range(1, people + 1):
        began = 3 + number % 4
        lines.append(f"A{number:02},{began},{began + 1 + number % 3 if number <= improved else began}")
    individuals.enter_file(due, by=by, data="\n".join(lines).encode(), name="people.csv")
    returns.take_from_people(due, by=by)


def own_work(kpi_return: Return, *, by: User) -> None:
    if kpi_return.due.kpi.wording == VOLUNTEERS.wording:
        say_shares(kpi_return, by=by, shares=OWN_WORK)
