"""Whose views they are."""

from typing import Self

from django.db import models


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()
