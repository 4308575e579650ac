"""A change of a KPI in force: proposed with a reason, counted once both agree it. The old terms count till then."""

from copy import copy
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.obligations.calculations.sub_scores import written
from contracts.obligations.calculations.terms import PLANNING, from_json
from contracts.obligations.enums import ChangeOutcome
from contracts.obligations.models import Kpi, KpiChange, Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.selectors import in_words
from contracts.obligations.services.baseline import clear_where_measured_otherwise
from contracts.obligations.services.checking import check_terms, settled_problems
from contracts.obligations.services.obligations import open_again, stand_as_agreed
from contracts.obligations.services.texts import keep_text
from contracts.performance.composing import read
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.schedule.services import check_schedule, reschedule
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes


def propose_change(
    kpi: Kpi, changed: dict[str, Any], obligation: Obligation, contract: Contract, *, by: User, reason: str
) -> KpiChange:
    """Keep what is to change and ask both sides. Takes the place of a change of this KPI that is open already.

    The caller has locked all three and checked the terms. Raises Refused where the due rows could not follow.
    """
    tried = copy(kpi)
    for name, value in changed.items():
        setattr(tried, name, value)
    check_schedule(tried, contract)
    replaced = kpi.changes.open().update(outcome=ChangeOutcome.WITHDRAWN, decided_at=clock.now())
    change = KpiChange.objects.create(kpi=kpi, terms=changed, reason=reason.strip(), by=by)
    open_again(obligation, by=by, reason=reason)
    _record("propose KPI change", f"proposed to change KPI {kpi.number}", kpi, changed, by=by, reason=reason)
    instead = " It takes the place of the change that was proposed before." if replaced else ""
    _tell(
        contract,
        key=f"kpi-change:{change.pk}",
        subject=f"A change of KPI {kpi.number} is proposed for {contract.title}",
        body=f"KPI {kpi}: {_old_and_new(change)}.{instead}\n\n"
        "It takes effect once both sides agree it. Until then the KPI stays as it is.",
        action="Read the reason, and agree it or ask about it",
        private=f"{by} says why: {reason.strip()}",
    )
    return change


def apply_changes_of(obligation: Obligation, contract: Contract, *, by: User) -> None:
    """Both sides agree: the open changes of the obligation's KPIs are in force, and the due rows that can still move follow.

    Raises Refused where a change no longer fits the contract, such as a promise less than what periods carry by now.
    """
    for change in KpiChange.objects.open().filter(kpi__obligation=obligation).select_related("kpi"):
        kpi = locked(change.kpi, NOTHING_READ)
        before, values = kpi.terms(), from_json(change.terms)
        if problems := settled_problems(kpi, values):
            raise Refused(problems)
        _record("edit KPI", f"changed KPI {kpi.number} as both sides agreed", kpi, values, by=by, reason=change.reason)
        clear_where_measured_otherwise(kpi, values, contract, by=by)
        save_changes(kpi, **values)
        check_terms(kpi.terms(), obligation, contract, before)
        if not values.keys().isdisjoint(PLANNING):
            reschedule(kpi, contract)
        save_changes(change, outcome=ChangeOutcome.AGREED, decided_at=clock.now())


@transaction.atomic
def withdraw_change(change: KpiChange, *, by: User, reason: str) -> KpiChange:
    """Take back a change before both sides have agreed it. The KPI stays as it is.

    Where nothing else of the obligation changed since both sides agreed it, it is agreed as it was; otherwise they are asked.
    """
    obligation = locked(change.kpi.obligation, NOTHING_READ)
    fresh = locked(change, AS_READ)
    check_can_shape(by, obligation.contract)
    if fresh.outcome != ChangeOutcome.OPEN:
        raise WrongState("This change no longer waits to be agreed")
    check_reason(reason, "Say why the change is withdrawn")
    save_changes(fresh, outcome=ChangeOutcome.WITHDRAWN, decided_at=clock.now())
    stands = stand_as_agreed(obligation, by=by)
    if stands:
        keep_text(obligation.contract)
    else:
        open_again(obligation, by=by, reason=reason)
    kpi = fresh.kpi
    about = [kpi, obligation, obligation.contract]
    sentence = f"withdrew the proposed change of KPI {kpi.number}"
    record("withdraw KPI change", sentence, by=by, about=about, council=obligation.contract.council, reason=reason)
    then = "The obligation is agreed as it was." if stands else "Please agree the obligation as it stands."
    _tell(
        obligation.contract,
        key=f"kpi-change-withdrawn:{fresh.pk}",
        subject=f"The proposed change of KPI {kpi.number} of {obligation.contract.title} is withdrawn",
        body=f"KPI {kpi} stays as it is. It was to change: {in_words(fresh)}.\n\n{then}",
        action="See how the obligation stands",
        private=f"{by} says why: {reason.strip()}",
    )
    return fresh


def _old_and_new(change: KpiChange) -> str:
    """In words, with the terms in the types they are stored in: what was just made still has them as they were typed."""
    return in_words(KpiChange.objects.select_related("kpi").get(pk=change.pk))


def _tell(contract: Contract, *, key: str, subject: str, body: str, action: str, private: str) -> None:
    url = reverse("contract-handover", args=[contract.pk])
    tell_suppliers(contract, key=key, subject=subject, body=body, url=url, action=action, private=private)


def _record(verb: str, sentence: str, kpi: Kpi, values: dict[str, Any], *, by: User, reason: str) -> None:
    """``values``: what the terms become; what they are is still in the KPI."""
    contract = kpi.obligation.contract
    changes = {name: [term_text(name, getattr(kpi, name)), term_text(name, value)] for name, value in values.items()}
    about = [kpi, kpi.obligation, contract]
    record(verb, sentence, by=by, about=about, council=contract.council, reason=reason, changes=changes)


def term_text(name: str, value: Any) -> str | None:
    """A term as the audit record keeps it; sub-scores as they are written."""
    if name == "sub_scores":
        return written(read(value), " | ")
    return None if value is None else str(value)
