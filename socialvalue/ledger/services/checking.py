"""Read the record from its first link to its last and say whether it is as it was linked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from socialvalue.audit.models import AuditEvent
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.ledger.calculations import NOTHING, Break, Linked, fault_of
from socialvalue.ledger.enums import Fault
from socialvalue.ledger.models import RecordCheck, RecordLink
from socialvalue.ledger.selectors import Head
from socialvalue.ledger.services.linking import content_of

# Of the job that reads it every night
KIND = "record_check"
# Links read at a time, with their entries
CHUNK = 2_000


@dataclass(frozen=True)
class Finding:
    """How far the chain is right, and the first thing that is not. ``without``: entries that have no digest of their own."""

    head: Head
    broken: Break | None
    words: str
    without: int


def read_whole(report: Callable[[int], None] = lambda done: None, *, known: Head | None = None) -> Finding:
    """Walk the chain in constant memory; ``report`` is told how many links were read.

    ``known``: a head that somebody outside kept. Where the chain does not hold it, its tail was removed or it is another chain.
    """
    number, previous, without, said = 0, NOTHING, 0, False
    for link, event in _walk():
        report(number)
        found = content_of(event) if event else None
        fault = fault_of(number + 1, previous, link, found)
        if fault is None and event is not None:
            if event.digest and event.digest != link.content:
                fault = Fault.ENTRY_CHANGED
            elif not event.digest and said:
                fault = Fault.NO_DIGEST
        if fault is not None:
            return _broken(fault, number, link, without)
        number, previous = link.number, link.digest
        said = said or bool(event and event.digest)
        without += not (event and event.digest)
        if known and known.number == number and known.digest != previous:
            return _broken(Fault.LINK_CHANGED, number - 1, link, without)
    last = Head(number, previous)
    if known and known.number > number:
        gap = Break(Fault.TAIL_GONE, number + 1, None, number or None, None)
        return Finding(last, gap, _words(gap), without)
    return Finding(last, None, "", without)


def _walk() -> Iterator[tuple[Linked, AuditEvent | None]]:
    """Each link with its entry as it stands, in their order; None where the entry is gone."""
    after = 0
    while True:
        rows = list(RecordLink.objects.filter(number__gt=after).order_by("number").values_list(
            "number", "event_id", "content", "digest"
        )[:CHUNK])  # fmt: skip
        if not rows:
            return
        events = AuditEvent.objects.in_bulk([event for _, event, _, _ in rows])
        prefetch_related_objects(list(events.values()), "subjects")
        for number, key, content, digest in rows:
            event = events.get(key)
            yield Linked(number, key, content, digest, event.recorded_at if event else None), event
        after = rows[-1][0]


def _broken(fault: Fault, before: int, link: Linked, without: int) -> Finding:
    number = before + 1 if fault == Fault.LINK_GONE else link.number
    after = RecordLink.objects.filter(number__gt=before + (fault != Fault.LINK_GONE)).order_by("number").first()
    right = RecordLink.objects.filter(number=before).first()
    key = None if fault == Fault.LINK_GONE else link.event
    found = Break(fault, number, key, before or None, after.number if after else None)
    return Finding(Head(before, right.digest if right else NOTHING), found, _words(found), without)


def _words(found: Break) -> str:
    """What is wrong, where, and between which neighbours, for people."""
    what = f"{Fault(found.fault).label}: place {found.number:,}"
    if found.event:
        what += f" (entry {found.event})"
    before, after = _said(found.before), _said(found.after)
    if before and after:
        return f"{what}, between {before} and {after}"
    return f"{what}, {'after ' + before if before else 'before ' + after if after else 'alone'}"


def _said(number: int | None) -> str:
    """“12: 27 November 2026 at 3.04pm, Procurement officer, approved a plan”. A confidential entry says no more than when."""
    link = RecordLink.objects.filter(number=number).first() if number else None
    event = AuditEvent.objects.filter(pk=link.event_id).first() if link else None
    if link is None:
        return ""
    if event is None:
        return f"{link.number:,}: an entry that is gone"
    told = "confidential" if event.confidential else f"{event.actor_label}, {event.verb}"
    return f"{link.number:,}: {plain_moment(event.at)}, {told}"


def check(report: Callable[[int], None] = lambda done: None) -> RecordCheck:
    """Read the whole record and keep what was found. It begins with the last head that an earlier check found right."""
    began = timezone.now()
    earlier = RecordCheck.objects.filter(fault="").first()
    found = read_whole(report, known=Head(earlier.links, earlier.digest) if earlier and earlier.links else None)
    broken = found.broken
    with transaction.atomic():
        return RecordCheck.objects.create(
            began_at=began,
            finished_at=timezone.now(),
            links=found.head.number,
            digest=found.head.digest if found.head.number else "",
            fault=broken.fault if broken else "",
            number=broken.number if broken else None,
            found=found.words,
        )
