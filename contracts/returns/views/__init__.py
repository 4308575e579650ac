"""Pages of returns: reporting, deciding, reading, taking away and bringing back."""

from contracts.returns.views.deciding import return_correct, return_verify
from contracts.returns.views.files import returns_back, returns_template
from contracts.returns.views.period import (
    evidence_add,
    returns_period,
    returns_period_check,
    returns_period_save,
    returns_period_undo,
)
from contracts.returns.views.postcodes import return_postcodes, return_postcodes_use
from contracts.returns.views.proof import return_proof
from contracts.returns.views.queue import returns_just_verified, returns_remind, returns_to_verify, returns_together
from contracts.returns.views.reading import contract_returns, returns_list
from contracts.returns.views.reporting import (
    evidence_remove,
    return_check,
    return_page,
    return_save,
    return_story,
    story_remove,
)
from contracts.returns.views.submitting import returns_hand_in
from contracts.returns.views.taking import return_people_use
from contracts.returns.views.undoing import return_drop, return_undo_submit, return_undo_verify

__all__ = [
    "contract_returns",
    "evidence_add",
    "evidence_remove",
    "return_check",
    "return_correct",
    "return_drop",
    "return_page",
    "return_postcodes",
    "return_postcodes_use",
    "return_proof",
    "return_save",
    "return_people_use",
    "return_story",
    "return_undo_submit",
    "return_undo_verify",
    "return_verify",
    "returns_back",
    "returns_hand_in",
    "returns_list",
    "returns_period",
    "returns_period_check",
    "returns_period_save",
    "returns_period_undo",
    "returns_just_verified",
    "returns_remind",
    "returns_template",
    "returns_to_verify",
    "returns_together",
    "story_remove",
]
