from django.db import models


class BidStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OPENED = "opened", "Opened"
    LAPSED = "lapsed", "Not submitted"
