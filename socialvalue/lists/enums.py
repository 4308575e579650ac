"""The lists of which a person can keep views."""

from django.db import models


class ListKey(models.TextChoices):
    """A list's key, which is also the name of its address, and what it is called."""

    CONTRACTS = "contracts", "Contracts"
    COMMISSIONS = "commissions", "Commissions"
    TENDERS = "tenders", "Tenders"
    RETURNS = "returns-to-verify", "Returns to verify"
