"""Obligations: added, reworded with a reason, ended."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from contracts.kept.services import keep
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.enums import ChangeOutcome, ObjectionOutcome
from contracts.obligations.models import Obligation, ObligationVersion
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.services.objecting import settle_objections
from contracts.obligations.services.texts import keep_text
from contracts.obligations.workflow import OBLIGATION
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.schedule.services import waive_open
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes

# Who agreed, and when
AGREEMENT = ("council_agreed_at", "council_agreed_by", "supplier_agreed_at", "supplier_agreed_by", "agreed_on")
NOBODY_AGREES = dict.fromkeys(AGREEMENT)


@transaction.atomic
def add_obligation(contract: Contract, details: ObligationDetails, *, by: User, code: str = "") -> Obligation:
    """Add an obligation, proposed to both sides. Outcome and priority follow from the measure where there is one.

    ``code``: as the contract's own papers have it; without, the next one (O3). Raises Refused where the measure is one of
    another priority, or another obligation has the code.
    """
    contract = locked(contract, NOTHING_READ)
    check_can_shape(by, contract)
    problems = details.problems() + _foreign_measure(details)
    if code and contract.obligations.filter(code=code).exists():
        problems.append(("code", "Another obligation of this contract has this code"))
    if problems:
        raise Refused(problems)
    outcome = details.measure.outcome if details.measure else details.outcome
    obligation = Obligation.objects.create(
        contract=contract,
        code=code or _next_code(contract),
        basis=details.basis,
        kind=details.kind,
        wording=details.wording.strip(),
        priority=details.priority or (outcome.priority if outcome else None),
        outcome=outcome,
        measure=details.measure,
        requirement=details.requirement,
        commitment=details.commitment,
        answer=details.answer,
        source_note=details.source_note,
    )
    sentence = f"added obligation {obligation.code} ({obligation.get_basis_display().lower()})"
    record("add obligation", sentence, by=by, about=[obligation, contract], council=contract.council)
    return obligation


def _foreign_measure(details: ObligationDetails) -> list[tuple[str, str]]:
    """A measure belongs to its priority: figures of a priority are those of its measures. Versions of a framework are one."""
    if details.measure is None or details.priority is None:
        return []
    own = details.measure.outcome.priority
    if (own.code, own.version.framework_id) == (details.priority.code, details.priority.version.framework_id):
        return []
    return [("measure", f"This is a measure of the priority “{own.name}”: choose that priority, or another measure")]


def _next_code(contract: Contract) -> str:
    numbers = [int(code[1:]) for code in contract.obligations.values_list("code", flat=True) if code[1:].isdigit()]
    return f"O{max(numbers, default=0) + 1}"


@transaction.atomic
def reword(obligation: Obligation, *, by: User, wording: str, reason: str, expected_version: Shown = AS_READ) -> Obligation:
    """Change the words. The old ones are kept with the reason, and both sides are asked to agree (again)."""
    fresh = locked(obligation, expected_version)
    check_can_shape(by, fresh.contract)
    if not wording.strip():
        raise Refused("Say what has to be done", "wording")
    if wording.strip() == fresh.wording:
        raise Refused("The words have not changed", "wording")
    check_reason(reason, "Say why the obligation is reworded")
    open_again(fresh, by=by, reason=reason, keep=True)
    changed = save_changes(fresh, wording=wording.strip())
    record(
        "reword obligation",
        f"reworded obligation {fresh.code}",
        by=by,
        about=[fresh, fresh.contract],
        council=fresh.contract.council,
        reason=reason,
        changes=changed,
    )
    _tell_reworded(fresh, by)
    return fresh


def _tell_reworded(fresh: Obligation, by: User) -> None:
    contract = fresh.contract
    tell_suppliers(
        contract,
        key=f"obligation-reworded:{fresh.pk}:{fresh.version}",
        subject=f"Obligation {fresh.code} was reworded: {contract.title}",
        body=f"{by} changed the words of obligation {fresh.code} of “{contract.title}” ({contract.reference}). The page has "
        "the new words, the old ones and the reason. The new wording takes effect once both sides agree it.",
        url=reverse("contract-handover", args=[contract.pk]),
        action="Read and agree the new words",
        besides=by,
    )


def open_again(fresh: Obligation, *, by: User, reason: str, keep: bool = False) -> None:
    """Ask both sides to agree anew. ``fresh`` is locked; the caller records. The version that either side had agreed is
    kept with who had agreed it and when, and any that is to be ``keep``.

    Whoever has the page open sees something else than what stands now, so the version moves on in any case.
    """
    OBLIGATION.target("end", fresh.status)  # one that has ended is past changing
    settle_objections(fresh, ObjectionOutcome.CHANGED, by=by)
    if keep or fresh.is_agreed or fresh.council_agreed_at or fresh.supplier_agreed_at:
        ObligationVersion.objects.create(
            obligation=fresh,
            number=fresh.versions.count() + 1,
            wording=fresh.wording,
            reason=reason,
            by=by,
            was_agreed=fresh.is_agreed,
            **{name: getattr(fresh, name) for name in AGREEMENT},
        )
    status = OBLIGATION.target("reword", fresh.status) if fresh.is_agreed else fresh.status
    if not save_changes(fresh, status=status, **NOBODY_AGREES):
        fresh.version += 1
        fresh.save(update_fields=["version"])


def stand_as_agreed(fresh: Obligation, *, by: User) -> bool:
    """Where nothing differs any more from what both sides had agreed, it is agreed again, by the same people at the same time.

    ``fresh`` is locked and proposed; the caller records. False where something else changed: then both are still asked.
    """
    agreed = fresh.last_agreed
    if agreed is None or agreed.council_agreed_at is None or agreed.wording != fresh.wording:
        return False
    if fresh.kpis.filter(Q(agreed_at=None) | Q(changes__outcome=ChangeOutcome.OPEN)).exists():
        return False
    settle_objections(fresh, ObjectionOutcome.CHANGED, by=by)
    status = OBLIGATION.target("withdraw", fresh.status)
    save_changes(fresh, status=status, **{name: getattr(agreed, name) for name in AGREEMENT})
    return True


@transaction.atomic
def end_obligation(obligation: Obligation, *, by: User, reason: str, expected_version: Shown = AS_READ) -> Obligation:
    """End an obligation: periods that are not over and not reported are no longer owed; what was reported stays."""
    fresh = locked(obligation, expected_version)
    check_can_shape(by, fresh.contract)
    check_reason(reason, "Say why the obligation ends")
    # What one side alone had agreed when it ended never held
    alone = NOBODY_AGREES if fresh.is_proposed else {}
    save_changes(fresh, status=OBLIGATION.target("end", fresh.status), ended_reason=reason, **alone)
    settle_objections(fresh, ObjectionOutcome.ENDED, by=by)
    count = waive_open(fresh, by=by, reason=reason)
    keep_text(fresh.contract)
    keep(fresh.contract_id)
    record(
        "end obligation",
        f"ended obligation {fresh.code}; returns no longer due: {count}",
        by=by,
        about=[fresh, fresh.contract],
        council=fresh.contract.council,
        reason=reason,
    )
    tell_suppliers(
        fresh.contract,
        key=f"obligation-ended:{fresh.pk}",
        subject=f"Obligation {fresh.code} of {fresh.contract.title} has ended",
        body=f"“{fresh.wording}” has ended. Returns that no longer have to be made: {count}. "
        "Returns due before that still have to be made.",
        url=reverse("contract", args=[fresh.contract_id]),
        action="See the contract and the reason",
        private=f"{by} says why: {reason.strip()}",
    )
    return fresh
