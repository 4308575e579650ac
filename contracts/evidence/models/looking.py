"""Who opened which file of a return, from the page on which they verify it."""

from django.conf import settings
from django.db import models

from socialvalue.common import clock


class EvidenceLook(models.Model):
    """One person and one file, when they first opened it. A file that is put in its place is another one."""

    document = models.ForeignKey("socialvalue.Document", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "document"], name="evidence_opened_once")]

    def __str__(self):
        return f"{self.by} opened {self.document}"
