"""Making a return: a draft that keeps what was typed, and handing it in."""

from decimal import Decimal

from django.db import transaction

from contracts.evidence.permissions import can_write, check_can_report, check_can_write
from contracts.evidence.services.noting import note
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.workflow import RETURN
from contracts.schedule.enums import OPEN, ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import locked, save_changes, save_typed


def _locked_due(due: DueReturn) -> DueReturn:
    locked(due)
    return DueReturn.objects.select_related("kpi__obligation__contract__council").get(pk=due.pk)


@transaction.atomic
def save_return(
    due: DueReturn,
    *,
    by: User,
    value: Decimal | None,
    narrative: str = "",
    direct_result: str = "",
    anyway: str = "",
    evidence_note: str = "",
    expected_version: int | None = None,
    page: str = "",
) -> Return:
    """Keep what was typed for one due row, begun if there is no draft yet. ``value`` is in the KPI's unit; None is not typed yet.

    Raises WrongState when it was handed in already (a verified one is replaced through ``correct_return``), Conflict
    when it was saved since ``expected_version`` (0: there was no draft when the page was shown), unless by the same ``page``.
    """
    due = _locked_due(due)
    side = check_can_report(by, due)
    typed = {
        "value": value,
        "narrative": narrative,
        "direct_result": direct_result,
        "anyway": anyway,
        "evidence_note": evidence_note,
    }
    latest = due.returns.order_by("number").last()
    if latest is None:
        _check_value(due, value)
        last = {"saved_by": by, "saved_at": clock.now(), "saved_page": page}
        fresh = Return.objects.create(due=due, number=1, side=side, created_by=by, **typed, **last)
        note(fresh, "begin return", "began the return of", by=by)
        return fresh
    if latest.status == ReturnStatus.VERIFIED:
        raise WrongState("This return is verified. A correction replaces it, with a reason.")
    fresh = locked(latest)
    fresh.due = due
    check_can_write(by, fresh)
    _check_value(due, value)
    changed = save_typed(fresh, by=by, expected_version=expected_version, page=page, **typed)
    if changed:
        note(fresh, "save return", "saved the return of", by=by, changes=changed)
    return fresh


def _check_value(due: DueReturn, value: Decimal | None) -> None:
    if value is None:
        return
    if value != value.quantize(Decimal("0.0001")) or abs(value) >= Decimal(10) ** 10:
        raise Refused("The value must have at most 10 digits before the decimal point and 4 behind it", "value")
    if value < 0:
        raise Refused("The value cannot be negative", "value")


@transaction.atomic
def submit_return(kpi_return: Return, *, by: User, expected_version: int | None = None) -> Return:
    """Hand the return in. It needs a value; nought is one."""
    fresh = locked(kpi_return, expected_version)
    check_can_write(by, fresh)
    status = RETURN.target("submit", fresh.status)
    problems: list[tuple[str | None, str]] = []
    if fresh.value is None:
        problems.append(("value", "Enter the value. If nothing was achieved, enter 0 and say why"))
    if fresh.due.starts_on > clock.today():
        problems.append((None, "This period has not begun yet"))
    if problems:
        raise Refused(problems)
    now = clock.now()
    sent = {"first_submitted_at": fresh.first_submitted_at or now, "submitted_at": now, "submitted_by": by}
    save_changes(fresh, status=status, **sent, decided_at=None, decided_by=None, decision_comment="")
    note(fresh, "submit return", "handed in the return of", by=by)
    return fresh


@transaction.atomic
def submit_drafts(contract: Contract, *, by: User) -> int:
    """Hand in every draft of the contract that this person's side wrote and that has a value; how many were handed in."""
    drafts = Return.objects.filter(
        due__kpi__obligation__contract=contract, status__in=OPEN, value__isnull=False, due__waived_at=None
    ).visible_to(by)
    count = 0
    for draft in drafts.select_related("due__kpi__obligation__contract__council").order_by("due__due_on", "due__kpi__number"):
        if can_write(by, draft) and draft.due.starts_on <= clock.today():
            submit_return(draft, by=by)
            count += 1
    return count


@transaction.atomic
def correct_return(due: DueReturn, *, by: User, reason: str) -> Return:
    """Begin a correction of a verified return: a new draft with its values, which replaces it once verified."""
    due = _locked_due(due)
    side = check_can_report(by, due)
    latest = due.returns.order_by("number").last()
    if latest is None or latest.status != ReturnStatus.VERIFIED:
        raise WrongState("Only a verified return is corrected; this one can still be changed or is waiting to be verified.")
    if not reason.strip():
        raise Refused("Say what was wrong", "reason")
    fresh = Return.objects.create(
        due=due,
        number=latest.number + 1,
        side=side,
        created_by=by,
        value=latest.value,
        narrative=latest.narrative,
        direct_result=latest.direct_result,
        anyway=latest.anyway,
        evidence_note=latest.evidence_note,
        correction_reason=reason.strip(),
    )
    note(fresh, "correct return", "began a correction of", by=by, reason=reason)
    return fresh
