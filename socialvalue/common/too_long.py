"""What PostgreSQL says when it ends a statement that ran, or waited for somebody else's, longer than its role may."""

from django.db import OperationalError

# query_canceled (statement_timeout) and lock_not_available (lock_timeout)
GIVEN_UP = {"57014", "55P03"}


def took_too_long(error: BaseException) -> bool:
    """Whether the database gave up on it, and is well otherwise."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", None) in GIVEN_UP
