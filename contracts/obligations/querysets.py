"""Who sees an obligation or a KPI: whoever sees its contract; and how far it is agreed, as filters."""

from contracts.obligations.enums import AgreementStatus
from contracts.register.querysets import OfContractQuerySet


class ObligationQuerySet(OfContractQuerySet):
    def proposed(self):
        """Not agreed by both sides yet."""
        return self.filter(status=AgreementStatus.PROPOSED)


class KpiQuerySet(OfContractQuerySet):
    contract_path = "obligation__contract"
