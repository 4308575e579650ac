"""Writes to returns: reporting, verifying, correcting."""

from contracts.returns.services.deciding import query_return, verify_return
from contracts.returns.services.reporting import (
    correct_return,
    save_return,
    submit_drafts,
    submit_return,
)

__all__ = [
    "correct_return",
    "query_return",
    "save_return",
    "submit_drafts",
    "submit_return",
    "verify_return",
]
