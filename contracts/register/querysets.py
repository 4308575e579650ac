"""Who sees a contract: the council's officers and members, and the supplier whose contract it surely is."""

from typing import Self

from django.db import models
from django.db.models import Q

from contracts.register.enums import ContractStatus
from socialvalue.accounts.enums import Permission


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

    def without_ties(self, user) -> Self:
        """Those with whose suppliers this person is, and within two years was, not."""
        return self.exclude(parties__organisation__in=user.ties) if user.ties else self

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
