"""Reads of framework agreements, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse

from contracts.call_offs.calculations.ceiling import Use
from contracts.call_offs.calculations.due import Facts, Planned
from contracts.call_offs.enums import AgreementStatus, DayKind
from contracts.call_offs.models import AgreementDay, CallOff, FrameworkAgreement, FrameworkLot, LotSupplier
from contracts.register.models import Contract, ContractSupplier
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.law.framework_agreements import refresh_by


def agreements_for(user: User, *, search: str = "", status: str = "", directorate=None) -> QuerySet[FrameworkAgreement]:
    """The list as this person sees it, narrowed."""
    found, today = FrameworkAgreement.objects.visible_to(user).select_related("directorate", "manager"), clock.today()
    for word in search.split():
        named = Q(lots__suppliers__name_then__icontains=word)
        own = Q(title__icontains=word) | Q(reference__icontains=word)
        with_supplier = FrameworkAgreement.objects.filter(named).values("pk")
        found = found.filter(own | Q(pk__in=with_supplier))
    if directorate is not None:
        found = found.filter(directorate=directorate)
    if status == AgreementStatus.LIVE:
        return found.in_force(today)
    if status == AgreementStatus.TO_BEGIN:
        return found.to_begin(today)
    return found.over(today) if status == AgreementStatus.ENDED else found


def uses_of(agreements: Iterable[FrameworkAgreement], user: User | None = None) -> dict[int, Use]:
    """How much of each agreement's ceiling is called off, by its key; with a ``user``, as far as they see it. One query."""
    rows = list(agreements)
    found = CallOff.objects.visible_to(user) if user is not None else CallOff.objects.all()
    called: dict[int, Decimal] = defaultdict(Decimal)
    for one in found.filter(lot__agreement__in=rows).select_related("contract", "lot"):
        called[one.lot.agreement_id] += one.value
    return {one.pk: Use(called[one.pk], one.ceiling) for one in rows}


def use_of(agreement: FrameworkAgreement) -> Use:
    """Of the whole agreement, by every contract called off under it. One query."""
    return uses_of([agreement])[agreement.pk]


def lot_uses(lots: Iterable[FrameworkLot], user: User | None = None) -> dict[int, Use]:
    """As ``uses_of``, lot by lot. One query."""
    rows = list(lots)
    found = CallOff.objects.visible_to(user) if user is not None else CallOff.objects.all()
    called: dict[int, Decimal] = defaultdict(Decimal)
    for one in found.filter(lot__in=rows).select_related("contract"):
        called[one.lot_id] += one.value
    return {lot.pk: Use(called[lot.pk], lot.ceiling) for lot in rows}


def uses_beside(lot: FrameworkLot) -> list[tuple[Use, str]]:
    """What is called off of a lot and of its whole agreement, each with the words for whose ceiling it is. Two queries."""
    return [
        (lot_uses([lot])[lot.pk], f"lot {lot.number}"),
        (use_of(lot.agreement), "the framework agreement"),
    ]


def on_lot(lot: FrameworkLot, day: date) -> list[LotSupplier]:
    """Who is on it on a day, by name, each with its organisation and what that was joined to."""
    return list(lot.suppliers.on(day).select_related("supplier__part_of"))


def invited_from(lot: FrameworkLot, day: date) -> list[Organisation]:
    """Whom a mini-competition asks: the suppliers on the lot; for one that was joined to another, the one that goes on."""
    found = [one.supplier.part_of or one.supplier for one in on_lot(lot, day)]
    return list({one.pk: one for one in found}.values())


def roots_on(lot: FrameworkLot, day: date) -> set[int]:
    """Keys of the suppliers on the lot on a day, by the one that goes on of those that were joined. One query."""
    return {root for _, root in lot.suppliers.on(day).roots()}


def not_on_lot(contract: Contract, lot: FrameworkLot, day: date) -> list[str]:
    """The suppliers of the contract that are not on the lot on that day, by name. Two queries."""
    known = roots_on(lot, day)
    parties = ContractSupplier.objects.filter(contract=contract, last_day=None).select_related("organisation")
    return [str(one) for one in parties if (one.organisation.part_of_id or one.organisation_id) not in known]


def suppliers_on(agreement: FrameworkAgreement, day: date) -> set[int]:
    """Keys of all suppliers that are on one of its lots on a day. One query."""
    return {root for _, root in LotSupplier.objects.filter(lot__agreement=agreement).on(day).roots()}


def facts_of(agreements: Iterable[FrameworkAgreement]) -> dict[int, Facts]:
    """What each is asked about by its warnings, by its key. Two queries."""
    rows = list(agreements)
    uses = uses_of(rows)
    days: dict[int, list[AgreementDay]] = defaultdict(list)
    for one in AgreementDay.objects.filter(agreement__in=rows):
        days[one.agreement_id].append(one)
    return {
        one.pk: Facts(
            ends_on=one.last_day,
            use=uses[one.pk],
            planned=tuple(Planned(d.pk, d.kind, d.on) for d in days[one.pk] if d.done_on is None),
            refresh_by=refresh_by(one.starts_on, refreshed(days[one.pk])) if one.is_open else None,
        )
        for one in rows
    }


def refreshed(days: Iterable[AgreementDay]) -> list[date]:
    """When new suppliers were taken in."""
    return [one.done_on for one in days if one.kind == DayKind.REFRESH and one.done_on is not None]


def agreements_of(person: User, council: Organisation) -> list[tuple[str, str]]:
    """Those they manage or direct that are not over, with the page on which somebody else is named."""
    rows = FrameworkAgreement.objects.filter(Q(manager=person) | Q(lead_director=person), council=council)
    over = FrameworkAgreement.objects.over(clock.today()).values("pk")
    return [(one.title, reverse("agreement-edit", args=[one.pk])) for one in rows.exclude(pk__in=over).order_by("title", "pk")]
