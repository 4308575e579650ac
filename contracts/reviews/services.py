"""What was proven becomes core in a later commission; what could be lost is written down in its diagnostic report."""

from django.db import transaction
from django.urls import reverse

from contracts.obligations.models import Obligation
from contracts.register.models import Contract
from contracts.reviews.models import Promotion
from contracts.reviews.selectors import evidence_of, evidence_text
from procurement.commissioning.enums import Category, EntryKind
from procurement.commissioning.models import Commission, DiagnosticEntry
from procurement.commissioning.services import add_entry, seek_outcome
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import NotAllowed, Refused


def check_can_bring(user: User, contract: Contract, commission: Commission) -> None:
    """Reviews are brought into commissions of the same council by those who may draft there."""
    user.must_have(Permission.EDIT_COMMISSIONS, commission.council_id)
    if contract.council_id != commission.council_id:
        raise NotAllowed("The contract and the commission belong to different councils")


@transaction.atomic
def promote(
    obligation: Obligation, *, by: User, commission: Commission, wording: str, finding: str, category: str = Category.COMMUNITIES
) -> Promotion:
    """Make a delivered obligation a sought outcome of a later commission, with its evidence as it stands today.

    Refused without a verified return: what was not proven is not promoted.
    """
    contract = obligation.contract
    check_can_bring(by, contract, commission)
    problems: list[tuple[str | None, str]] = [
        (f, m)
        for f, text, m in (("wording", wording, "Say what every provider should do"), ("finding", finding, "Say what was proven"))
        if not text.strip()
    ]
    evidence = evidence_of(obligation)
    if not evidence:
        problems.append((None, "No return for this obligation is verified yet: only what was proven can become standard"))
    if contract.commission_id == commission.pk:
        problems.append(("commission", "Choose a later commission: this is the one the contract came from"))
    if problems:
        raise Refused(problems)
    sought = seek_outcome(
        commission,
        by=by,
        wording=wording,
        category=category,
        outcome=obligation.outcome,
        promoted_from=f"{contract.reference} {contract.title}, obligation {obligation.code}"[:300],
        promoted_evidence=f"{finding.strip()}\n\n{evidence_text(evidence)}",
        promoted_url=f"{reverse('contract', args=[contract.pk])}#obligation-{obligation.pk}",
    )
    promotion = Promotion.objects.create(obligation=obligation, sought=sought, finding=finding.strip(), evidence=evidence, by=by)
    record(
        "promote obligation",
        f"promoted obligation {obligation.code} of {contract.reference} into {commission.reference}",
        by=by,
        about=[promotion, obligation, contract, commission],
        council=contract.council,
        reason=finding,
    )
    return promotion


@transaction.atomic
def bring_losses(
    contract: Contract, commission: Commission, *, by: User, losses: list[tuple[Obligation, str]]
) -> list[DiagnosticEntry]:
    """Write delivered outcomes of the current contract into the commission's diagnostic report as differences at risk.

    ``losses``: (obligation, what would be lost and what will be done). Returns the diagnostic entries.
    """
    check_can_bring(by, contract, commission)
    if not losses:
        raise Refused("Choose at least one outcome that could be lost")
    entries = []
    for obligation, consequence in losses:
        if obligation.contract_id != contract.pk:
            raise Refused("Choose obligations of this contract")
        evidence = evidence_of(obligation)
        if not evidence:
            raise Refused(f"Nothing of obligation {obligation.code} is verified yet")
        entries.append(
            add_entry(
                commission,
                by=by,
                kind=EntryKind.AT_RISK,
                text=obligation.wording,
                evidence=f"{contract.reference} {contract.title}:\n{evidence_text(evidence)}",
                evidence_url=f"{reverse('contract', args=[contract.pk])}#obligation-{obligation.pk}",
                consequence=consequence,
            )
        )
    sentence = f"brought {len(entries)} outcomes of {contract.reference} into {commission.reference} as at risk"
    record("bring losses", sentence, by=by, about=[contract, commission], council=contract.council)
    return entries
