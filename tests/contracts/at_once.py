"""Several people at once, each in a thread and a connection of their own: what each was refused, or nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from django.db import connections

from socialvalue.common import clock
from socialvalue.common.errors import DomainError


def at_once(moment: datetime, *acts: Callable[[], object]) -> list[str]:
    """All from one signal, at ``moment`` by the service's clock: the refusals in the order of ``acts``, "" where it was done.

    Any other error fails the test: nobody is shown a page of the database's own.
    """
    ready = Barrier(len(acts))

    def run(act) -> str:
        try:
            ready.wait(20)
            with clock.at(moment):
                act()
        except DomainError as refusal:
            return refusal.message
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
