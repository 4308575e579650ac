"""The supplier's bid. Until two people open it, its content exists only encrypted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.bidding.calculations import sealing
from procurement.bidding.enums import BidStatus
from procurement.bidding.querysets import (
    AnswerQuerySet,
    BidQuerySet,
    CommitmentQuerySet,
    OpeningQuerySet,
    SealedFileQuerySet,
    SubmissionQuerySet,
)
from procurement.commissioning.enums import Period
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Bid(Versioned):
    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="bids")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="bids")
    status = models.CharField(max_length=10, choices=BidStatus.choices, default=BidStatus.DRAFT)
    # The working copy, sealed as the submissions are: a JSON document encrypted under the tender's key
    sealed_draft = models.BinaryField(null=True)
    started_at = models.DateTimeField(default=clock.now, editable=False)
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # Filled from the last submission when the bid is opened
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # A label for evaluators that tells no name: "Bid A"
    label = models.CharField(max_length=20, blank=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["supplier", "-started_at"])]
        constraints = [
            models.UniqueConstraint(fields=["tender", "supplier"], name="one_bid_a_supplier"),
            models.CheckConstraint(condition=Q(price=None) | Q(status="opened"), name="price_only_on_an_opened_bid"),
        ]

    def __str__(self):
        return f"{self.supplier} for {self.tender.reference}"

    @property
    def is_submitted(self) -> bool:
        return self.status == BidStatus.SUBMITTED

    @property
    def is_opened(self) -> bool:
        return self.status == BidStatus.OPENED

    def seal(self, content: bytes, purpose: str) -> bytes:
        """``content`` encrypted under the tender's key, for this bid and purpose ("draft", "submission/2", "file/…")."""
        return sealing.seal(content, site_key=settings.SEALING_KEY, bid=self, purpose=purpose)

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """The content again. Raises SealBroken."""
        return sealing.unseal(sealed, site_key=settings.SEALING_KEY, bid=self, purpose=purpose)


class Submission(models.Model):
    """One submission, with its receipt. The last one that was not withdrawn counts."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    receipt = models.CharField(max_length=30, unique=True)
    sealed = models.BinaryField(help_text="The canonical JSON document, encrypted.")
    # Of the canonical JSON document before encryption: the supplier can recompute it from their own copy
    sha256 = models.CharField(max_length=64)
    # The last amendment of the tender the bidder had read
    amendment = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="submission_withdrawn_by_somebody",
            ),
        ]

    def __str__(self):
        return self.receipt


class Opening(models.Model):
    """The opening of a tender's bids by two people."""

    tender = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="opening")
    first_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=clock.now)
    second_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="opened_by_two_people"),
            models.CheckConstraint(
                condition=Q(second_by=None, second_at=None) | Q(second_by__isnull=False, second_at__isnull=False),
                name="second_opener_with_time",
            ),
        ]

    def __str__(self):
        return f"Opening of {self.tender.reference}"


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
