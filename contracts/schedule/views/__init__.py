"""What is no longer owed, when returns lock, and who opens a locked period."""

from contracts.schedule.views.locking import (
    administration_returns,
    returns_ask,
    returns_exception,
    returns_exception_back,
    returns_exception_close,
)
from contracts.schedule.views.waiving import return_owe_again, return_waive

__all__ = [
    "administration_returns",
    "return_owe_again",
    "return_waive",
    "returns_ask",
    "returns_exception",
    "returns_exception_back",
    "returns_exception_close",
]
