from django.db import models


class Heartbeat(models.Model):
    """When a background service last showed that it is alive.

    A row and not a file, because the worker and the web server may run in different containers.
    """

    service = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.service} seen at {self.seen_at:%Y-%m-%d %H:%M:%S %Z}"
