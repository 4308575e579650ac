from django.db import models


class Scheme(models.TextChoices):
    """The registers whose numbers say who somebody is, by their codes in the list of organisation identifiers (org-id.guide)."""

    COMPANY = "GB-COH", "Companies House"
    CHARITY = "GB-CHC", "Charity Commission for England and Wales"
    SCOTTISH_CHARITY = "GB-SC", "Scottish Charity Regulator"
    NI_CHARITY = "GB-NIC", "Charity Commission for Northern Ireland"
    PPON = "GB-PPON", "Central digital platform (PPON)"
    OTHER = "other", "Another register"


class Doing(models.TextChoices):
    """What a supplier asks a council to change of who it is."""

    NAME = "name", "Name"
    NUMBER = "number", "Register number"


class Together(models.TextChoices):
    """What two officers do with two suppliers."""

    JOIN = "join", "Join"
    PART = "part", "Separate"
