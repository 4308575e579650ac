"""Answers, the files that support them, and what is offered in them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.bidding.models.bid import Bid
from procurement.bidding.querysets import (
    AnswerQuerySet,
    CommitmentQuerySet,
    SealedFileQuerySet,
)
from procurement.commissioning.enums import Period
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


def sealed_path(sealed_file, _name: str) -> str:
    """Stored names tell nothing of the file, the bid or the supplier."""
    return f"sealed/{sealed_file.id.hex[:2]}/{sealed_file.id.hex}"


class SealedFile(models.Model):
    """A file that supports an answer, encrypted on the disk. Its name and digest too are written here only at the opening;

    until then they are inside the sealed draft and the sealed submissions that name it. A file removed from the draft
    is kept, since an earlier submission may name it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="files")
    question = models.ForeignKey("procurement.Question", on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=sealed_path, help_text="The encrypted bytes.")
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes, of the file itself.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file itself.")

    # What the page says that added it; kept nowhere
    said: str = ""

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False) | Q(name="", content_type="", size=None, sha256=""),
                name="sealed_file_tells_nothing_before_opening",
            )
        ]

    def __str__(self):
        return self.name or "Sealed file"


class Answer(models.Model):
    """One answer, unsealed at the opening and never changed after."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey("procurement.Question", on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    passed = models.BooleanField(null=True, help_text="For pass/fail: what the bidder declared.")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question__criterion__order", "id"]
        constraints = [models.UniqueConstraint(fields=["bid", "question"], name="one_answer_a_question")]

    def __str__(self):
        return f"{self.bid}: {self.text[:60]}"


class OfferedCommitment(models.Model):
    """What a bidder offers to do, precisely enough to become an obligation."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="commitments")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="commitments")
    outcome_text = models.TextField(help_text="The difference it will make.")
    measure = models.ForeignKey("socialvalue.Measure", on_delete=models.PROTECT, null=True, blank=True, related_name="offered")
    measure_text = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    quantity = models.DecimalField(max_digits=14, decimal_places=4)
    per = models.CharField(max_length=10, choices=Period.choices)
    place = models.CharField(max_length=200, blank=True)
    evidence = models.TextField(help_text="How it will be measured and shown.")
    involvement = models.TextField(help_text="How local people were involved in choosing it.")
    order = models.PositiveSmallIntegerField(default=0)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="commitment_quantity_above_zero")]

    def __str__(self):
        return f"{self.quantity.normalize():f} {self.unit}: {self.outcome_text[:80]}"
