"""Stories told with a return. Its files are documents of the ground floor, owned by the return."""

from django.conf import settings
from django.db import models

from contracts.evidence.querysets import StoryQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class Story(models.Model):
    """What happened to somebody, in words; told in the first person where possible (measuring principle 13)."""

    kpi_return = models.ForeignKey("contracts.Return", on_delete=models.CASCADE, related_name="stories")
    title = models.CharField(max_length=150)
    text = models.TextField()
    # The person agreed that it may be published
    consent = models.BooleanField(default=False)
    told_at = models.DateTimeField(default=clock.now)
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["told_at"]
        verbose_name_plural = "stories"

    def __str__(self):
        return self.title
