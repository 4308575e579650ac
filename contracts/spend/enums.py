from django.db import models


class Source(models.TextChoices):
    """Where an amount was read."""

    LEDGER = "ledger", "The council’s ledger"
    INVOICES = "invoices", "Invoices, added up"
    ESTIMATE = "estimate", "An estimate"
