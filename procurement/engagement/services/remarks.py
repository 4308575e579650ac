"""What was said, and what was done about it."""

from datetime import date

from django.db import transaction

from procurement.commissioning.enums.key_questions import BY_KEY
from procurement.commissioning.models import Commission
from procurement.engagement import permissions
from procurement.engagement.models import Event, Remark
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.saving import locked, save_changes


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
    _check_remark(
        commission,
        text=text,
        question=question,
        said_by=said_by,
        agreed_to_be_named=agreed_to_be_named,
        said_on=said_on,
        event=event,
    )
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
    fields = ("text", "question", "said_by", "agreed_to_be_named", "said_on", "event")
    _check_remark(remark.commission, **{name: changes.get(name, getattr(remark, name)) for name in fields})
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


def _check_remark(commission: Commission, *, text, question, said_by, agreed_to_be_named, said_on, event) -> None:
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
