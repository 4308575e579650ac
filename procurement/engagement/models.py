"""Who was heard, where and how; what they said; what was done about it."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.commissioning.querysets import OfCommissionQuerySet
from procurement.engagement.enums import EventKind, Group, Method
from procurement.engagement.querysets import EventQuerySet, IdeaQuerySet, YouSaidQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.common.templatetags.formats import plain_day, plain_time

USER = settings.AUTH_USER_MODEL


class Event(Versioned):
    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField(help_text="What it is about, in plain English.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    public_transport = models.TextField(blank=True)
    easy_read_agenda = models.BooleanField(default=False)
    extra_time = models.BooleanField(default=False, help_text="More time for each item than usual.")
    other_arrangements = models.TextField(blank=True)
    how_to_join = models.TextField(blank=True)
    advertised_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)
    notes = models.TextField(blank=True, help_text="What happened.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["advertised_at", "starts_at"])]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_starts")]

    def __str__(self):
        return self.title

    @property
    def when(self) -> str:
        """“4 June 2026, 10am to 1pm”; both days when it goes over midnight."""
        starts, ends = (f"{plain_day(moment)}, {plain_time(moment)}" for moment in (self.starts_at, self.ends_at))
        if plain_day(self.starts_at) == plain_day(self.ends_at):
            ends = plain_time(self.ends_at)
        return f"{starts} to {ends}"


class Attendance(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    group = models.CharField(max_length=16, choices=Group.choices)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["event", "group"], name="attendance_once_a_group")]

    def __str__(self):
        return f"{self.get_group_display()}: {self.number}"


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

    objects = OfCommissionQuerySet.as_manager()

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
    def name_digest(self) -> str:
        """SHA-256 of who said it, with the remark's own number so that equal names differ; empty without a name."""
        return sha256(f"{self.pk}:{self.said_by}".encode()).hexdigest() if self.said_by else ""

    def __str__(self):
        return self.text[:120]


class PrivateIdea(models.Model):
    """An idea a provider discloses to the council alone, before a tender."""

    commission = models.ForeignKey("procurement.Commission", on_delete=models.CASCADE, related_name="ideas")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="ideas")
    text = models.TextField()
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self):
        return f"Idea of {self.supplier} for {self.commission}"


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
