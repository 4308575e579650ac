"""“You said, we did” as the public reads it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.engagement.enums import Group
from procurement.engagement.models.remark import Remark
from procurement.engagement.querysets import YouSaidQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class YouSaid(models.Model):
    """One edition of “You said, we did” as the public reads it. A newer edition takes its place; one can be taken back."""

    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="you_said")
    number = models.PositiveIntegerField()
    introduction = models.TextField(blank=True)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # Why something published before was left out
    reason = models.TextField(blank=True)
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects = YouSaidQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["-published_at"])]
        constraints = [
            models.UniqueConstraint(fields=["commission", "number"], name="you_said_number_once"),
            models.UniqueConstraint(
                fields=["commission"], condition=Q(replaced_at=None, withdrawn_at=None), name="you_said_one_in_public"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="you_said_taken_back_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"“You said, we did” {self.number} of {self.commission}"


class PublishedRemark(models.Model):
    """A remark as it was published: its words stay when the remark is corrected.

    The name alone is never copied: a digest says which name was previewed, so that another one needs another edition.
    """

    edition = models.ForeignKey(YouSaid, on_delete=models.CASCADE, related_name="remarks")
    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="published")
    question = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=16, choices=Group.choices)
    said_on = models.DateField()
    text = models.TextField()
    response = models.TextField()
    name_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the name that was previewed; empty for none.")

    class Meta:
        ordering = ["said_on", "remark_id"]
        constraints = [models.UniqueConstraint(fields=["edition", "remark"], name="published_remark_once_an_edition")]

    def __str__(self):
        return self.text[:120]

    @property
    def name(self) -> str:
        """The person's name while they agree to it: read where it is kept, so that it is gone when they change their mind."""
        shown = self.remark.agreed_to_be_named and self.name_digest and self.name_digest == self.remark.name_digest
        return self.remark.said_by if shown else ""
