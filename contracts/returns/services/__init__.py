"""Writes to returns: reporting, verifying, correcting."""

from contracts.returns.services.deciding import query_return, verify_return
from contracts.returns.services.reporting import (
    add_evidence,
    correct_return,
    remove_evidence,
    remove_story,
    save_return,
    submit_drafts,
    submit_return,
    tell_story,
)

__all__ = [
    "add_evidence",
    "correct_return",
    "query_return",
    "remove_evidence",
    "remove_story",
    "save_return",
    "submit_drafts",
    "submit_return",
    "tell_story",
    "verify_return",
]
