"""Reads on the register."""

from django.db.models import Q
from django.urls import reverse

from contracts.register.enums import ContractStatus, Route
from contracts.register.models import Contract, SupplierChange
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.law.key_indicators import Duty, duty
from socialvalue.law.modifications import Ground, grounds_on
from socialvalue.law.rules import rules_on

# A grant and a service of the council's own are no public contracts
NOT_BOUGHT = frozenset({Route.GRANT, Route.IN_HOUSE})


def contracts_of(person: User, council: Organisation) -> list[tuple[str, str]]:
    """Contracts they manage, direct or head that have not ended, with the page on which somebody else is named."""
    rows = Contract.objects.filter(Q(manager=person) | Q(lead_director=person) | Q(service_head=person), council=council)
    rows = rows.exclude(status=ContractStatus.ENDED).order_by("title", "pk")
    return [(one.title, reverse("contract-edit", args=[one.pk])) for one in rows]


def grounds_of(contract: Contract) -> tuple[Ground, ...]:
    """On what a change of its supplier may rest: by the day its procurement started, as far as that is known here."""
    if contract.award is None:
        return grounds_on(contract.starts_on)
    tender, commission = contract.award.tender, contract.award.tender.commission
    above = rules_on(tender.started_on).above_threshold(tender.value, light_touch=commission.light_touch, works=commission.works)
    return grounds_on(tender.started_on, light_touch=commission.light_touch, above=above)


def kpi_duty_of(contract: Contract) -> Duty:
    """What section 52 asks of this contract, by the day its procurement started as far as that is known here."""
    tender = contract.award.tender if contract.award else None
    return duty(
        tender.started_on if tender else contract.starts_on,
        with_vat=contract.value_with_vat,
        without_vat=contract.worth,
        light_touch=contract.light_touch or (tender is not None and tender.commission.light_touch),
        bought=contract.kind == CommissionKind.CONTRACT and contract.route not in NOT_BOUGHT,
    )


def kpis_set(contract: Contract) -> int:
    """How many KPIs measure the supplier: of obligations that have not ended, the council's own duties left out. One query."""
    kpis = contract.obligations.exclude(status="ended").filter(kpis__client_side=False)
    return kpis.values("kpis").distinct().count()


def changes_to_decide(user: User) -> list[SupplierChange]:
    """Other suppliers that were proposed for contracts of the councils where this person decides on awards. At most one query."""
    councils = user.organisations_where(Permission.DECIDE_AWARDS)
    if not councils:
        return []
    waiting = SupplierChange.objects.waiting().filter(contract__council__in=councils)
    return list(waiting.select_related("contract").prefetch_related("contract__parties").order_by("effective_on", "pk"))


def supplier_changes_of(contract: Contract) -> list[SupplierChange]:
    """Every change of its supplier that was proposed, the first first, with who decided."""
    return list(contract.supplier_changes.select_related("leaves", "comes", "asked_by", "decided_by"))
