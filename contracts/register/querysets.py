"""Who sees a contract: the council's officers and members, and the supplier whose contract it surely is."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from contracts.register.calculations.ends import STAGES
from contracts.register.enums import ContractStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation


def contracts_rule(user, prefix: str = "") -> Q:
    """The one rule as a filter on Contract, or (with ``prefix`` "contract__") on what hangs below it."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(**{f"{prefix}council__in": user.organisations_where(Permission.VIEW_CONTRACTS)}) | Q(
        **{f"{prefix}parties__open_to__in": user.organisations_where(Permission.BID)}
    )


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(pk__in=self.model._base_manager.filter(contracts_rule(user)).values("pk"))

    def with_supplier(self, text: str) -> Self:
        """Those of suppliers called so (``OrganisationQuerySet.called``)."""
        suppliers = Organisation.objects.suppliers().called(text)
        return self.filter(pk__in=self.model._base_manager.filter(suppliers__in=suppliers.order_by().values("pk")).values("pk"))

    def called(self, text: str) -> Self:
        """The one of this reference; where there is none, those with every word in their reference or title."""
        whole = self.filter(reference__iexact=text.strip())
        if whole.exists():
            return whole
        found = self
        for word in text.split():
            found = found.filter(Q(reference__icontains=word) | Q(title__icontains=word))
        return found

    def over(self, today: date) -> Self:
        """In force although their last day is past: what the clock ends."""
        return self.filter(status=ContractStatus.ACTIVE, ends_on__lt=today)

    def to_tell_of_end(self, notices: int, today: date) -> Self:
        """In force, with this many notices (0 to 2) behind them, whose next has its day now or had it."""
        last = today + timedelta(days=STAGES[notices])
        return self.filter(status=ContractStatus.ACTIVE, end_notices=notices, ends_on__lte=last)

    def public(self) -> Self:
        """What the open register publishes: contracts in force or ended, never those still being agreed."""
        return self.exclude(status=ContractStatus.DRAFT)


class OfContractQuerySet(models.QuerySet):
    """Records seen by whoever sees their contract (``contract_path`` leads to it)."""

    contract_path = "contract"

    def visible_to(self, user) -> Self:
        # Through the keys, so that a contract of two suppliers does not double what hangs below it
        seen = self.model._base_manager.filter(contracts_rule(user, f"{self.contract_path}__"))
        return self.filter(pk__in=seen.values("pk"))
