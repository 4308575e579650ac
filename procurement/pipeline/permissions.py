"""Who may plan timetables and who may let an opportunity through."""

from procurement.commissioning.permissions import can_edit, check_can_edit
from procurement.pipeline.models import Posting
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import DomainError, NotAllowed

__all__ = [
    "can_decide_posting",
    "can_edit",
    "check_can_decide_posting",
    "check_can_edit",
    "check_can_edit_posting",
    "check_can_post",
]


def check_can_post(user, organisation) -> None:
    """Partner authorities and main contractors post for themselves; suppliers post subcontracts for themselves."""
    if not (user.can(Permission.POST_OPPORTUNITIES, organisation) or user.can(Permission.BID, organisation)):
        raise NotAllowed("You can post opportunities for your own organisation only.")


def check_can_edit_posting(user, posting: Posting) -> None:
    check_can_post(user, posting.posted_for)


def check_can_decide_posting(user, posting: Posting) -> None:
    """Somebody of the council who approves opportunities and did not post this one."""
    user.must_have(Permission.APPROVE_OPPORTUNITIES, posting.council_id)
    if posting.posted_by_id == user.pk:
        raise NotAllowed("You posted this opportunity. Somebody else has to approve it.")


def can_decide_posting(user, posting: Posting) -> bool:
    try:
        check_can_decide_posting(user, posting)
    except DomainError:
        return False
    return True
