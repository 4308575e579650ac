"""The audit record as a table."""

from collections.abc import Iterator, Sequence

from django.db.models import prefetch_related_objects

from socialvalue.common import clock
from socialvalue.common.lists.keyset import Part, walked

COLUMNS = ["number", "at", "who", "verb", "what", "reason", "about", "changes"]
WITHHELD = "Confidential until the bids or scores are open"


# Events read at a time
CHUNK = 500


def rows(parts: Sequence[Part]) -> Iterator[list]:
    """A heading and a row an event, newest first, in England's time; ``parts`` as ``keyset`` takes them, however many events."""
    yield COLUMNS
    for events in walked(parts, CHUNK):
        prefetch_related_objects(events, "subjects")
        yield from map(_row, events)


def _row(event) -> list:
    about = "; ".join(subject.label for subject in event.subjects.all())
    changes = "; ".join(f"{field}: {old} → {new}" for field, old, new in event.change_list)
    told = [WITHHELD, "", "", ""] if event.confidential else [event.sentence, event.reason, about, changes]
    at = event.at.astimezone(clock.LONDON).isoformat(timespec="seconds")
    return [event.pk, at, event.actor_label, event.verb, *told]
