"""What somebody's body has posted, and what has become of it."""

from procurement.pipeline.enums import PostingStatus
from procurement.pipeline.models import Posting
from socialvalue.accounts.models import User

MOST = 8


def posted(user: User) -> list[Posting]:
    """The opportunities of the bodies this person posts for, the newest first; withdrawn ones are left out. One query."""
    rows = Posting.objects.own(user).exclude(status=PostingStatus.WITHDRAWN).select_related("posted_for", "council")
    return list(rows.order_by("-created_at", "-pk")[:MOST])
