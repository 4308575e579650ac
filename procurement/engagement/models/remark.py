"""What was said, and what was done about it."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.engagement.enums import Group, Method
from procurement.engagement.models.event import Event
from procurement.engagement.querysets import RemarkQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Remark(Versioned):
    """One thing that was said in answer to a key question. The first link of the chain."""

    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="remarks")
    # A key of procurement.commissioning.enums.key_questions; empty for a remark nobody asked for
    question = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=16, choices=Group.choices)
    # Only when the person agreed to be named
    said_by = models.CharField(max_length=150, blank=True)
    agreed_to_be_named = models.BooleanField(default=False)
    said_on = models.DateField()
    method = models.CharField(max_length=10, choices=Method.choices)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks")
    text = models.TextField()
    # "You said, we did"
    response = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True)
    responded_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["said_on", "id"]
        indexes = [models.Index(fields=["commission", "question"])]
        constraints = [
            models.CheckConstraint(condition=Q(said_by="") | Q(agreed_to_be_named=True), name="remark_named_only_with_consent"),
            models.CheckConstraint(
                condition=Q(response="", responded_at=None) | (~Q(response="") & Q(responded_at__isnull=False)),
                name="remark_response_has_a_date",
            ),
        ]

    @property
    def audit_label(self) -> str:
        """Without its words: people may type what should never have been written down, and undo it."""
        return f"Remark {self.pk} ({self.get_group_display()})"

    @property
    def is_as_recorded(self) -> bool:
        """Neither corrected nor answered."""
        return self.version == 1

    @property
    def name_digest(self) -> str:
        """SHA-256 of who said it, with the remark's own number so that equal names differ; empty without a name."""
        return sha256(f"{self.pk}:{self.said_by}".encode()).hexdigest() if self.said_by else ""

    def __str__(self):
        return self.text[:120]
