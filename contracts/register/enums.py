from django.db import models


class ContractStatus(models.TextChoices):
    DRAFT = "draft", "Being agreed"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class RegisterStatus(models.TextChoices):
    """How a contract stands today, as the list of contracts and files say it."""

    DRAFT = "draft", "Being agreed"
    TO_BEGIN = "to_begin", "To begin"
    LIVE = "live", "In force"
    PAST_END = "past_end", "Past its end"
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


class LinkedHow(models.TextChoices):
    """How a contract came to be with this organisation."""

    NUMBER = "number", "By its register number"
    NAME = "name", "By its name alone"
    OFFICER = "officer", "An officer chose it"
    AWARD = "award", "It won the tender"
    NEW = "new", "It was entered with this contract"
    CHANGE = "change", "By a modification of the contract"
    BEFORE = "before", "Before links were recorded"
