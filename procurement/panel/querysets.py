from django.db import models
from django.db.models import Q

from socialvalue.accounts.enums import Permission


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evaluations one leads in one's council, decides on, checks, or sits on."""
        if not user.is_authenticated:
            return self.none()
        councils = user.organisations_where(Permission.LEAD_EVALUATION)
        councils += user.organisations_where(Permission.DECIDE_AWARDS)
        councils += user.organisations_where(Permission.CHECK_TENDERS)
        sits = Q(panel__user=user, tender__commission__council__in=user.organisations_where(Permission.SCORE_BIDS))
        return self.filter(Q(tender__commission__council__in=councils) | sits).distinct()

    def told(self):
        """The bidders were told of the award: interests are decided before that or not here.

        A moment, asked through the tender's relation: the tender is decided before they are told, and does not know when.
        """
        return self.filter(tender__awards__notified_at__isnull=False).distinct()


class PanellistQuerySet(models.QuerySet):
    def undecided(self):
        """Whoever declared an interest on which nobody has decided yet."""
        return self.filter(has_interest=True, decided_at=None)

    def barred(self):
        """Whoever may not score because of an interest, decided or not."""
        return self.filter(has_interest=True, may_score=False)

    def counting(self):
        """Everybody whose scores count: all but those barred."""
        return self.exclude(has_interest=True, may_score=False)
