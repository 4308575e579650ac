"""What was said, and what was done about it."""

from django.db import transaction

from procurement.commissioning.enums.key_questions import BY_KEY
from procurement.commissioning.models import Commission
from procurement.engagement import permissions
from procurement.engagement.calculations.details import REMARK_EDITABLE, RemarkDetails
from procurement.engagement.models import Remark
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import check_editable, locked, save_changes


@transaction.atomic
def record_remark(commission: Commission, details: RemarkDetails, *, by) -> Remark:
    """Keep one thing that was said. A name is kept only with the person's agreement."""
    permissions.check_can_edit(by, commission)
    _check_remark(commission, details)
    remark = Remark.objects.create(commission=commission, recorded_by=by, **details.values())
    record(
        "remark",
        f"recorded what {remark.get_group_display().lower()} said",
        by=by,
        about=[remark, commission],
        council=commission.council,
    )
    return remark


@transaction.atomic
def undo_remark(remark: Remark, *, by) -> None:
    """Take out what was just recorded. That it was recorded, and taken out, stays in the record; its words do not.

    Raises WrongState after ten minutes or once somebody has worked with it.
    """
    remark = locked(remark, NOTHING_READ)
    permissions.check_can_undo_remark(by, remark)
    record(
        "undo remark",
        f"undid recording what {remark.get_group_display().lower()} said",
        by=by,
        about=[remark, remark.commission],
        council=remark.commission.council,
    )
    remark.delete()


@transaction.atomic
def edit_remark(remark: Remark, *, by, expected_version: Shown = AS_READ, **changes) -> Remark:
    """Correct what was taken down: ``changes`` are fields of REMARK_EDITABLE."""
    check_editable(changes, REMARK_EDITABLE)
    remark = locked(remark, expected_version)
    permissions.check_can_edit(by, remark.commission)
    now = {name: getattr(remark, name) for name in REMARK_EDITABLE}
    _check_remark(remark.commission, RemarkDetails(**{**now, **changes}))
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
def respond(remark: Remark, *, by, response: str, expected_version: Shown = AS_READ) -> Remark:
    """You said, we did."""
    remark = locked(remark, expected_version)
    permissions.check_can_edit(by, remark.commission)
    if not response.strip():
        raise Refused("Write what was done about it, or why nothing was", "response")
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


def _check_remark(commission: Commission, said: RemarkDetails) -> None:
    problems = []
    if not said.text.strip():
        problems.append(("text", "Write what was said"))
    if said.question and said.question not in BY_KEY:
        problems.append(("question", "Choose one of the key questions"))
    if said.said_by and not said.agreed_to_be_named:
        problems.append(("said_by", "Leave the name out, or confirm that the person agreed to be named"))
    if said.said_on > clock.today():
        problems.append(("said_on", "The date cannot be in the future"))
    if said.event is not None and said.event.commission_id != commission.pk:
        problems.append(("event", "Choose an event of this commission"))
    if problems:
        raise Refused(problems)
