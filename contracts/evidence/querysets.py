"""Who sees a story and what comes with it: as the person agreed; without consent who reports and verifies. What a return has."""

from typing import Self

from django.db import models
from django.db.models import Q

from contracts.evidence.enums import SHOWN
from contracts.evidence.visibility import individuals_rule, returns_rule, stories_rule, vouching_rule
from contracts.schedule.enums import ReturnStatus


class StoryQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        # Through the keys, so that a contract of two suppliers does not double its stories
        return self.filter(pk__in=self.model._base_manager.filter(stories_rule(user)).values("pk"))

    def vouched_for_by(self, user) -> Self:
        """Those of which this person hears and reads everything, to vouch for it: the supplier's people and who verifies."""
        return self.filter(pk__in=self.model._base_manager.filter(vouching_rule(user)).values("pk"))

    def shown(self) -> Self:
        """What the person agreed to have shown to members and in reports."""
        return self.filter(use__in=SHOWN, withdrawn_at=None)

    def handed_in(self) -> Self:
        return self.exclude(kpi_return__status=ReturnStatus.DRAFT)

    def saying(self, text: str) -> Self:
        """Those with every word in their title, text or what was written down of a recording."""
        found = self
        for word in text.split():
            heard = self.model._base_manager.filter(files__words__icontains=word).values("pk")
            found = found.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(pk__in=heard))
        return found


class StoryFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """With its story; a recording without its words only for those who vouch for it, and so can write them down."""
        rule = stories_rule(user, "story__") & ~Q(words="") | vouching_rule(user, "story__")
        return self.filter(story__withdrawn_at=None, pk__in=self.model._base_manager.filter(rule).values("pk"))


class IndividualQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Codes and single values: whoever reports them, and once they were handed in whoever verifies. Nobody else, ever."""
        return self.filter(pk__in=self.model._base_manager.filter(individuals_rule(user, "due__")).values("pk"))


class OfReturnQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """With its return."""
        return self.filter(pk__in=self.model._base_manager.filter(returns_rule(user, "kpi_return__")).values("pk"))
