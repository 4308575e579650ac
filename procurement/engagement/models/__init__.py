"""Who was heard, where and how; what they said; what was done about it."""

from procurement.engagement.models.event import Attendance, Event
from procurement.engagement.models.idea import PrivateIdea
from procurement.engagement.models.remark import Remark
from procurement.engagement.models.you_said import PublishedRemark, YouSaid

__all__ = [
    "Attendance",
    "Event",
    "PrivateIdea",
    "PublishedRemark",
    "Remark",
    "YouSaid",
]
