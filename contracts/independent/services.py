"""An independent look is asked for and answered, or entered for a body outside. What does not agree is a question, no change."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from contracts.evidence.permissions import contract_of
from contracts.evidence.services.noting import about
from contracts.independent.enums import Finding
from contracts.independent.models import Confirmation
from contracts.independent.permissions import (
    check_can_ask,
    check_can_confirm,
    check_can_record_outside,
    check_can_settle,
    check_is_outside,
)
from contracts.kept.services import look_soon
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.services import store
from socialvalue.notifications.services import tell, tell_all

WHY = {
    Finding.DIFFERS: "Say what does not agree",
    Finding.CANNOT: "Say why it could not be checked",
}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What somebody found: ``finding``, ``how`` it was looked at, what was ``looked_at``; ``words`` where it does not agree."""

    finding: str
    how: str = ""
    looked_at: str = ""
    words: str = ""

    def check(self) -> None:
        """Raise Refused where something is missing."""
        if self.finding in WHY:
            check_reason(self.words, WHY[Finding(self.finding)], "words")
        if self.finding != Finding.CANNOT:
            if not self.how:
                raise Refused("Select how it was looked at", "how")
            check_reason(self.looked_at, "Say what was looked at", "looked_at")


@transaction.atomic
def ask_for_confirmation(
    kpi_return, *, by: User, of: User, question: str = "", expected_version: Shown = AS_READ
) -> Confirmation:
    """Ask somebody outside (oneself, where one is) to check a verified return. They are told. Raises Refused."""
    fresh = locked(kpi_return, expected_version)
    check_can_ask(by, fresh)
    try:
        check_is_outside(of, fresh)
    except DomainError as refusal:
        raise Refused(f"{of} cannot check it: {refusal.message[0].lower()}{refusal.message[1:]}", "of") from None
    if Confirmation.objects.open().filter(kpi_return=fresh, asked_of=of).exists():
        raise Refused(f"{of} was asked already and has not answered yet", "of")
    made = Confirmation.objects.create(kpi_return=fresh, asked_by=by, asked_of=of, question=question.strip())
    # What is only asked the supplier does not read: the record of the contract has the answer
    _note(made, "ask for independent check", f"asked {of} to check independently", by=by, among=[made])
    if of != by:
        contract = contract_of(fresh.due)
        tell(
            of,
            key=f"independent-asked:{made.pk}",
            subject=f"Check a figure independently: {contract.title}",
            body=(
                f"{by} asks you to check the verified return of KPI {fresh.due.kpi} for {_period(fresh)}, because you neither "
                "reported nor verified it and do not answer for the contract. Say whether you agree with the figure, how you "
                "looked at it and at what."
            ),
            url=reverse("confirmation", args=[made.pk]),
            action="Check the figure and say what you found",
            why="You get this because a colleague asked you to check this return.",
            private=question.strip(),
            council=contract.council,
        )
    return made


@transaction.atomic
def confirm(confirmation: Confirmation, look: Look, *, by: User, expected_version: Shown = AS_READ) -> Confirmation:
    """Say what one found of a return that one was asked to check. The figure stays as it is, whatever was found."""
    fresh = locked(confirmation, expected_version)
    check_can_confirm(by, fresh)
    look.check()
    save_changes(fresh, answered_at=clock.now(), answered_by=by, **_said(look))
    _found(fresh, by)
    return fresh


@transaction.atomic
def record_outside(kpi_return, look: Look, *, by: User, body: str, upload, expected_version: Shown = AS_READ) -> Confirmation:
    """Enter what a named body outside the council found, with its document. Raises Refused, on ``file`` too."""
    fresh = locked(kpi_return, expected_version)
    check_can_record_outside(by, fresh)
    look.check()
    if not body.strip():
        raise Refused("Enter who checked it", "body")
    made = Confirmation(kpi_return=fresh, asked_by=by, body=body.strip(), answered_at=clock.now(), answered_by=by, **_said(look))
    made.save()
    store(upload=upload, owner=made, by=by)
    _found(made, by)
    return made


