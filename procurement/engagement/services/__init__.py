"""The room's verbs."""

from procurement.engagement.services.events import (
    add_document,
    advertise_event,
    cancel_event,
    create_event,
    edit_event,
    note_event,
    record_attendance,
)
from procurement.engagement.services.ideas import disclose_idea, reply_to_idea
from procurement.engagement.services.publishing import publish_you_said, take_back_you_said
from procurement.engagement.services.remarks import edit_remark, record_remark, respond

__all__ = [
    "add_document",
    "advertise_event",
    "cancel_event",
    "create_event",
    "disclose_idea",
    "edit_event",
    "edit_remark",
    "note_event",
    "publish_you_said",
    "record_attendance",
    "record_remark",
    "reply_to_idea",
    "respond",
    "take_back_you_said",
]
