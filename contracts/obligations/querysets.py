"""Who sees an obligation or a KPI: whoever sees its contract; and how far it is agreed, as filters."""

from datetime import datetime
from typing import Self

from django.db.models import Q

from contracts.obligations.enums import AgreementStatus, ChangeOutcome, ObjectionOutcome
from contracts.register.querysets import OfContractQuerySet


class ObligationQuerySet(OfContractQuerySet):
    def proposed(self) -> Self:
        """Not agreed by both sides yet."""
        return self.filter(status=AgreementStatus.PROPOSED)

    def added(self, before: datetime) -> Self:
        """Those whose values are added to their measure, as known just ``before`` a moment (``Obligation.added_measure_id``)."""
        return self.filter(Q(part_of=None) | Q(counted_at__gte=before))

    def never_agreed(self) -> Self:
        """Proposed, and neither both sides nor the supplier alone ever agreed it otherwise, nor a KPI of it; nobody objects."""
        unchanged = self.proposed().exclude(versions__was_agreed=True).exclude(versions__supplier_agreed_at__isnull=False)
        unchanged = unchanged.exclude(objections__outcome=ObjectionOutcome.OPEN)
        return unchanged.exclude(kpis__agreed_at__isnull=False).exclude(kpis__changes__outcome=ChangeOutcome.OPEN)


class KpiQuerySet(OfContractQuerySet):
    contract_path = "obligation__contract"

    def agreed(self) -> Self:
        """Agreed by both sides at some time: what is owed of them counts, also while a change waits to be agreed."""
        return self.filter(agreed_at__isnull=False)


class KpiChangeQuerySet(OfContractQuerySet):
    contract_path = "kpi__obligation__contract"

    def open(self) -> Self:
        """Still waiting for both sides."""
        return self.filter(outcome=ChangeOutcome.OPEN)


class ObjectionQuerySet(OfContractQuerySet):
    contract_path = "obligation__contract"

    def open(self) -> Self:
        """Not answered or settled."""
        return self.filter(outcome=ObjectionOutcome.OPEN)


class AgreedTextQuerySet(OfContractQuerySet):
    """Whoever sees the contract sees what was agreed."""
