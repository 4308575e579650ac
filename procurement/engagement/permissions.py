"""Who may record engagement: whoever edits the commission."""

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.permissions import can_edit, check_can_edit
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState

__all__ = ["can_edit", "check_can_edit", "check_can_disclose"]


def check_can_disclose(user, commission: Commission, supplier) -> None:
    """A supplier discloses an idea to the council while the service is still being analysed or planned."""
    user.must_have(Permission.BID, supplier)
    if not commission.in_forward_plan:
        raise WrongState("This commission is not in the public forward plan.")
    if commission.stage not in (Stage.ANALYSE, Stage.PLAN):
        raise WrongState("Ideas can be sent while the service is being analysed or planned. This commission has moved on.")
