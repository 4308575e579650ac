"""The room's verbs."""

from procurement.commissioning.services.act import confirm_urgency, consider
from procurement.commissioning.services.commission import create_commission, edit_commission, move_stage
from procurement.commissioning.services.copying import copy_commission
from procurement.commissioning.services.diagnostic import add_entry, edit_entry, issue_diagnostic, remove_entry
from procurement.commissioning.services.lesson import learn
from procurement.commissioning.services.outcome import drop_outcome, edit_outcome, seek_outcome, take_up_outcome
from procurement.commissioning.services.plan import (
    approve_plan,
    comment_on_plan,
    edit_plan,
    issue_plan,
    reopen_plan,
    return_plan,
    start_plan,
    submit_plan,
)
from procurement.commissioning.services.requirement import remove_requirement, require, reword_requirement

__all__ = [
    "add_entry",
    "approve_plan",
    "comment_on_plan",
    "confirm_urgency",
    "consider",
    "copy_commission",
    "create_commission",
    "drop_outcome",
    "edit_commission",
    "edit_entry",
    "edit_outcome",
    "edit_plan",
    "issue_diagnostic",
    "issue_plan",
    "learn",
    "move_stage",
    "remove_entry",
    "remove_requirement",
    "reopen_plan",
    "require",
    "return_plan",
    "reword_requirement",
    "seek_outcome",
    "start_plan",
    "submit_plan",
    "take_up_outcome",
]
