"""Where a contract came from: the steps that led to it, and what each promise rests on."""

from dataclasses import dataclass

from django.urls import reverse

from contracts.obligations.models import Obligation
from contracts.overview.selectors import origins_of
from contracts.register.models import Contract
from contracts.register.pages.head import head_of
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class Step:
    """One step on the way to the contract; ``url`` is empty where its reader may not see it."""

    name: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Origin:
    """A promise with what it rests on, in words and, where its reader may see it, an address."""

    obligation: Obligation
    words: str
    url: str = ""


def origin_context(contract: Contract, user: User) -> dict:
    """The way back as this person may see it."""
    sees = user.can(P.VIEW_COMMISSIONS, contract.council_id)
    return head_of(contract, "contract-origin") | {
        "steps": steps_to(contract, user, sees=sees),
        "origins": [origin_of(obligation, sees=sees) for obligation in origins_of(contract)],
        "copied_from": contract.copied_from_id and Contract.objects.visible_to(user).filter(copies=contract).first(),
        "commission": contract.commission if sees else None,
    }


def steps_to(contract: Contract, user: User, *, sees: bool) -> list[Step]:
    """From the commission to the contract. Empty for a contract without a commission or a tender here."""
    found = []
    if contract.commission:
        reference = contract.commission.reference
        found.append(Step("Commission", reference, reverse("commission", args=[reference]) if sees else ""))
    if contract.award:
        reference = contract.award.tender.reference
        found.append(Step("Tender", reference, _tender_url(contract, user, sees=sees)))
        found.append(Step("Award", f"of {reference}", reverse("award", args=[reference]) if sees else ""))
    return [*found, Step("Contract", contract.reference)] if found else []


def _tender_url(contract: Contract, user: User, *, sees: bool) -> str:
    """Where this person reads the tender; of one by invitation perhaps nowhere."""
    assert contract.award is not None
    tender = contract.award.tender
    if sees:
        return reverse("tender", args=[tender.reference])
    hidden = tender.by_invitation and not Tender.objects.visible_to(user).filter(pk=tender.pk).exists()
    return "" if hidden else reverse("opportunity", args=[tender.reference])


def origin_of(obligation: Obligation, *, sees: bool) -> Origin:
    """What one promise rests on: a requirement of the council, an offer of the supplier, or a clause."""
    if obligation.requirement:
        wanted = obligation.requirement
        at = wanted.commission.reference
        url = reverse("requirement", args=[at, wanted.pk]) if sees else ""
        return Origin(obligation, f"Requirement {wanted.code} of {at}", url)
    if obligation.commitment:
        return Origin(obligation, "Offered by the supplier in its bid")
    if obligation.source_note:
        return Origin(obligation, f"Written in: {obligation.source_note}")
    return Origin(obligation, "No clause is recorded")
