"""Who sees a story: with consent whoever sees its return, without it those who report and verify. Who sees named evidence."""

from typing import Self

from django.db import models

from contracts.evidence.visibility import returns_rule, stories_rule


class StoryQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        # Through the keys, so that a contract of two suppliers does not double its stories
        return self.filter(pk__in=self.model._base_manager.filter(stories_rule(user)).values("pk"))


class NamedEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """With its return."""
        return self.filter(pk__in=self.model._base_manager.filter(returns_rule(user, "kpi_return__")).values("pk"))
