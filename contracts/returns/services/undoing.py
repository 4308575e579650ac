"""Taking back, for ten minutes: the submitting of a return and its verification. The record keeps both the act and its end."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from contracts.evidence.permissions import contract_of
from contracts.evidence.services.noting import note
from contracts.kept.services import keep
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_undo_submit, check_can_undo_verify
from contracts.returns.services.lines import as_sent
from contracts.returns.workflow import RETURN
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.selectors import told_with
from socialvalue.notifications.services import tell, tell_all


@transaction.atomic
def undo_submit(kpi_return: Return, *, by: User) -> Return:
    """The return is a draft again, or one sent back with its question, as before it was submitted.

    A first submission that was undone did not happen: ``first_submitted_at`` is empty again and lateness is told by the next
    one. Of a return that was sent back it stays. Raises WrongState after ten minutes or once somebody decided on it.
    """
    fresh, submitted_at = _taken_back(kpi_return, by)
    keep(fresh.due.kpi.obligation.contract_id)
    _tell_who_was_to_verify([fresh], by, submitted_at)
    return fresh


@transaction.atomic
def undo_submit_each(returns: Sequence[Return], *, by: User) -> list[Return]:
    """``undo_submit`` for what was submitted together, a due row of one contract each: all or none, and one message."""
    taken = [_taken_back(one, by) for one in sorted(returns, key=lambda one: one.pk)]
    if not taken:
        raise WrongState("There is nothing to undo: none of these returns is submitted")
    back = [fresh for fresh, _ in taken]
    keep(back[0].due.kpi.obligation.contract_id)
    _tell_who_was_to_verify(back, by, taken[0][1])
    return back


def _taken_back(kpi_return: Return, by: User) -> tuple[Return, datetime | None]:
    """The return as it was before it was submitted, and when that had been."""
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_undo_submit(by, fresh)
    submitted_at, first = fresh.submitted_at, fresh.first_submitted_at
    before = _answered(fresh) if fresh.sent_back_at else _draft(fresh)
    changes = {"first_submitted_at": [str(first), None]} if "first_submitted_at" in before else {}
    # Recorded while it is submitted still, so that both sides read it: of a draft the council would hear nothing
    note(fresh, "undo submit", "undid submitting the return of", by=by, changes=changes)
    save_changes(fresh, **before)
    DueReturn.objects.filter(pk=fresh.due_id).look_again()
    return fresh, submitted_at


def _draft(fresh: Return) -> dict:
    status = RETURN.target("undo submit", fresh.status)
    return {"status": status, "first_submitted_at": None, "submitted_at": None, "submitted_by": None, "early_reason": ""}


def _answered(fresh: Return) -> dict:
    """Sent back as before: by whom, when and with which question the record says."""
    events = timeline(fresh, include_confidential=True)
    # A return that says it was sent back was submitted and sent back: both are in the record
    asked = events.filter(verb="query return")[:1].get()
    sent = events.filter(verb="submit return", pk__lt=asked.pk)[:1].get()
    return {
        "status": RETURN.target("undo answer", fresh.status),
        "submitted_at": sent.at,
        "submitted_by": sent.actor,
        "early_reason": (fresh.sent_as or {}).get("early_before", sent.reason),
        "change_reason": (fresh.sent_as or {}).get("change_before", ""),
        "decided_at": asked.at,
        "decided_by": asked.actor,
        "decision_comment": asked.reason,
    }


def _tell_who_was_to_verify(back: Sequence[Return], by: User, submitted_at: datetime | None) -> None:
    """Those who were told of the returns of this day, and nobody else."""
    assert submitted_at is not None  # of a submitted return, by its constraint
    first, contract = back[0], contract_of(back[0].due)
    day = submitted_at.astimezone(clock.LONDON).date().isoformat()
    one = len(back) == 1
    them = "it" if one else "them"
    what = "the return" if one else f"{len(back)} returns"
    kpis = f"KPI {first.due.kpi}" if one else "KPIs " + ", ".join(sorted(str(each.due.kpi.number) for each in back))
    told = list(told_with(f"returns-handed-in:{contract.pk}:{day}"))
    if any(each.due.kpi.client_side for each in back):
        told += told_with(f"own-duties:{contract.pk}:{day}")
    tell_all(
        told,
        key=f"return-taken-back:{first.pk}:{first.version}",
        subject=f"{'A return was' if one else f'{len(back)} returns were'} taken back: {contract.title}",
        body=f"{by} took back {what} of {kpis} for {_period(first)}. There is nothing to verify in {them} now.",
        url=reverse("contract-returns", args=[contract.pk]),
        action="See the returns of the contract",
        why="You get this because you were told of returns of this contract today.",
        for_information=True,
    )


@transaction.atomic
def undo_verify(kpi_return: Return, *, by: User) -> Return:
    """The return waits to be verified again, with the score that was sent, and the version it replaced counts again.

    Raises WrongState after ten minutes, once a correction was begun, or where a frozen report rests on it.
    """
    # The due row first, as a correction does: what begins to rest on the return waits, and then sees how it stands
    DueReturn.objects.select_for_update().get(pk=kpi_return.due_id)
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_undo_verify(by, fresh)
    verified_at = fresh.decided_at
    note(fresh, "undo verify", "undid verifying the return of", by=by)
    status = RETURN.target("undo verify", fresh.status)
    assert verified_at is not None  # of a verified return, by its constraint
    fresh.line_answers.filter(said_at=verified_at).delete()
    save_changes(fresh, status=status, decided_at=None, decided_by=None, decision_comment="", **as_sent(fresh))
    for earlier in Return.objects.filter(due=fresh.due, status=ReturnStatus.REPLACED, replaced_at=verified_at):
        save_changes(earlier, status=RETURN.target("undo replace", earlier.status), replaced_at=None)
    contract = contract_of(fresh.due)
    keep(contract.pk)
    tell(
        fresh.submitted_by,
        key=f"return-verification-undone:{fresh.pk}:{fresh.version}",
        subject=f"Your return waits to be verified again: {contract.title}",
        body=(
            f"{by} verified your return of KPI {fresh.due.kpi} for {_period(fresh)} a few minutes ago and has undone it. The "
            "figure does not count until the return is verified again. You do not need to do anything."
        ),
        url=reverse("return", args=[fresh.due_id]),
        action="See the return",
        why="You get this because you submitted the return.",
        council=contract.council,
        for_information=True,
    )
    return fresh


def _period(kpi_return: Return) -> str:
    return f"{plain_day(kpi_return.due.starts_on)} to {plain_day(kpi_return.due.ends_on)}"
