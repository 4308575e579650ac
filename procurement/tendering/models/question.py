"""What bidders answer."""

from django.db import models

from procurement.tendering.models.criterion import Criterion


class Question(models.Model):
    """What bidders answer for a scored or pass/fail criterion. Wording is pinned at publication."""

    criterion = models.OneToOneField(Criterion, on_delete=models.CASCADE, related_name="question")
    wording = models.TextField()
    guidance = models.TextField(blank=True)
    word_limit = models.PositiveIntegerField(null=True, blank=True)
    # A specified question states requirements; an open one names a priority
    requirements = models.ManyToManyField("procurement.Requirement", blank=True, related_name="questions")
    priority = models.ForeignKey("socialvalue.Priority", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asks_commitments = models.BooleanField(default=False, help_text="Bidders offer commitments with their answer.")

    def __str__(self):
        return self.wording[:100]
