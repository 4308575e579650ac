"""What a file of running contracts holds, and what is said of a return in it."""

from django.db import models


class Holds(models.TextChoices):
    OBLIGATIONS = "obligations", "Obligations and KPIs"
    RETURNS = "returns", "Past returns"


class Stood(models.TextChoices):
    """How a return stood by the earlier records."""

    SENT = "sent", "Sent"
    VERIFIED = "verified", "Verified"
