"""Writes to returns: reporting, handing in, verifying, correcting; and undoing for ten minutes."""

from contracts.returns.services.deciding import query_return, verify_return
from contracts.returns.services.handing_in import HandedIn, runs_still, submit_drafts, submit_return
from contracts.returns.services.reporting import correct_return, save_return
from contracts.returns.services.together import MOST_TOGETHER, ManyVerified, verify_together
from contracts.returns.services.undoing import undo_submit, undo_verify

__all__ = [
    "MOST_TOGETHER",
    "HandedIn",
    "ManyVerified",
    "correct_return",
    "query_return",
    "runs_still",
    "save_return",
    "submit_drafts",
    "submit_return",
    "undo_submit",
    "undo_verify",
    "verify_return",
    "verify_together",
]
