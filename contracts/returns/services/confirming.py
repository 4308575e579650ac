"""What the council reports on its own duties is told to the supplier, who confirms it or asks."""

from collections.abc import Sequence

from django.urls import reverse

from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.returns.models import Return
from socialvalue.accounts.models import User
from socialvalue.common import clock


def tell_who_confirms(contract: Contract, own: Sequence[Return], by: User) -> None:
    """Once a day and contract, however many are reported."""
    many = "1 duty" if len(own) == 1 else f"{len(own)} duties"
    what = "; ".join(f"“{one.due.kpi.wording}”" for one in own[:5])
    tell_suppliers(
        contract,
        key=f"own-duties:{contract.pk}:{clock.today().isoformat()}",
        subject=f"What the council promised, to confirm: {contract.title}",
        body=f"The council reported on {many} of its own in “{contract.title}” ({contract.reference}): {what}. "
        "Read it, then confirm it or send it back with a question. It never counts in your figures.",
        url=reverse("return", args=[own[0].due_id]) if len(own) == 1 else reverse("contract-returns", args=[contract.pk]),
        action="Read and confirm what the council reported",
        besides=by,
    )
