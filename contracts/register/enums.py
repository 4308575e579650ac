from django.db import models


class ContractStatus(models.TextChoices):
    DRAFT = "draft", "Being agreed"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class Route(models.TextChoices):
    """Procurement route; values as in the register's import."""

    TENDER = "tender", "Tender"
    QUOTATION = "quotation", "Quotation"
    DIRECT_AWARD = "direct_award", "Direct award"
    FRAMEWORK = "framework", "Framework"
    GRANT = "grant", "Grant"
    IN_HOUSE = "in_house", "In-house"


class Side(models.TextChoices):
    """The two sides of a contract: who agreed, who wrote."""

    SUPPLIER = "supplier", "The supplier"
    COUNCIL = "council", "The council"
