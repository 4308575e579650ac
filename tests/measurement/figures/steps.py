"""One small contract with a KPI of every fate, whose figures were worked out by hand, for the files and pages of figures."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal as D

from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.schedule.models import DueReturn
from contracts.schedule.services.waiving import waive
from measurement.figures.documents.data import figures_data
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people
from tests.builders.contracts import SEEN

NOBODY = "Nobody was referred to us in these three months."
# Between the second quarter's last day and the day its returns are due
BEFORE_DUE = date(2025, 10, 10)


@dataclass
class Hand:
    """The scene, its contract, and its KPIs by what they are about."""

    scene: build.Scene
    contract: Contract
    kpis: dict[str, Kpi]

    @property
    def council(self):
        return self.scene.council

    def row(self, name: str, which: int) -> DueReturn:
        return DueReturn.objects.filter(kpi=self.kpis[name]).order_by("starts_on")[which]


SPECS = {
    "sum": {"values": ["3", "1"]},
    "sum without a target": {"measure": "CD2.1", "target": None, "minimum": None, "values": ["5", None]},
    "lower": {
        "measure": "",
        "unit": "complaints",
        "direction": "lower",
        "target": D(10),
        "minimum": D(15),
        "values": ["20", "8"],
    },
    "level": {"measure": "GE2.1", "kind": "level", "target": D(80), "minimum": D(70), "values": ["60", "85"]},
    "ratio": {"measure": "LE2.1", "kind": "ratio", "target": D(60), "minimum": D(40)},
    "no cases": {"measure": "LE3.1", "kind": "ratio", "target": D(60), "minimum": None},
    "nothing promised": {"measure": "GS2.1", "target": D(0), "minimum": D(0), "values": ["0", "0"]},
    "own duty": {"client_side": True},
    "waiting": {"measure": "LE1.1", "values": ["3", ("9",)]},
    "never sent": {"measure": "LE1.1", "values": [None, None]},
    "corrected": {"measure": "GE1.1", "values": ["3"]},
    "not agreed": {"values": ["9", "9"]},
    "waived": {"measure": "CD3.1", "values": ["3", None]},
    "from July": {"measure": "CD1.1", "reported_from": date(2025, 7, 1), "values": ["2"]},
}


def hand() -> Hand:
    scene = build.scene()
    contract = build.contract(scene, *({"values": [], **spec} for spec in SPECS.values()), title="Home care", reference="HC-1")
    kpis = dict(zip(SPECS, Kpi.objects.filter(obligation__contract=contract).order_by("number"), strict=True))
    made = Hand(scene, contract, kpis)
    _shares(made)
    _own_duty(made)
    _correction(made)
    # Both sides agreed it when the contract was made; as one that was added to a running contract
    Kpi.objects.filter(pk=kpis["not agreed"].pk).update(agreed_at=None)
    with clock.at(build.NOW):
        waive(made.row("waived", 1), by=scene.who.manager, reason="The schools were closed all summer")
    return made


def share(made: Hand, due: DueReturn, numerator: str, denominator: str) -> None:
    """A verified share, on its due day; 0 of 0 is “no cases”."""
    who = made.scene.who
    with clock.at(datetime(due.due_on.year, due.due_on.month, due.due_on.day, 10, tzinfo=clock.LONDON)):
        draft = returns.save_return(due, by=who.reporter, numerator=D(numerator), denominator=D(denominator), narrative=NOBODY)
        returns.verify_return(returns.submit_return(draft, by=who.reporter), by=who.manager, comment=SEEN)


def _shares(made: Hand) -> None:
    share(made, made.row("ratio", 0), "58", "100")
    share(made, made.row("ratio", 1), "10", "20")
    share(made, made.row("no cases", 0), "0", "0")
    share(made, made.row("no cases", 1), "0", "0")


def _own_duty(made: Hand) -> None:
    """The council reports on it itself, and another of its people verifies."""
    manager, other = made.scene.who.manager, people.person(made.council, Role.CONTRACT_MANAGER)
    with clock.at(datetime(2025, 7, 20, 10, tzinfo=clock.LONDON)):
        draft = returns.save_return(made.row("own duty", 0), by=manager, value=D(3))
        returns.verify_return(returns.submit_return(draft, by=manager), by=other, comment=SEEN)


def _correction(made: Hand) -> None:
    """The first quarter's 3 becomes 1 on 1 October."""
    who, due = made.scene.who, made.row("corrected", 0)
    with clock.at(datetime(2025, 10, 1, 10, tzinfo=clock.LONDON)):
        draft = returns.correct_return(due, by=who.reporter, reason="Two were counted twice")
        draft = returns.save_return(due, by=who.reporter, value=D(1))
        returns.verify_return(returns.submit_return(draft, by=who.reporter), by=who.manager, comment=SEEN)


def data(made: Hand, **narrower) -> dict:
    with clock.at(build.NOW):
        return figures_data(made.scene.scope(**narrower))


def figures_of(found: dict, made: Hand, name: str) -> dict | None:
    """The line of a KPI in the file; None where it has none."""
    number = made.kpis[name].number
    return next((k for k in [*found["kpis"], *found["client_side"]] if k["kpi"] == number), None)
