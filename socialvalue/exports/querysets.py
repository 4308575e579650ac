"""Whose file it is."""

from typing import Self

from django.db import models


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Whoever asked for it, and nobody else: an administrator sees the job, not the file."""
        return self.filter(by=user) if user.is_authenticated else self.none()
