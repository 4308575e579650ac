"""Fifty at once: the same thing done by as many threads, each with a connection of its own, all let go in one moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import DomainError

THREADS = 50
DONE = "done"


def all_at_once(act: Callable[[int], object], threads: int = THREADS) -> Counter[str]:
    """What came of ``act(0)`` to ``act(threads - 1)``: DONE, or the class of the refusal. Any other error fails the test."""
    barrier = Barrier(threads, timeout=30)

    def one(number: int) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            act(number)
            return DONE
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, range(threads)))


def recorded(verb: str) -> int:
    """How many events of this verb the audit record holds."""
    return AuditEvent.objects.filter(verb=verb).count()
