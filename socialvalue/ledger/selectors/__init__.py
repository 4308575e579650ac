"""Where the chain stands: its head, what waits to be linked, how it was when it was last read whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from socialvalue.audit.models import AuditEvent
from socialvalue.ledger.calculations import NOTHING
from socialvalue.ledger.models import RecordCheck, RecordLink

# An entry that came later may have been committed sooner: so far back what is not linked is looked for each time
LOOK_BACK = 20_000
LINKED_WITHIN = timedelta(minutes=1)
ALARM_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Head:
    """The last link: whoever knows its number and digest can tell whether anything before it was changed since."""

    number: int
    digest: str
    at: datetime | None = None

    @property
    def is_nothing(self) -> bool:
        return self.number == 0


def head() -> Head:
    """Of the whole record; number 0 where nothing is linked yet. One statement by index."""
    last = RecordLink.objects.order_by("-number").first()
    return Head(last.number, last.digest, last.at) if last else Head(0, NOTHING)


def unlinked(*, whole: bool = False) -> QuerySet[AuditEvent]:
    """Committed entries without a link, the oldest key first: of the latest ``LOOK_BACK`` keys, or of the whole record."""
    waiting = AuditEvent.objects.filter(~Exists(RecordLink.objects.filter(event=OuterRef("pk")))).order_by("pk")
    if whole:
        return waiting
    last = RecordLink.objects.order_by("-event").values_list("event", flat=True).first() or 0
    return waiting.filter(pk__gt=last - LOOK_BACK)


def oldest_waiting() -> datetime | None:
    """Since when the entry that waits longest for its link has been waiting, by the database's time; None where none waits."""
    first = unlinked().values_list("recorded_at", "at").first()
    return (first[0] or first[1]) if first else None


def lag() -> timedelta:
    """How long the entry that waits longest has been waiting; nothing where none waits.

    By the real time, as the database's own is: the one clock of a test or of the demonstration may stand elsewhere.
    """
    since = oldest_waiting()
    return max(timezone.now() - since, timedelta()) if since else timedelta()


def is_late() -> bool:
    """Whether the program that links has stopped, or is too slow."""
    return lag() > ALARM_AFTER


def holds(number: int, digest: str) -> bool:
    """Whether the link with that number has that digest today: then nothing up to it was changed since somebody noted it."""
    return RecordLink.objects.filter(pk=number, digest=digest).exists()


def last_check() -> RecordCheck | None:
    return RecordCheck.objects.first()
