from django.db import models


class Rating(models.TextChoices):
    """Kent's published rule: target met, floor met, neither."""

    GREEN = "green", "On target"
    AMBER = "amber", "Below target"
    RED = "red", "Missed"
    NONE = "none", "No target"


class Combining(models.TextChoices):
    """How the values of several periods make one figure."""

    SUM = "sum", "Added up"
    LATEST = "latest", "The latest counts"
    MEAN = "mean", "The mean of the periods"
