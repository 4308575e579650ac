"""The audit record as a table."""

from collections.abc import Iterator

from socialvalue.common import clock

COLUMNS = ["number", "at", "who", "verb", "what", "reason", "about", "changes"]
WITHHELD = "Confidential until the bids or scores are open"


def rows(events) -> Iterator[list]:
    """A heading and a row an event, in England's time; ``events`` are AuditEvents, however many."""
    yield COLUMNS
    for event in events.prefetch_related("subjects").iterator(chunk_size=500):
        about = "; ".join(subject.label for subject in event.subjects.all())
        changes = "; ".join(f"{field}: {old} → {new}" for field, old, new in event.change_list)
        told = [WITHHELD, "", "", ""] if event.confidential else [event.sentence, event.reason, about, changes]
        at = event.at.astimezone(clock.LONDON).isoformat(timespec="seconds")
        yield [event.pk, at, event.actor_label, event.verb, *told]
