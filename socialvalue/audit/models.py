"""The append-only record of who did what, when and why. Triggers in both databases refuse change and removal."""

from collections.abc import Iterable

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from socialvalue.audit.calculations import Subject, digest_of
from socialvalue.audit.enums import COMMAND, SYSTEM
from socialvalue.audit.querysets import OF_NO_COUNCIL, AuditEventQuerySet
from socialvalue.audit.timelines import Change, changes_shown
from socialvalue.common import clock


class AuditEvent(models.Model):
    at = models.DateTimeField(default=clock.now, editable=False)
    # Empty for the system itself (a scheduled job, a timed event)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    # The sentence a reader sees: "published the tender"
    sentence = models.CharField(max_length=500)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Events that tell the content of sealed bids or of other people's scores wait until it is open
    confidential = models.BooleanField(default=False)
    # Of everything above and of what it is about, by whoever wrote it; empty of entries that are older than the digests
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # The database's own time, whatever ``at`` says: PostgreSQL lets nobody else set it
    recorded_at = models.DateTimeField(null=True, db_default=Now(), editable=False)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        # Each filter of the record has one, in the order in which the record is read (``AuditEventQuerySet.parts``)
        indexes = [
            models.Index(fields=["council", "-at", "-id"], name="audit_of_council"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_of_person"),
            models.Index(fields=["council", "verb", "-at", "-id"], name="audit_of_act"),
            # What was ever done, for the filter (``selectors.acts_of``)
            models.Index(fields=["council", "verb"], condition=Q(confidential=False), name="audit_open_acts"),
            models.Index(fields=["council", "-at", "-id"], condition=OF_NO_COUNCIL, name="audit_of_none"),
        ]
        constraints = [
            # Who is nobody is one of a closed list
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(actor_label=SYSTEM) | Q(actor_label__startswith=COMMAND),
                name="audit_actor_or_the_system",
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.sentence}"

    def content_digest(self, about: Iterable[Subject]) -> str:
        """What ``digest`` should be, from what the entry says now and the records it is about."""
        return digest_of(
            at=self.at,
            actor=self.actor_id,
            actor_label=self.actor_label,
            council=self.council_id,
            verb=self.verb,
            sentence=self.sentence,
            reason=self.reason,
            changes=self.changes,
            confidential=self.confidential,
            about=about,
        )

    @property
    def what_changed(self) -> list[Change]:
        """What a timeline may tell of the changes; nothing for an event that was not read through ``selectors.timeline``."""
        record = getattr(self, "first_subject", None)
        return [] if self.confidential or not record else changes_shown(record, self.verb, self.changes)

    @property
    def change_list(self) -> list[tuple[str, object, object]]:
        """(field, old, new) for each change, for administrators; a change recorded without its old value has None there."""
        told = []
        for field, values in (self.changes or {}).items():
            pair = values if isinstance(values, list) and len(values) == 2 else [None, values]
            told.append((field.replace("_", " "), *pair))
        return told


class AuditSubject(models.Model):
    """What an event is about: the object itself and the larger ones it belongs to (a question, its tender)."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="subjects")
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    label = models.CharField(max_length=300)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            # By the beginning of a name, whatever the database's own order of letters
            models.Index(fields=["label"], opclasses=["varchar_pattern_ops"], name="audit_about"),
        ]

    def __str__(self):
        return self.label


class RepeatedEvent(models.Model):
    """An event that happened again within an hour: counted here, and told of at 10, 100, 1000 and when the hour is over.

    Working memory, not the record, which is only ever added to: a flood of wrong passwords must not become a flood of events.
    """

    key = models.CharField(max_length=64, primary_key=True)
    first = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="+")
    more = models.PositiveIntegerField(default=0)
    # The number that the record tells so far, with the first
    told = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self):
        return f"{self.first} and {self.more} more"

    @property
    def total(self) -> int:
        return self.more + 1
