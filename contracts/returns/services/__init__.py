"""Writes to returns: reporting, handing in, verifying, correcting; and undoing for ten minutes."""

from contracts.returns.services.deciding import query_return, verify_return
from contracts.returns.services.handing_in import MOST_TOGETHER, HandedIn, runs_still, submit_return, submit_together, why_not_now
from contracts.returns.services.reporting import correct_return, drop_correction, save_return
from contracts.returns.services.together import ManyVerified, undo_verify_together, verify_together
from contracts.returns.services.undoing import undo_submit, undo_verify

__all__ = [
    "MOST_TOGETHER",
    "HandedIn",
    "ManyVerified",
    "correct_return",
    "drop_correction",
    "query_return",
    "runs_still",
    "save_return",
    "submit_return",
    "submit_together",
    "undo_submit",
    "undo_verify",
    "undo_verify_together",
    "verify_return",
    "verify_together",
    "why_not_now",
]
