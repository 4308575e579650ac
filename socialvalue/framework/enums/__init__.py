from django.db import models


class Direction(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


class MeasureKind(models.TextChoices):
    OUTCOME = "outcome", "Outcome: a change for people or places"
    OUTPUT = "output", "Output: something done or counted"


class VersionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"
