"""The meeting a contract begins with."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.handover.enums import Point
from contracts.handover.querysets import KickOffQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class KickOff(Versioned):
    """What both sides settled at the kick-off meeting. ``answers``: Point → words.

    The council enters it; the supplier says that it was so, about the version it read. A later change asks it again.
    """

    contract = models.OneToOneField("contracts.Contract", on_delete=models.PROTECT, related_name="kick_off")
    held_on = models.DateField()
    council_people = models.CharField(max_length=300)
    supplier_people = models.CharField(max_length=300)
    answers = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = KickOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="kick_off_agreed_by_somebody",
            )
        ]

    def __str__(self):
        return f"Kick-off of {self.contract.reference}"

    @property
    def points(self) -> list[tuple[str, str]]:
        """(what was settled, in which words), in the order of the page."""
        return [(str(point.label), self.answers.get(point.value, "")) for point in Point]
