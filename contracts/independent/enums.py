from django.db import models


class Finding(models.TextChoices):
    """What somebody outside found of a verified figure."""

    AGREES = "agrees", "Agrees with the figure"
    DIFFERS = "differs", "Does not agree with the figure"
    CANNOT = "cannot", "Could not check it"


class How(models.TextChoices):
    """How it was looked at."""

    FILES = "files", "Read the evidence that was submitted"
    RECORDS = "records", "Compared it with the supplier’s own records"
    PEOPLE = "people", "Asked people whom it is about"
    SITE = "site", "Went there and looked"
