from django.db import models
from django.db.models import Q

from procurement.bidding.querysets import having_declared, held_back
from procurement.panel.enums import EvaluationStatus, ScoreStatus
from socialvalue.accounts.enums import Permission


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own scores always; the lead sees final scores once moderation has begun; the rest see none of others'.

        Whoever leads has declared their interests in this evaluation first, until it is closed, as for the bids.
        """
        if not user.is_authenticated:
            return self.none()
        led = Q(
            status=ScoreStatus.FINAL,
            panellist__evaluation__tender__commission__council__in=user.organisations_where(Permission.LEAD_EVALUATION),
        )
        declared = Q(panellist__evaluation__in=having_declared(user).values("evaluation"))
        led &= Q(panellist__evaluation__status=EvaluationStatus.CLOSED) | (
            Q(panellist__evaluation__status=EvaluationStatus.MODERATING) & declared
        )
        # Nobody reads the others' scores whom an interest bars, or who has still to score
        apart = held_back(user).values("evaluation")
        return self.filter(Q(panellist__user=user) | led & ~Q(panellist__evaluation__in=apart)).distinct()

    def made_final_last(self, panellist):
        """What the panellist made final the last time they made scores final; none where nothing is final."""
        last = self.filter(panellist=panellist, status=ScoreStatus.FINAL).order_by("-saved_at").values("saved_at")[:1]
        return self.filter(panellist=panellist, saved_at=models.Subquery(last))

    def set_aside(self):
        """Final scores that were set aside because of an interest."""
        return self.filter(status=ScoreStatus.FINAL, set_aside_at__isnull=False)
