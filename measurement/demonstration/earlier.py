"""A contract whose obligations and past returns were brought over from the council’s earlier records, by file as an officer does it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.brought.enums import Holds
from contracts.brought.services import bring_in
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.common.tables import write_csv

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

TITLE = "School meals"
DAYS_AGO = 5
PROMISED = {
    "obligation": "O9",
    "wording": "Pupils see where their meals come from. (Illustrative.)",
    "origin": "offered",
    "priority": "CD",
    "kpi": "9",
    "kpi wording": "Visits of classes to a kitchen or a farm",
    "kpi kind": "sum",
    "unit": "visits",
    "target": "4",
    "minimum": "3",
    "frequency": "quarterly",
}
VISITS = (4, 5, 3, 4, 6, 4, 2, 5)


def plan(registrar: "Registrar", contract: Contract) -> None:
    """Put the import on the list, some days ago."""
    if contract.title == TITLE:
        registrar.later(registrar.stage.today - timedelta(days=DAYS_AGO), lambda: _bring_over(registrar, contract))


def _bring_over(registrar: "Registrar", contract: Contract) -> None:
    agreed_on = (contract.starts_on - timedelta(days=20)).isoformat()
    first = {"contract": contract.reference, "agreed on": agreed_on, "reported from": contract.starts_on.isoformat()}
    _bring(registrar, Holds.OBLIGATIONS, [first | PROMISED])
    rows = DueReturn.objects.filter(kpi__obligation__contract=contract, kpi__number=9, ends_on__lt=clock.today())
    found = list(rows.order_by("starts_on"))
    _bring(registrar, Holds.RETURNS, [_line(contract, due, number, len(found)) for number, due in enumerate(found)])


def _line(contract: Contract, due: DueReturn, number: int, of: int) -> dict[str, str]:
    """Verified, but for the last one, which was only sent."""
    sent = min(due.ends_on + timedelta(days=12), clock.today())
    line = {
        "contract": contract.reference,
        "kpi": "9",
        "start date": due.starts_on.isoformat(),
        "end date": due.ends_on.isoformat(),
        "value": str(VISITS[number % len(VISITS)]),
        "status": "sent",
        "sent on": sent.isoformat(),
        "verified on": "",
        "narrative": "From the council’s earlier spreadsheet. (Illustrative.)",
    }
    return line | ({"status": "verified", "verified on": _checked(sent).isoformat()} if number < of - 1 else {})


def _checked(sent: date) -> date:
    return min(sent + timedelta(days=9), clock.today())


def _bring(registrar: "Registrar", holds: Holds, lines: list[dict[str, str]]) -> None:
    cast, names = registrar.cast, list(lines[0])
    outcome = bring_in(
        by=cast.manager,
        council=cast.council,
        holds=holds,
        data=write_csv(names, [[line[name] for name in names] for line in lines]),
        name=f"school-meals-{holds}.csv",
        verified_by=cast.director,
    )
    if not outcome.is_ready:
        raise RuntimeError("; ".join(map(str, outcome.problems)))
