"""What somebody outside says of a verified return: neither the supplier nor those who manage the contract."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.independent.enums import Finding, How
from contracts.independent.querysets import ConfirmationQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Confirmation(Versioned):
    """One independent look at one verified return: asked of an officer, or entered for a body outside the council.

    ``finding`` is empty while it is only asked. What does not agree changes no figure: somebody says what follows (``settled``).
    """

    kpi_return = models.ForeignKey("contracts.Return", on_delete=models.PROTECT, related_name="confirmations")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.TextField(blank=True)
    # Of a body outside the council: who they are. Their document is kept with it
    body = models.CharField(max_length=200, blank=True)
    finding = models.CharField(max_length=7, choices=Finding.choices, blank=True)
    how = models.CharField(max_length=7, choices=How.choices, blank=True)
    looked_at = models.TextField(blank=True, help_text="What was looked at.")
    words = models.TextField(blank=True, help_text="What does not agree, or why it could not be checked.")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_words = models.TextField(blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["kpi_return", "id"]
        indexes = [
            models.Index(fields=["asked_of", "id"], condition=Q(finding=""), name="confirmation_asked"),
            models.Index(fields=["kpi_return", "finding"]),
            models.Index(fields=["id"], condition=Q(finding="differs", settled_at=None), name="confirmation_differs"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(asked_of=None) ^ Q(body=""), name="confirmation_of_one_person_or_body"),
            models.CheckConstraint(
                condition=Q(finding="", answered_at=None, answered_by=None)
                | ~Q(finding="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="confirmation_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(asked_of=None) | Q(answered_by=None) | Q(answered_by=F("asked_of")),
                name="confirmation_answered_by_who_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(finding="differs", settled_by__isnull=False) & ~Q(settled_words=""),
                name="only_what_differs_is_settled",
            ),
            models.UniqueConstraint(
                fields=["kpi_return", "asked_of"], condition=Q(finding=""), name="confirmation_asked_of_a_person_once"
            ),
        ]

    def __str__(self):
        return f"{self.who}: {self.get_finding_display() or 'asked'}"

    @property
    def who(self) -> str:
        """The body outside, or the officer."""
        return self.body or str(self.asked_of)

    @property
    def is_open(self) -> bool:
        return self.finding == ""

    @property
    def agrees(self) -> bool:
        return self.finding == Finding.AGREES

    @property
    def differs(self) -> bool:
        return self.finding == Finding.DIFFERS

    @property
    def to_be_settled(self) -> bool:
        """It does not agree, and nobody has said what follows."""
        return self.differs and self.settled_at is None
