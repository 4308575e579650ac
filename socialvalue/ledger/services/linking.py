"""The one writer of links. Only the program that links runs it (``manage.py link_record``), under a role of its own."""

from django.db import IntegrityError, connection, transaction

from socialvalue.audit.models import AuditEvent
from socialvalue.ledger.calculations import link_digest
from socialvalue.ledger.models import RecordLink
from socialvalue.ledger.selectors import head, unlinked

# Entries in one transaction: what a killed program loses is done by the next
AT_ONCE = 500
# Any number that nothing else of ours takes
LOCK = 7_230_941_557


def link_up(*, whole: bool = False) -> int:
    """Link every committed entry that has no link yet, in the order of their keys; how many were linked.

    ``whole``: look for them in the whole record, not in its latest part. All or nothing for each ``AT_ONCE``. Where another
    program is linking, nothing: one chain has one writer.
    """
    linked = 0
    while True:
        try:
            made = _link_some(whole=whole)
        except IntegrityError:  # another was quicker; SQLite has no lock to ask for
            return linked
        linked += made
        if made < AT_ONCE:
            return linked


@transaction.atomic
def _link_some(*, whole: bool) -> int:
    if not _alone():
        return 0
    events = list(unlinked(whole=whole).prefetch_related("subjects")[:AT_ONCE])
    last = head()
    number, previous = last.number, last.digest
    links = []
    for event in events:
        number, content = number + 1, content_of(event)
        previous = link_digest(number, previous, event.pk, content, event.recorded_at)
        links.append(RecordLink(number=number, event=event, content=content, digest=previous))
    RecordLink.objects.bulk_create(links)
    return len(links)


def content_of(event: AuditEvent) -> str:
    """The digest of an entry as it stands (``subjects`` may be prefetched)."""
    return event.content_digest((one.object_type, one.object_id, one.label) for one in event.subjects.all())


def _alone() -> bool:
    """Whether this transaction is the only one that links. On SQLite the unique numbers see to it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
