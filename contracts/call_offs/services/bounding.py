"""A contract that was called off stays within the ceiling, whatever changes its value or its term later."""

from decimal import Decimal

from contracts.call_offs.models import CallOff
from contracts.call_offs.selectors import uses_beside
from contracts.register.models import Contract
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_money


def why_past_ceiling(contract: Contract, before: Decimal | None, after: Decimal | None) -> str:
    """Why the contract cannot be worth ``after``; "" where it was not called off, or fits.

    Locks the agreement, as a call-off does.
    """
    made = CallOff.objects.filter(contract=contract).select_related("lot__agreement").first()
    if made is None or before is None or after is None or after <= before:
        return ""
    locked(made.agreement, NOTHING_READ)
    for use, whose in uses_beside(made.lot):
        if use.left is not None and not use.takes(after - before):
            return (
                f"It was called off, and {plain_money(use.left)} of the ceiling of {whose} is left: enter a value up to "
                f"{plain_money(before + use.left)}, or have the ceiling raised first, with what allows it"
            )
    return ""
