"""What obligations ask of a person today: the word of their side."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from contracts.obligations.enums import AgreementStatus
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.register.querysets import delivers
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """Proposed obligations that one's side has not agreed, a line a contract: for its manager and for its suppliers' people."""
    mine = Q(manager=user, obligations__council_agreed_at=None)
    if user.ties:
        mine &= Q(pk__in=Contract.objects.without_ties(user).values("pk"))
    if user.can(P.BID):
        theirs = Contract.objects.filter(delivers(user))
        mine |= Q(pk__in=theirs.values("pk"), obligations__supplier_agreed_at=None)
    rows = Contract.objects.visible_to(user).filter(mine, obligations__status=AgreementStatus.PROPOSED)
    rows = rows.exclude(status=ContractStatus.ENDED)
    return [
        Need(
            f"Agree {contract.open} obligation{'' if contract.open == 1 else 's'} of {contract.title}",
            reverse("contract-handover", args=[contract.pk]),
        )
        for contract in rows.annotate(open=Count("obligations", distinct=True)).order_by("title", "pk")
    ]
