"""Who may record engagement: whoever edits the commission."""

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.permissions import can_edit, check_can_edit
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState

__all__ = ["can_edit", "can_take_back", "check_can_edit", "check_can_disclose", "check_can_take_back"]


def check_can_take_back(user, commission: Commission) -> None:
    """What was published can be taken back as long as it stands, also after the commission is closed."""
    user.must_have(Permission.EDIT_COMMISSIONS, commission.council_id)


def can_take_back(user, commission: Commission) -> bool:
    return user.is_authenticated and user.can(Permission.EDIT_COMMISSIONS, commission.council_id)


def check_can_disclose(user, commission: Commission, supplier) -> None:
    """A supplier discloses an idea to the council while the service is still being analysed or planned."""
    user.must_have(Permission.BID, supplier)
    if not commission.in_forward_plan:
        raise WrongState("This commission is not in the public forward plan")
    if commission.stage not in (Stage.ANALYSE, Stage.PLAN):
        raise WrongState("Ideas can be sent while the service is being analysed or planned. This commission has moved on.")
