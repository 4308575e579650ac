"""Who sees a framework agreement, what hangs on it, and what was called off under it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from contracts.register.enums import ContractStatus
from contracts.register.querysets import contracts_rule, is_supplier
from socialvalue.accounts.enums import Permission

# Suppliers that are on it, or were
ON_IT = "lots__suppliers__supplier__in"


def agreement_rule(user, prefix: str = "") -> Q:
    """The one rule, as a filter on agreements or (with ``prefix`` "agreement__") on what hangs below one.

    The council's officers and members who see its contracts, and whoever acts for a supplier that is on a lot or was.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    seen = Q(**{f"{prefix}council__in": user.organisations_where(Permission.VIEW_CONTRACTS)})
    return seen | Q(**{f"{prefix}{ON_IT}": user.delivers_as}) if is_supplier(user) else seen


class OfAgreementQuerySet(models.QuerySet):
    """What is seen by whoever sees its agreement (``path`` leads to it)."""

    path = "agreement__"

    def visible_to(self, user) -> Self:
        # Through the keys, so that an agreement with two of their suppliers does not double what hangs below it
        rows = self.model._base_manager.filter(agreement_rule(user, self.path))
        return self.filter(pk__in=rows.values("pk"))


class AgreementQuerySet(OfAgreementQuerySet):
    path = ""

    def in_force(self, day: date) -> Self:
        return self.filter(starts_on__lte=day).exclude(last_day_before(day))

    def to_begin(self, day: date) -> Self:
        return self.filter(starts_on__gt=day)

    def over(self, day: date) -> Self:
        return self.filter(last_day_before(day))

    def to_look_at(self, day: date) -> Self:
        return self.filter(look_on__lte=day)


def last_day_before(day: date) -> Q:
    return Q(ended_on__lt=day) | Q(ended_on=None, ends_on__lt=day)


class LotSupplierQuerySet(OfAgreementQuerySet):
    path = "lot__agreement__"

    def on(self, day: date) -> Self:
        """On their lot on this day."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=day), joined_on__lte=day)

    def roots(self) -> list[tuple[int, int]]:
        """The agreement of each and the supplier that acts for it today: itself where it was joined to none. One query."""
        rows = self.order_by("pk").values_list("lot__agreement", "supplier", "supplier__part_of")
        return [(agreement, whole or supplier) for agreement, supplier, whole in rows]


class CallOffQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """As their contracts are; for suppliers of the agreement, what the open register publishes of the others too."""
        if not user.is_authenticated:
            return self.none()
        seen = contracts_rule(user, "contract__")
        if is_supplier(user):
            published = ~Q(contract__status=ContractStatus.DRAFT)
            seen |= Q(**{f"lot__agreement__{ON_IT}": user.delivers_as}) & published
        return self.filter(pk__in=self.model._base_manager.filter(seen).values("pk"))
