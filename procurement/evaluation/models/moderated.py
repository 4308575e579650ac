"""What the panel agreed, and what counts less in a mark that is worked out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class ModeratedScore(Versioned):
    """The panel's agreed score for one bid and criterion; never without a reason."""

    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="moderated_scores")
    criterion = models.ForeignKey("procurement.Criterion", on_delete=models.PROTECT, related_name="moderated_scores")
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    passed = models.BooleanField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # A score it rested on, or whoever agreed it, was set aside meanwhile: it is agreed again, with a new reason
    look_again_at = models.DateTimeField(null=True)
    look_again_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="moderated_score_once"),
            models.CheckConstraint(
                condition=Q(look_again_at=None, look_again_because="")
                | (Q(look_again_at__isnull=False) & ~Q(look_again_because="")),
                name="moderated_score_looked_at_again_because",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="moderated_score_has_a_reason"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(passed__isnull=False), name="moderated_score_has_a_value"
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.value}"

    @property
    def stands(self) -> bool:
        """Nothing it rested on was set aside since it was agreed."""
        return self.look_again_at is None


class ProxyAllowance(models.Model):
    """Less of an offered commitment counts in a mark worked out from proxy values; never without a reason.

    Without a row a commitment counts in full. What was offered stays what it is: only the mark is less.
    """

    commitment = models.OneToOneField("procurement.OfferedCommitment", on_delete=models.PROTECT, related_name="proxy_allowance")
    # In the commitment's own unit and period; 0 leaves it out
    accepted = models.DecimalField(max_digits=14, decimal_places=4)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accepted__gte=0), name="proxy_allowance_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="proxy_allowance_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.accepted.normalize():f} counted of {self.commitment}"
