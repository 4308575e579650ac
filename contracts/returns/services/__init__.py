"""Writes to returns: reporting, handing in, verifying, correcting; and undoing for ten minutes."""

from contracts.returns.calculations.lines import Said
from contracts.returns.services.counting import MOST_POSTCODES, count_postcodes
from contracts.returns.services.deciding import query_return, verify_return
from contracts.returns.services.handing_in import (
    MOST_TOGETHER,
    HandedIn,
    runs_still,
    submit_each,
    submit_return,
    submit_together,
    why_never,
    why_not_now,
)
from contracts.returns.services.period import submit_period, undo_period
from contracts.returns.services.reporting import correct_return, drop_correction, save_return
from contracts.returns.services.saving import Kept, Written, keep_written
from contracts.returns.services.taking import take_from_people, take_from_postcodes
from contracts.returns.services.together import ManyVerified, undo_verify_together, verify_together
from contracts.returns.services.undoing import undo_submit, undo_submit_each, undo_verify

__all__ = [
    "HandedIn",
    "Kept",
    "MOST_POSTCODES",
    "MOST_TOGETHER",
    "ManyVerified",
    "Said",
    "Written",
    "correct_return",
    "count_postcodes",
    "drop_correction",
    "keep_written",
    "query_return",
    "runs_still",
    "save_return",
    "submit_each",
    "submit_period",
    "submit_return",
    "submit_together",
    "take_from_people",
    "take_from_postcodes",
    "undo_period",
    "undo_submit",
    "undo_submit_each",
    "undo_verify",
    "undo_verify_together",
    "verify_return",
    "verify_together",
    "why_never",
    "why_not_now",
]
