from django.db import models


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting to be verified"
    QUERIED = "queried", "Sent back"
    VERIFIED = "verified", "Verified"
    REPLACED = "replaced", "Replaced by a correction"


class Rating(models.TextChoices):
    """Kent's published rule: target met, floor met, neither."""

    GREEN = "green", "On target"
    AMBER = "amber", "Below target"
    RED = "red", "Missed"
    NONE = "none", "No target"
