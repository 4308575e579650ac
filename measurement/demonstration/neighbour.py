"""A second council on the same installation: its own colours, closed days, framework, people and contracts.

Nothing of it is seen in the first. Values, targets and returns are illustrative.
"""

from datetime import date, timedelta
from decimal import Decimal as D

from measurement.demonstration.cast import Cast, gather_neighbours
from measurement.demonstration.promises import CHALK, HOPFIELD, OAST, Agreed, Promise
from measurement.demonstration.register import Registrar
from measurement.demonstration.stages import Stagehand
from socialvalue.councils.services import close_offices, set_colours
from socialvalue.framework.models import FrameworkVersion

# Illustrative: a purple and an ochre, so that one sees at once for which council one works
COLOURS = {"brand": "#4a2a6a", "accent": "#8f5a10"}


def _spend(target: str, level: str = "0.98") -> Promise:
    return Promise("EC1.1", D(target), D(target) * D("0.85"), "half_year", "ratio", level=D(level), swing=D("0.07"))


def _apprentices(target: str, level: str = "1.0") -> Promise:
    return Promise("EC2.2", D(target), None, "half_year", level=D(level), swing=D("0.4"))


def _with_less_support(target: str, level: str = "1.05") -> Promise:
    return Promise("SO1.1", D(target), D(target) * D("0.8"), "quarter", level=D(level), swing=D("0.2"), offered=True)


def _helpers(target: str, level: str = "0.8") -> Promise:
    return Promise("SO4.1", D(target), None, "half_year", level=D(level), swing=D("0.5"), offered=True)


CONTRACTS = (
    Agreed("Winter gritting of local roads", "PLACE", OAST, D("1450000"), 18, 48, (_spend("55"), _apprentices("2"))),
    Agreed("Recovery support in the community", "ASC", HOPFIELD, D("390000"), 15, 36, (_with_less_support("24"), _helpers("2"))),
    Agreed("Respite for carers", "ASC", CHALK, D("210000"), 12, 36, (_with_less_support("15", "0.9"), _spend("70", "1.0"))),
)


def settle(first: Stagehand, framework: FrameworkVersion) -> Cast:
    """Make the second council and what is in its register, as of the first one's day. ``framework``: its own."""
    cast = gather_neighbours(first.cast)
    framework.framework.council = cast.council
    framework.framework.save(update_fields=["council"])
    stage = Stagehand(cast, framework, first.today)
    with stage.on(500):
        set_colours(cast.council, by=cast.admin, **COLOURS)
    christmas = next_closure(first.today)
    with stage.on(60):
        close_offices(cast.council, by=cast.admin, first=christmas, last=christmas + timedelta(days=3), name="Christmas closure")
    registrar = Registrar(stage, contracts=CONTRACTS, called="DCC")
    for number, agreed in enumerate(CONTRACTS, start=1):
        registrar.enter(agreed, number)
    registrar.play()
    return cast


def next_closure(today: date) -> date:
    """The next 28 December from ``today`` on: illustrative days between Christmas and New Year."""
    return date(today.year + (today > date(today.year, 12, 28)), 12, 28)
