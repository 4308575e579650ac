"""Who may record engagement: whoever edits the commission."""

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.permissions import can_edit, check_can_edit
from procurement.engagement.models import Remark
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.common.undoing import check_in_time

__all__ = [
    "can_edit",
    "can_take_back",
    "can_undo_remark",
    "check_can_disclose",
    "check_can_edit",
    "check_can_take_back",
    "check_can_undo_remark",
]


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


def check_can_undo_remark(user, remark: Remark) -> None:
    """Take back a remark: who recorded it, as long as nobody has corrected, answered, used or published it."""
    if user.pk != remark.recorded_by_id:
        raise NotAllowed("Only the person who recorded this remark can undo it")
    check_in_time(remark.recorded_at)
    check_can_edit(user, remark.commission)
    if not remark.is_as_recorded:
        raise WrongState("This cannot be undone: the remark has been corrected or answered since")
    if not Remark.objects.unused().filter(pk=remark.pk).exists():
        raise WrongState("This cannot be undone: the remark is used already, as evidence or in what was published")


def can_undo_remark(user, remark: Remark) -> bool:
    return can(check_can_undo_remark, user, remark)
