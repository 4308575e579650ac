from django.db import models


class EvaluationStatus(models.TextChoices):
    PREPARING = "preparing", "Panel being set up"
    SCORING = "scoring", "Scoring"
    MODERATING = "moderating", "Moderation"
    CLOSED = "closed", "Closed"


# Of one score, which stands in ``procurement.evaluation``. Whether a panellist has finished is asked by the rooms between
class ScoreStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    FINAL = "final", "Final"
