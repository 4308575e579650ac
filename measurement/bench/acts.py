"""What is not a page: verifying one return, keeping figures, timed events, freezing a report. Done here, beside the server.

What would leave something behind is taken back, so that a second measurement meets the same rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from contracts.kept import services as kept
from contracts.returns.models import Return
from contracts.returns.services import deciding, verify_return
from contracts.schedule.enums import ReturnStatus
from measurement.bench.copies import Original
from measurement.figures.selectors.scope import last_months
from measurement.reports.enums import ReportKind
from measurement.reports.services import ask_for_report, build
from socialvalue.common import clock

WITH_UPKEEP, WITHOUT_UPKEEP = "verify one return", "verify one return, nothing kept"
REBUILD, NOTHING_TO_SEND, REPORT = "rebuild from nothing", "timed events, nothing to send", "summary report, freezing"
SAVE_A_SCORE, LAST_MINUTE = "save a score", "suppliers in the last minute"
SEEN = "Compared with the provider’s own list at the review meeting."
VERIFIED = 10
HALF_YEAR = 6


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def verify(original: Original, *, keeping: bool) -> Callable[[], object]:
    """Verify one waiting return, another each time."""
    waiting = Return.objects.filter(status=ReturnStatus.SUBMITTED, submitted_by=original.reporter, due__kpi__client_side=False)
    found = iter(list(waiting.order_by("pk")[: 3 * VERIFIED]))

    def run() -> None:
        version = next(found)
        manager = version.due.kpi.obligation.contract.manager
        keep = deciding.keep
        if not keeping:
            deciding.keep = lambda *contracts: None
        try:
            with taken_back():
                verify_return(version, by=manager, comment=SEEN)
        finally:
            deciding.keep = keep

    return run


def rebuild(original: Original) -> Callable[[], object]:
    return lambda: kept.rebuild(original.council.pk)


def report(original: Original) -> Callable[[], object]:
    """The half year's report, asked for and frozen."""

    def run() -> None:
        first, last = last_months(HALF_YEAR, clock.today())
        with taken_back():
            asked = ask_for_report(
                by=original.manager, council=original.council, kind=ReportKind.CABINET, starts_on=first, ends_on=last,
                overlapping=True,
            )  # fmt: skip
            build(asked.pk)

    return run


def unlike(original: Original) -> int:
    """How many kept figures are not what the statement says."""
    return len(kept.check(original.council, clock.today(), everything=True))
