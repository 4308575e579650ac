from django.db import models


class EvaluationStatus(models.TextChoices):
    PREPARING = "preparing", "Panel being set up"
    SCORING = "scoring", "Scoring"
    MODERATING = "moderating", "Moderation"
    CLOSED = "closed", "Closed"


class ScoreStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    FINAL = "final", "Final"
