"""The audit record as CSV."""

import csv
from collections.abc import Iterator

from socialvalue.common import clock

COLUMNS = ["number", "at", "who", "verb", "what", "reason", "about", "changes"]
WITHHELD = "Confidential until the bids or scores are open"


class _Line:
    def write(self, text: str) -> str:
        return text


def plain(text) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = str(text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def lines(events) -> Iterator[str]:
    """A heading and a line an event, in England's time; ``events`` are AuditEvents, however many."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for event in events.prefetch_related("subjects").iterator(chunk_size=500):
        about = "; ".join(subject.label for subject in event.subjects.all())
        changes = "; ".join(f"{field}: {old} → {new}" for field, old, new in event.change_list)
        told = [WITHHELD, "", "", ""] if event.confidential else [event.sentence, event.reason, about, changes]
        at = event.at.astimezone(clock.LONDON).isoformat(timespec="seconds")
        yield writer.writerow([event.pk, at, *map(plain, [event.actor_label, event.verb, *told])])