@transaction.atomic
def settle(confirmation: Confirmation, *, by: User, words: str, expected_version: Shown = AS_READ) -> Confirmation:
    """Say why a figure stands that somebody outside does not agree with; a wrong one is corrected. Who found it is told."""
    fresh = locked(confirmation, expected_version)
    check_can_settle(by, fresh)
    check_reason(words, "Say why the figure stands", "words")
    save_changes(fresh, settled_at=clock.now(), settled_by=by, settled_words=words.strip())
    _note(
        fresh,
        "settle independent check",
        f"said why the figure stands that {fresh.who} does not agree with:",
        by=by,
        reason=words,
    )
    contract = contract_of(fresh.kpi_return.due)
    look_soon(contract.pk)
    tell(
        fresh.answered_by,
        key=f"independent-settled:{fresh.pk}",
        subject=f"What follows from your finding: {contract.title}",
        body=f"{by} has said why the figure of KPI {fresh.kpi_return.due.kpi} for {_period(fresh.kpi_return)} stands.",
        url=reverse("confirmation", args=[fresh.pk]),
        action="Read why it stands",
        why="You get this because you said that the figure does not agree.",
        council=contract.council,
        for_information=True,
    )
    return fresh


def _said(look: Look) -> dict[str, str]:
    return {name: getattr(look, name).strip() for name in ("finding", "how", "looked_at", "words")}


def _found(confirmation: Confirmation, by: User) -> None:
    """Write it in the record; where it does not agree, ask who answers for the contract and who sent the return."""
    whose = f" for {confirmation.body}" if confirmation.body else ""
    words = f"{confirmation.get_finding_display().lower()}{whose}, checked independently:"
    _note(confirmation, "independent finding", words, by=by, reason=confirmation.words)
    if not confirmation.differs:
        return
    kpi_return = confirmation.kpi_return
    contract = contract_of(kpi_return.due)
    look_soon(contract.pk)
    what = f"KPI {kpi_return.due.kpi} for {_period(kpi_return)}"
    owner = contract.manager or contract.lead_director or kpi_return.decided_by
    tell_all(
        {person.pk: person for person in (owner, kpi_return.decided_by) if person and person.pk != by.pk}.values(),
        key=f"independent-differs:{confirmation.pk}",
        subject=f"An independent check does not agree: {contract.title}",
        body=(
            f"{confirmation.who} checked the verified return of {what} and does not agree with it. The figure stays as it is "
            "until somebody corrects the return, or says why it stands."
        ),
        url=reverse("confirmation", args=[confirmation.pk]),
        action="Read the finding and say what follows",
        why="You get this because you answer for this contract or verified the return.",
        council=contract.council,
        duty=Duty.CONTRACTS,
    )
    if kpi_return.submitted_by_id not in (by.pk, getattr(owner, "pk", None), kpi_return.decided_by_id):
        tell(
            kpi_return.submitted_by,
            key=f"independent-asks:{confirmation.pk}",
            subject=f"A question about a figure you reported: {contract.title}",
            body=(
                f"An independent check of your return of {what} comes to something else. Nothing has changed. Read what was "
                "found. If the figure is wrong, correct it; if it is right, tell the contract manager why."
            ),
            url=reverse("return", args=[kpi_return.due_id]),
            action="Read what was found",
            why="You get this because you submitted the return.",
            council=contract.council,
        )


def _note(confirmation: Confirmation, verb: str, words: str, *, by: User, reason: str = "", among: list | None = None) -> None:
    kpi_return = confirmation.kpi_return
    record(
        verb,
        f"{words} KPI {kpi_return.due.kpi.number}, {_period(kpi_return)}",
        by=by,
        about=among or [confirmation, *about(kpi_return)],
        council=contract_of(kpi_return.due).council,
        reason=reason,
    )


def _period(kpi_return) -> str:
    return f"{plain_day(kpi_return.due.starts_on)} to {plain_day(kpi_return.due.ends_on)}"
