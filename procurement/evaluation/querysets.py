from django.db import models
from django.db.models import Q

from procurement.evaluation.enums import EvaluationStatus, ScoreStatus
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


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own scores always; the lead sees final scores once moderation has begun; the rest see none of others'."""
        if not user.is_authenticated:
            return self.none()
        led = Q(
            status=ScoreStatus.FINAL,
            panellist__evaluation__status__in=[EvaluationStatus.MODERATING, EvaluationStatus.CLOSED],
            panellist__evaluation__tender__commission__council__in=user.organisations_where(Permission.LEAD_EVALUATION),
        )
        return self.filter(Q(panellist__user=user) | led).distinct()
