from django.db import models


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting to be verified"
    QUERIED = "queried", "Sent back"
    VERIFIED = "verified", "Verified"
    REPLACED = "replaced", "Replaced by a correction"


class Rating(models.TextChoices):
    """Kent's published rule: target met, floor met, floor not met."""

    GREEN = "green", "On target"
    AMBER = "amber", "Above the floor"
    RED = "red", "Below the floor"
    NONE = "none", "No target"
