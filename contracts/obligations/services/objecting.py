"""“That is not what we offered”: the supplier says so in words, and the council changes the obligation or answers."""

from django.db import transaction
from django.urls import reverse

from contracts.obligations.enums import ObjectionOutcome
from contracts.obligations.models import Objection, Obligation
from contracts.obligations.permissions import check_can_answer, check_can_object
from contracts.register.services import tell_suppliers
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell


@transaction.atomic
def object_to(obligation: Obligation, *, by: User, words: str, expected_version: Shown = AS_READ) -> Objection:
    """Say for the supplier that the obligation is not what it offered. The council is told, and agrees nothing till it answered.

    Raises Refused where ``words`` say nothing, WrongState where the supplier agreed it or an objection is open already.
    """
    fresh = locked(obligation, expected_version)
    check_can_object(by, fresh)
    check_reason(words, "Say what differs from what you offered", "words")
    objection = Objection.objects.create(obligation=fresh, wording=fresh.wording, words=words.strip(), by=by)
    _move_on(fresh)
    contract = fresh.contract
    sentence = f"said that obligation {fresh.code} is not what was offered"
    record("object to obligation", sentence, by=by, about=[fresh, contract], council=contract.council, reason=words.strip())
    manager = contract.manager
    if manager is not None and manager.is_active:
        tell(
            manager,
            key=f"objection:{objection.pk}",
            subject=f"Not what the supplier offered: obligation {fresh.code} of {contract.title}",
            body=f"The supplier says that obligation {fresh.code} of “{contract.title}” ({contract.reference}) is not what it "
            "offered. Change the obligation, or answer why it stays. The contract cannot start before that.",
            url=_place(fresh),
            action="Read what the supplier says",
            why="You get this because you manage this contract.",
            private=f"{by} says: {words.strip()}",
            council=contract.council,
            duty=Duty.CONTRACTS,
        )
    return objection


@transaction.atomic
def answer_objection(objection: Objection, *, by: User, answer: str) -> Objection:
    """Say for the council why the obligation stays as it is; the supplier is asked again, and may agree or object again."""
    obligation = locked(objection.obligation, NOTHING_READ)
    fresh = locked(objection, AS_READ)
    check_can_answer(by, fresh)
    check_reason(answer, "Say why the obligation stays as it is", "answer")
    _close(fresh, ObjectionOutcome.KEPT, by=by, answer=answer.strip())
    _move_on(obligation)
    contract = obligation.contract
    sentence = f"answered the objection to obligation {obligation.code}"
    record("answer objection", sentence, by=by, about=[obligation, contract], council=contract.council, reason=answer.strip())
    tell_suppliers(
        contract,
        key=f"objection-answered:{fresh.pk}",
        subject=f"The council answered about obligation {obligation.code}: {contract.title}",
        body=f"You said that obligation {obligation.code} of “{contract.title}” is not what you offered. The council answered "
        "and leaves it as it is. Read the answer. Then agree the obligation, or say again what differs.",
        url=_place(obligation),
        action="Read the council’s answer",
        private=f"{by} answers: {answer.strip()}",
    )
    return fresh


def settle_objections(obligation: Obligation, outcome: ObjectionOutcome, *, by: User) -> None:
    """What was objected to is agreed, changed or ended: an open objection to it is closed. The caller records."""
    for objection in obligation.objections.open():
        _close(objection, outcome, by=by)


def _close(objection: Objection, outcome: ObjectionOutcome, *, by: User, answer: str = "") -> None:
    save_changes(objection, outcome=outcome, answer=answer, closed_at=clock.now(), closed_by=by)


def _move_on(obligation: Obligation) -> None:
    """A page that was drawn before does not show what was said since."""
    obligation.version += 1
    obligation.save(update_fields=["version"])


def _place(obligation: Obligation) -> str:
    return f"{reverse('contract-handover', args=[obligation.contract_id])}#obligation-{obligation.pk}"
