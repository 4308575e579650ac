"""What a provider tells the council alone."""

from django.conf import settings
from django.db import models

from procurement.engagement.querysets import IdeaQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class PrivateIdea(models.Model):
    """An idea a provider discloses to the council alone, before a tender."""

    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="ideas")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="ideas")
    text = models.TextField()
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self):
        return f"Idea of {self.supplier} for {self.commission}"
