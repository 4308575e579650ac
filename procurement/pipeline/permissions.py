"""Who may plan timetables, who may post an opportunity, and who may let it through."""

from procurement.commissioning.permissions import can_edit, check_can_edit
from procurement.pipeline.models import POSTING_PERMISSIONS, Posting
from procurement.pipeline.workflow import POSTING
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import NotAllowed, can

__all__ = [
    "can_decide_posting",
    "can_edit",
    "can_edit_posting",
    "can_withdraw_posting",
    "check_can_decide_posting",
    "check_can_edit",
    "check_can_edit_posting",
    "check_can_post",
    "check_can_withdraw_posting",
]


def check_can_post(user, organisation) -> None:
    """Partners and main contractors post for themselves, suppliers their subcontracts, commissioners for their council."""
    if not any(user.can(permission, organisation) for permission in POSTING_PERMISSIONS):
        raise NotAllowed("You can post opportunities for your own organisation only")


def check_can_edit_posting(user, posting: Posting) -> None:
    """Whoever posts for that body, while the opportunity is a draft or came back."""
    check_can_post(user, posting.posted_for_id)
    POSTING.target("submit", posting.status)


def check_can_withdraw_posting(user, posting: Posting) -> None:
    """Whoever posts for that body, until it is withdrawn."""
    check_can_post(user, posting.posted_for_id)
    POSTING.target("withdraw", posting.status)


def check_can_decide_posting(user, posting: Posting) -> None:
    """Somebody of the council who approves opportunities and did not post this one, while it waits."""
    user.must_have(Permission.APPROVE_OPPORTUNITIES, posting.council_id)
    check_another_hand(user, posting.posted_by_id, words="You posted this opportunity. Somebody else has to approve it.")
    POSTING.target("publish", posting.status)


def can_edit_posting(user, posting: Posting) -> bool:
    return can(check_can_edit_posting, user, posting)


def can_withdraw_posting(user, posting: Posting) -> bool:
    return can(check_can_withdraw_posting, user, posting)


def can_decide_posting(user, posting: Posting) -> bool:
    return can(check_can_decide_posting, user, posting)
