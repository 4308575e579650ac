"""Events: planned, advertised, cancelled; who came, what happened, what was handed out."""

from datetime import datetime

from django.db import transaction

from procurement.commissioning.models import Commission
from procurement.engagement import permissions
from procurement.engagement.calculations.details import EVENT_EDITABLE
from procurement.engagement.enums import Group
from procurement.engagement.models import Attendance, Event
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_editable, locked, save_changes
from socialvalue.documents.models import Document
from socialvalue.documents.services import store

ARRANGEMENTS = ("public_transport", "easy_read_agenda", "extra_time", "other_arrangements")
SAY_ARRANGEMENTS = "Say first how people can get there and what is done so that everybody can take part"


@transaction.atomic
def create_event(
    commission: Commission,
    *,
    by,
    kind: str,
    title: str,
    description: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    **arrangements,
) -> Event:
    """Plan an event. ``arrangements``: public_transport, easy_read_agenda, extra_time, other_arrangements, how_to_join."""
    permissions.check_can_edit(by, commission)
    _check_event(title=title, description=description, place=place, starts_at=starts_at, ends_at=ends_at)
    event = Event.objects.create(
        commission=commission,
        kind=kind,
        title=title,
        description=description,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        created_by=by,
        **arrangements,
    )
    record(
        "create event",
        f"planned the event “{title}”",
        by=by,
        about=[event, commission],
        council=commission.council,
    )
    return event


@transaction.atomic
def edit_event(event: Event, *, by, expected_version: Shown = AS_READ, **changes) -> Event:
    """Change fields of EVENT_EDITABLE; of a cancelled event only the notes."""
    check_editable(changes, EVENT_EDITABLE)
    event = locked(event, expected_version)
    permissions.check_can_edit(by, event.commission)
    if event.cancelled_at and set(changes) - {"notes"}:
        raise WrongState("The event was cancelled. Plan a new one.")
    _check_event(**{"starts_at": event.starts_at, "ends_at": event.ends_at, **changes})
    after = {name: changes.get(name, getattr(event, name)) for name in ARRANGEMENTS}
    if event.advertised_at and not any(after.values()):
        raise Refused(SAY_ARRANGEMENTS, "public_transport")
    changed = save_changes(event, **changes)
    if changed:
        record(
            "edit",
            "changed the event",
            by=by,
            about=[event, event.commission],
            council=event.commission.council,
            changes=changed,
        )
    return event


@transaction.atomic
def advertise_event(event: Event, *, by) -> Event:
    """Put it on the public page, with its accessibility arrangements: not by invitation only."""
    event = locked(event, AS_READ)
    permissions.check_can_edit(by, event.commission)
    if event.cancelled_at:
        raise WrongState("The event was cancelled")
    if not any(getattr(event, name) for name in ARRANGEMENTS):
        raise Refused(SAY_ARRANGEMENTS, "public_transport")
    if not event.advertised_at:
        if event.starts_at <= clock.now():
            raise Refused("It has begun already: nobody could still come. Set a later date first.", "starts_at")
        save_changes(event, advertised_at=clock.now())
        record(
            "advertise",
            "advertised the event",
            by=by,
            about=[event, event.commission],
            council=event.commission.council,
        )
    return event


@transaction.atomic
def cancel_event(event: Event, *, by, reason: str) -> Event:
    event = locked(event, AS_READ)
    permissions.check_can_edit(by, event.commission)
    if event.cancelled_at:
        raise WrongState("The event was cancelled already")
    if event.ends_at <= clock.now():
        raise WrongState("The event is over; it cannot be cancelled")
    check_reason(reason, "Say why it is cancelled, for the people who meant to come")
    save_changes(event, cancelled_at=clock.now(), cancelled_reason=reason)
    record(
        "cancel",
        "cancelled the event",
        by=by,
        about=[event, event.commission],
        council=event.commission.council,
        reason=reason,
    )
    return event


@transaction.atomic
def record_attendance(event: Event, *, by, numbers: dict[str, int]) -> None:
    """How many came, by group. Replaces what was recorded before."""
    event = locked(event, AS_READ)
    permissions.check_can_edit(by, event.commission)
    if event.cancelled_at:
        raise WrongState("The event was cancelled: nobody came")
    problems: list[tuple[str | None, str]]
    problems = [(group, "Choose a group") for group in numbers if group not in Group.values]
    problems += [(group, "The number of people must be 0 or more") for group, n in numbers.items() if n and n < 0]
    if event.starts_at > clock.now():
        problems.append((None, "The event has not begun yet. Record who came once it has."))
    if problems:
        raise Refused(problems)
    before = {a.group: a.number for a in event.attendances.all()}
    event.attendances.all().delete()
    Attendance.objects.bulk_create(Attendance(event=event, group=g, number=n) for g, n in numbers.items() if n)
    record(
        "attendance",
        "recorded who came",
        by=by,
        about=[event, event.commission],
        council=event.commission.council,
        changes={"attendance": [before, numbers]},
    )


@transaction.atomic
def note_event(event: Event, *, by, notes: str, expected_version: Shown = AS_READ) -> Event:
    return edit_event(event, by=by, expected_version=expected_version, notes=notes)


def add_document(event: Event, *, by, upload, description: str = "") -> Document:
    """Keep a file of the event (an agenda, slides, a picture of the flip chart). Raises Refused on ``file``."""
    permissions.check_can_edit(by, event.commission)
    return store(
        upload=upload,
        owner=event,
        by=by,
        description=description,
        about=[event.commission],
        council=event.commission.council,
    )


def _check_event(*, starts_at: datetime, ends_at: datetime, **given) -> None:
    words = {
        "title": "Enter a title",
        "description": "Say what the event is about",
        "place": "Say where it is held",
    }
    problems = [(name, text) for name, text in words.items() if name in given and not given[name].strip()]
    if ends_at <= starts_at:
        problems.append(("ends_at", "The event has to end after it starts"))
    if problems:
        raise Refused(problems)
