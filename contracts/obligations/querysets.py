"""Who sees a KPI: whoever sees its contract."""

from contracts.register.querysets import OfContractQuerySet


class KpiQuerySet(OfContractQuerySet):
    contract_path = "obligation__contract"
