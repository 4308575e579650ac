"""Reads on the register."""

from django.db.models import Q
from django.urls import reverse

from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from socialvalue.accounts.models import Organisation, User


def contracts_of(person: User, council: Organisation) -> list[tuple[str, str]]:
    """Contracts they manage or answer for as director that have not ended, with the page on which somebody else is named."""
    rows = Contract.objects.filter(Q(manager=person) | Q(lead_director=person), council=council)
    rows = rows.exclude(status=ContractStatus.ENDED).order_by("title", "pk")
    return [(one.title, reverse("contract-edit", args=[one.pk])) for one in rows]
