"""The room's verbs."""

from procurement.panel.services.declaring import declare, declare_as_lead, keep_decision
from procurement.panel.services.panel import edit_evaluation, give_questions, set_up, take_off_panel

__all__ = [
    "declare",
    "declare_as_lead",
    "edit_evaluation",
    "give_questions",
    "keep_decision",
    "set_up",
    "take_off_panel",
]
