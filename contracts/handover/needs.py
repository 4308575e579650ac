"""What making and starting contracts asks of a person today."""

from datetime import datetime, timedelta

from django.urls import reverse

from contracts.obligations.enums import AgreementStatus
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from procurement.award.selectors import ready_for_contract
from procurement.panel.selectors import untied
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need
from socialvalue.common.timed import day_of

# The meeting is held in the weeks around the first day; later nobody is asked for its minute any more
KICK_OFF_BEFORE, KICK_OFF_AFTER = 30, 90


def needs(user, now: datetime) -> list[Need]:
    """Awards whose contract can be made, contracts that may start since both sides agree everything, and kick-off meetings."""
    found = []
    if user.can(P.EDIT_CONTRACTS):
        for award in untied(user, ready_for_contract(user), by="tender"):
            if user.can(P.EDIT_CONTRACTS, award.tender.commission.council_id):
                found.append(Need(f"Make the contract for {award.tender.title}", reverse("contract-make", args=[award.pk])))
    return found + _to_start(user) + _to_meet(user, now)


def _to_start(user) -> list[Need]:
    rows = Contract.objects.filter(manager=user, status=ContractStatus.DRAFT, obligations__isnull=False)
    ready = rows.exclude(obligations__status=AgreementStatus.PROPOSED).distinct()
    return [
        Need(f"Start {c.title}: everything is agreed", reverse("contract-handover", args=[c.pk]))
        for c in ready.without_ties(user)
    ]


def _to_meet(user, now: datetime) -> list[Need]:
    """Contracts awarded here that began, or begin soon, and whose kick-off nobody has written down."""
    if not user.can(P.EDIT_CONTRACTS):
        return []
    today = day_of(now)
    near = (today - timedelta(days=KICK_OFF_AFTER), today + timedelta(days=KICK_OFF_BEFORE))
    rows = Contract.objects.filter(manager=user, award__isnull=False, kick_off=None, starts_on__range=near)
    rows = rows.filter(status=ContractStatus.ACTIVE, obligations__isnull=False).distinct()
    return [
        Need(f"Write down what the kick-off of {c.title} settled", reverse("contract-kickoff", args=[c.pk]))
        for c in rows.without_ties(user).order_by("title", "pk")
    ]
