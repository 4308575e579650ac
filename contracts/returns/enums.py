from django.db import models


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting to be verified"
    QUERIED = "queried", "Sent back"
    VERIFIED = "verified", "Verified"
    REPLACED = "replaced", "Replaced by a correction"
