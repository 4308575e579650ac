"""The room's verbs."""

from procurement.commissioning.services.analyse import add_entry, edit_entry, issue_diagnostic, remove_entry
from procurement.commissioning.services.commissions import (
    confirm_urgency,
    consider,
    create_commission,
    edit_commission,
    learn,
    move_stage,
)
from procurement.commissioning.services.planning import (
    approve_plan,
    comment_on_plan,
    edit_plan,
    issue_plan,
    reopen_plan,
    return_plan,
    start_plan,
    submit_plan,
)
from procurement.commissioning.services.requirements import (
    drop_outcome,
    edit_outcome,
    remove_requirement,
    require,
    reword_requirement,
    seek_outcome,
    take_up_outcome,
)

__all__ = [
    "add_entry",
    "approve_plan",
    "comment_on_plan",
    "confirm_urgency",
    "consider",
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
