"""Which returns were and are due, with the target of each period."""

from collections.abc import Iterator
from typing import Any

from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Part, at, part_of

# Under which heads what stands beside a period says which one it is
FIRST = ["council", "contract", "kpi", "start date", "end date"]
HEADINGS = [
    "council", "contract", "kpi", "kpi wording", "start date", "end date", "due", "target", "minimum", "no longer due since",
    "no longer due because",
]  # fmt: skip


def parts(user: User) -> list[Part]:
    rows = DueReturn.objects.visible_to(user).select_related("kpi__obligation__contract__council")
    return [
        part_of(
            "returns/due.csv", "Every period for which a return is or was due, with its target and minimum, and when it is due.",
            HEADINGS, rows.order_by("kpi__obligation__contract", "kpi__number", "kpi", "starts_on"), _due,
        )
    ]  # fmt: skip


def first(due: DueReturn) -> list[Any]:
    """Under ``FIRST``: which period of which KPI. Its KPI, contract and council are loaded."""
    contract = due.kpi.obligation.contract
    return [str(contract.council), contract.reference, due.kpi.number, due.starts_on, due.ends_on]


def _due(due: DueReturn) -> Iterator[list[Any]]:
    contract = due.kpi.obligation.contract
    yield [
        str(contract.council), contract.reference, due.kpi.number, due.kpi.wording, due.starts_on, due.ends_on, due.due_on,
        due.target, due.minimum, at(due.waived_at), due.waived_reason,
    ]  # fmt: skip
