"""What making and agreeing contracts asks of a person today."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from procurement.award.selectors import ready_for_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """Awards whose contract can be made, obligations one's side has not agreed, contracts that may start."""
    found = []
    if user.can(P.EDIT_CONTRACTS):
        for award in ready_for_contract(user):
            if user.can(P.EDIT_CONTRACTS, award.tender.commission.council_id):
                found.append(Need(f"Make the contract for {award.tender.title}", reverse("contract-make", args=[award.pk])))
    return found + _to_agree(user) + _to_start(user)


def _to_agree(user) -> list[Need]:
    mine = Q(manager=user, obligations__council_agreed_at=None)
    if user.can(P.BID):
        suppliers = user.organisations_where(P.BID)
        mine |= Q(pk__in=Contract.objects.filter(suppliers__in=suppliers).values("pk"), obligations__supplier_agreed_at=None)
    rows = Contract.objects.visible_to(user).filter(mine, obligations__status="proposed").exclude(status=ContractStatus.ENDED)
    return [
        Need(
            f"Agree {contract.open} obligation{'' if contract.open == 1 else 's'} of {contract.title}",
            reverse("contract-handover", args=[contract.pk]),
        )
        for contract in rows.annotate(open=Count("obligations", distinct=True)).order_by("title", "pk")
    ]


def _to_start(user) -> list[Need]:
    rows = Contract.objects.filter(manager=user, status=ContractStatus.DRAFT, obligations__isnull=False)
    ready = rows.exclude(obligations__status="proposed").distinct()
    return [Need(f"Start {c.title}: everything is agreed", reverse("contract-handover", args=[c.pk])) for c in ready]
