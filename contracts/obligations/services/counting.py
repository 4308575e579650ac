"""Two obligations on one measure: whether the people of the one are among those of the other, said in words by the council."""

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.selectors.alike import alike_to
from contracts.obligations.services.obligations import open_again
from contracts.register.services import tell_suppliers
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes


def check_counting_was_said(obligation: Obligation) -> None:
    """Raise Refused while nobody has said whether it comes on top of what an earlier obligation counts alike."""
    if obligation.counted_at is None and (others := alike_to(obligation)):
        codes = " and ".join(one.code for one in others)
        raise Refused(
            f"Say first whether {obligation.code} comes on top of {codes}: they count the same, and nobody may be counted twice"
        )


@transaction.atomic
def say_counted(
    obligation: Obligation, *, by: User, part_of: Obligation | None, reason: str, expected_version: Shown = AS_READ
) -> Obligation:
    """Say that it comes on top of the earlier obligations that count the same (``part_of`` None), or is counted within one.

    What is within another keeps its own target and standing; its values are not added to its measure a second time. Where a
    side had agreed the obligation, both are asked again: it promises something else now. Raises Refused where ``reason`` says
    nothing or ``part_of`` is none of the earlier ones, WrongState where nothing counts the same.
    """
    fresh = locked(obligation, expected_version)
    contract = locked(fresh.contract, NOTHING_READ)
    check_can_shape(by, contract)
    if fresh.status == AgreementStatus.ENDED:
        raise WrongState("This obligation has ended: what it counts stays as it was")
    others = alike_to(fresh)
    if not others:
        raise WrongState("No other obligation of this contract counts the same")
    if part_of is not None and part_of not in others:
        raise Refused("Choose an obligation that was entered before this one and counts the same", "part_of")
    check_reason(reason, "Say how you know", "reason")
    again = fresh.counted_at is None or fresh.part_of != part_of
    if again and (fresh.council_agreed_at or fresh.supplier_agreed_at):
        open_again(fresh, by=by, reason=reason)
    changed = save_changes(fresh, part_of=part_of, counted_reason=reason.strip(), counted_at=clock.now(), counted_by=by)
    keep(contract.pk)
    words = f"is counted within {part_of.code}" if part_of else f"comes on top of {' and '.join(one.code for one in others)}"
    sentence = f"said that obligation {fresh.code} {words}"
    about = [fresh, contract]
    record("say what is counted", sentence, by=by, about=about, council=contract.council, reason=reason, changes=changed)
    if again:
        _tell(fresh, words, by, reason)
    return fresh


def _tell(obligation: Obligation, words: str, by: User, reason: str) -> None:
    contract = obligation.contract
    tell_suppliers(
        contract,
        key=f"obligation-counted:{obligation.pk}:{obligation.version}",
        subject=f"What obligation {obligation.code} counts: {contract.title}",
        body=f"The council entered that obligation {obligation.code} of “{contract.title}” ({contract.reference}) {words}. "
        "It takes effect as part of the obligation, which both sides agree.",
        url=reverse("contract-handover", args=[contract.pk]),
        action="Read it, and agree or say what differs",
        private=f"{by} says why: {reason.strip()}",
        besides=by,
    )
