"""What making and starting contracts asks of a person today."""

from datetime import datetime

from django.urls import reverse

from contracts.obligations.enums import AgreementStatus
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from procurement.award.selectors import ready_for_contract
from procurement.panel.selectors import untied
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """Awards whose contract can be made, and contracts that may start since both sides agree everything in them."""
    found = []
    if user.can(P.EDIT_CONTRACTS):
        for award in untied(user, ready_for_contract(user), by="tender"):
            if user.can(P.EDIT_CONTRACTS, award.tender.commission.council_id):
                found.append(Need(f"Make the contract for {award.tender.title}", reverse("contract-make", args=[award.pk])))
    return found + _to_start(user)


def _to_start(user) -> list[Need]:
    rows = Contract.objects.filter(manager=user, status=ContractStatus.DRAFT, obligations__isnull=False)
    ready = rows.exclude(obligations__status=AgreementStatus.PROPOSED).distinct()
    return [
        Need(f"Start {c.title}: everything is agreed", reverse("contract-handover", args=[c.pk]))
        for c in ready.without_ties(user)
    ]
