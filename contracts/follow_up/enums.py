from django.db import models


class Question(models.TextChoices):
    """The four questions that are asked of what was reported."""

    CORRECT = "correct", "Is it correct?"
    COMPLETE = "complete", "Is it complete?"
    CONSISTENT = "consistent", "Is it consistent?"
    IN_TIME = "in_time", "Is it in time?"


class Compares(models.TextChoices):
    """How the first measures of a rule stand to the second."""

    AT_MOST = "at_most", "Together at most"
    EQUAL = "equal", "Together exactly"
