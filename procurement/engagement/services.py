"""Events, remarks and private ideas."""

from datetime import date, datetime

from django.db import transaction

from procurement.commissioning.key_questions import BY_KEY
from procurement.commissioning.models import Commission
from procurement.engagement import permissions
from procurement.engagement.models import Attendance, Event, PrivateIdea, Remark
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell, tell_all


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
    if ends_at <= starts_at:
        raise Refused("The event has to end after it starts.", "ends_at")
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
def edit_event(event: Event, *, by, expected_version: int | None = None, **changes) -> Event:
    event = locked(event, expected_version)
    permissions.check_can_edit(by, event.commission)
    if changes.get("ends_at", event.ends_at) <= changes.get("starts_at", event.starts_at):
        raise Refused("The event has to end after it starts.", "ends_at")
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
    event = locked(event)
    permissions.check_can_edit(by, event.commission)
    if event.cancelled_at:
        raise WrongState("The event was cancelled.")
    if not (event.public_transport or event.other_arrangements or event.easy_read_agenda or event.extra_time):
        raise Refused(
            "Say first how people can get there and what is done so that everybody can take part.",
            "public_transport",
        )
    if not event.advertised_at:
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
    event = locked(event)
    permissions.check_can_edit(by, event.commission)
    if not reason.strip():
        raise Refused("Say why it is cancelled: people who meant to come will read it.", "reason")
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
    permissions.check_can_edit(by, event.commission)
    before = {a.group: a.number for a in event.attendances.all()}
    event.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(event=event, group=g, number=n) for g, n in numbers.items() if n
    )
    record(
        "attendance",
        "recorded who came",
        by=by,
        about=[event, event.commission],
        council=event.commission.council,
        changes={"attendance": [before, numbers]},
    )


@transaction.atomic
def note_event(event: Event, *, by, notes: str, expected_version: int | None = None) -> Event:
    return edit_event(event, by=by, expected_version=expected_version, notes=notes)


@transaction.atomic
def record_remark(
    commission: Commission,
    *,
    by,
    text: str,
    group: str,
    said_on: date,
    method: str,
    question: str = "",
    event: Event | None = None,
    said_by: str = "",
    agreed_to_be_named: bool = False,
) -> Remark:
    """Keep one thing that was said. A name is kept only with the person's agreement."""
    permissions.check_can_edit(by, commission)
    problems = []
    if not text.strip():
        problems.append(("text", "Write what was said."))
    if question and question not in BY_KEY:
        problems.append(("question", "Choose one of the key questions."))
    if said_by and not agreed_to_be_named:
        problems.append(("said_by", "Leave the name out, or confirm that the person agreed to be named."))
    if said_on > clock.today():
        problems.append(("said_on", "The date cannot be in the future."))
    if event is not None and event.commission_id != commission.pk:
        problems.append(("event", "Choose an event of this commission."))
    if problems:
        raise Refused(problems)
    remark = Remark.objects.create(
        commission=commission,
        text=text,
        group=group,
        said_on=said_on,
        method=method,
        question=question,
        event=event,
        said_by=said_by,
        agreed_to_be_named=agreed_to_be_named,
        recorded_by=by,
    )
    record(
        "remark",
        f"recorded what {remark.get_group_display().lower()} said",
        by=by,
        about=[remark, commission],
        council=commission.council,
    )
    return remark


@transaction.atomic
def edit_remark(remark: Remark, *, by, expected_version: int | None = None, **changes) -> Remark:
    remark = locked(remark, expected_version)
    permissions.check_can_edit(by, remark.commission)
    if changes.get("said_by", remark.said_by) and not changes.get(
        "agreed_to_be_named", remark.agreed_to_be_named
    ):
        raise Refused("Leave the name out, or confirm that the person agreed to be named.", "said_by")
    changed = save_changes(remark, **changes)
    if changed:
        record(
            "edit",
            "corrected a remark",
            by=by,
            about=[remark, remark.commission],
            council=remark.commission.council,
            changes=changed,
        )
    return remark


@transaction.atomic
def respond(remark: Remark, *, by, response: str, expected_version: int | None = None) -> Remark:
    """You said, we did."""
    remark = locked(remark, expected_version)
    permissions.check_can_edit(by, remark.commission)
    if not response.strip():
        raise Refused("Write what was done about it, or why nothing was.", "response")
    changed = save_changes(remark, response=response, responded_at=clock.now(), responded_by=by)
    record(
        "respond",
        "said what was done about a remark",
        by=by,
        about=[remark, remark.commission],
        council=remark.commission.council,
        changes=changed,
    )
    return remark


@transaction.atomic
def disclose_idea(commission: Commission, *, by, supplier, text: str) -> PrivateIdea:
    """A provider's idea, for the council alone."""
    permissions.check_can_disclose(by, commission, supplier)
    if not text.strip():
        raise Refused("Write your idea.", "text")
    idea = PrivateIdea.objects.create(commission=commission, supplier=supplier, text=text, sent_by=by)
    record(
        "idea",
        "sent a private idea",
        by=by,
        about=[idea, commission],
        council=commission.council,
        confidential=True,
    )
    tell_all(
        [commission.lead],
        key=f"idea:{idea.pk}",
        subject=f"A private idea for {commission}",
        body="A provider has sent the council an idea in confidence. Do not share it with other providers.",
        url=f"/commissions/{commission.reference}/ideas/",
    )
    return idea


@transaction.atomic
def reply_to_idea(idea: PrivateIdea, *, by, reply: str) -> PrivateIdea:
    permissions.check_can_edit(by, idea.commission)
    if not reply.strip():
        raise Refused("Write your reply.", "reply")
    save_changes(idea, reply=reply, replied_at=clock.now(), replied_by=by)
    record(
        "reply",
        "replied to a private idea",
        by=by,
        about=[idea, idea.commission],
        council=idea.commission.council,
        confidential=True,
    )
    tell(
        idea.sent_by,
        key=f"idea:{idea.pk}:reply",
        subject="The council replied to your idea",
        body=reply,
        url="/ideas/",
    )
    return idea
