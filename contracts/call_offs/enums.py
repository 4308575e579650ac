from django.db import models


class How(models.TextChoices):
    """How a contract was called off."""

    COMPETITION = "competition", "By a mini-competition"
    DIRECT = "direct", "Directly"


class DayKind(models.TextChoices):
    """What is to be done on a day of a framework agreement."""

    REFRESH = "refresh", "Refresh: new suppliers can join"
    REVIEW = "review", "Review"


class AgreementStatus(models.TextChoices):
    """How a framework agreement stands on a day. It follows from its days, and nobody sets it."""

    TO_BEGIN = "to_begin", "To begin"
    LIVE = "live", "In force"
    ENDED = "ended", "Ended"


class WarningKind(models.TextChoices):
    """What a framework agreement warns of."""

    ENDS = "ends", "It ends"
    REFRESH = "refresh", "A refresh is due"
    REVIEW = "review", "A review is due"
    CEILING = "ceiling", "Its ceiling is near"
