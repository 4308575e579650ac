"""What obligations ask of a person today: the word of their side, and the council’s answer to an objection."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from contracts.obligations.models import Objection, Obligation
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.register.querysets import delivers
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """Objections to answer, and proposed obligations that one’s side has not agreed, a line a contract.

    For the contract’s manager, its suppliers’ people, and who heads a service. What a supplier objected to waits for the
    council’s answer alone.
    """
    return _to_answer(user) + _to_agree(user)


def _mine(user) -> Q:
    """Of the contracts one manages, without a tie to their suppliers."""
    mine = Q(contract__manager=user)
    if user.ties:
        mine &= Q(contract__in=Contract.objects.without_ties(user).values("pk"))
    return mine


def _to_answer(user) -> list[Need]:
    if not user.can(P.EDIT_CONTRACTS):
        return []
    waiting = Objection.objects.open().values("obligation")
    rows = Obligation.objects.filter(_mine(user), pk__in=waiting).exclude(contract__status=ContractStatus.ENDED)
    return [
        Need(
            f"Answer the supplier: {one.code} of {one.contract.title} is not what it offered",
            f"{reverse('contract-handover', args=[one.contract_id])}#obligation-{one.pk}",
        )
        for one in rows.select_related("contract").order_by("contract__title", "pk")
    ]


def _to_agree(user) -> list[Need]:
    mine = _mine(user) & Q(council_agreed_at=None)
    if user.can(P.EDIT_CONTRACTS):
        mine |= Q(contract__service_head=user, supplier_agreed_at=None)
    if user.can(P.BID):
        theirs = Contract.objects.filter(delivers(user))
        mine |= Q(contract__in=theirs.values("pk"), supplier_agreed_at=None)
    rows = Obligation.objects.proposed().visible_to(user).filter(mine).exclude(contract__status=ContractStatus.ENDED)
    rows = rows.exclude(pk__in=Objection.objects.open().values("obligation"))
    found = rows.values("contract", "contract__title").annotate(open=Count("pk")).order_by("contract__title", "contract")
    return [
        Need(
            f"Agree {row['open']} obligation{'' if row['open'] == 1 else 's'} of {row['contract__title']}",
            reverse("contract-handover", args=[row["contract"]]),
        )
        for row in found
    ]
