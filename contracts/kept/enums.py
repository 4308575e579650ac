"""By what kind of supplier figures are told apart."""

from django.db import models


class SupplierKind(models.TextChoices):
    """Whom a contract is delivered by. Missing is not known: who is not said to be small is not large."""

    VCSE = "vcse", "Voluntary, community or social enterprise"
    SME = "sme", "Small or medium-sized business"
    LARGE = "large", "Large business"
    SEVERAL = "several", "Suppliers of more than one kind"
    IN_HOUSE = "in_house", "The council itself"
    UNKNOWN = "unknown", "Not known"
