from django.db import models


class Did(models.TextChoices):
    """Whether a grant did what it was for."""

    YES = "yes", "Yes"
    PARTLY = "partly", "In part"
    NO = "no", "No"


class Next(models.TextChoices):
    """What is to become of a grant after its evaluation."""

    CONTINUE = "continue", "Continue it"
    CHANGE = "change", "Change it"
    END = "end", "End it"


class EvaluationState(models.TextChoices):
    """How a grant stands with its evaluation, as its list is filtered."""

    OVERDUE = "overdue", "Overdue"
    SOON = "soon", "Due within 60 days"
    LATER = "later", "Due later"
    AGREED = "agreed", "Evaluated"
