"""The room's verbs."""

from procurement.engagement.services.event import (
    add_document,
    advertise_event,
    cancel_event,
    create_event,
    edit_event,
    note_event,
    record_attendance,
)
from procurement.engagement.services.idea import disclose_idea, reply_to_idea
from procurement.engagement.services.remark import edit_remark, record_remark, respond, undo_remark
from procurement.engagement.services.you_said import publish_you_said, take_back_you_said

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
    "undo_remark",
]
