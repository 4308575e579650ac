"""Who reads what somebody outside found: whoever sees the return. What is only asked, the council's people alone."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from contracts.evidence.visibility import returns_rule
from contracts.independent.enums import Finding
from contracts.register.querysets import seen_once
from socialvalue.accounts.enums import Permission

COUNCIL = "kpi_return__due__kpi__obligation__contract__council__in"


class ConfirmationQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        if not user.is_authenticated:
            return self.none()
        of_council = Q(**{COUNCIL: user.organisations_where(Permission.VIEW_CONTRACTS)})
        return seen_once(self, returns_rule(user, "kpi_return__") & (~Q(finding="") | of_council), user)

    def files_visible_to(self, user) -> Self:
        """Those whose document a person reads: the council's people who verify returns, its contract managers among them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{COUNCIL: user.organisations_where(Permission.VERIFY_RETURNS)})

    def open(self) -> Self:
        """Asked, and not answered."""
        return self.filter(finding="")

    def differing(self) -> Self:
        """Found to be different, of a return that still counts, and nobody has said what follows."""
        return self.filter(finding=Finding.DIFFERS, settled_at=None, kpi_return__status="verified")

    def holds_for(self, outer: str) -> tuple[Exists, Exists]:
        """(agreed with, contradicted and not settled) of the return whose key is ``outer`` in the statement around."""
        of_it = self.filter(kpi_return=OuterRef(outer))
        return Exists(of_it.filter(finding=Finding.AGREES)), Exists(of_it.filter(finding=Finding.DIFFERS, settled_at=None))
