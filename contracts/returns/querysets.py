"""Who sees a return."""

from datetime import datetime
from typing import Self

from django.db.models import Q

from contracts.evidence.visibility import returns_rule
from contracts.register.querysets import OfContractQuerySet, seen_once
from contracts.schedule.enums import COUNTED


class ReturnQuerySet(OfContractQuerySet):
    contract_path = "due__kpi__obligation__contract"

    def visible_to(self, user) -> Self:
        return seen_once(self, returns_rule(user), user)

    def held_on(self, moment: datetime) -> Self:
        """The versions that were verified before ``moment`` and not yet replaced then: at most one a period."""
        return self.filter(status__in=COUNTED, decided_at__lt=moment).filter(Q(replaced_at=None) | Q(replaced_at__gte=moment))
