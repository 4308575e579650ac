"""The record as a chain: a link an entry, checks of the whole, and who outside the council's administration holds its heads."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.ledger.enums import Fault
from socialvalue.ledger.querysets import WitnessQuerySet

USER = settings.AUTH_USER_MODEL


class RecordLink(models.Model):
    """One committed entry, tied to all before it. Only ever added to, by the program that links (services/linking.py)."""

    # Called as the guards of tables that only grow call it
    number = models.PositiveBigIntegerField(primary_key=True, db_column="id")
    # Without a constraint of the database: a removed entry is to be found out, not to take its link along
    event = models.OneToOneField(AuditEvent, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link")
    # The entry's digest when it was linked
    content = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    # The real time, as the entries' own of the database is
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.digest[:12]}"


class RecordCheck(models.Model):
    """The whole chain was read once: how far it went and the first thing that was wrong, if anything was."""

    began_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    # How many links were right, and the digest of the last of them
    links = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    fault = models.CharField(max_length=13, choices=Fault.choices, blank=True)
    number = models.PositiveBigIntegerField(null=True)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ["-finished_at", "-id"]
        indexes = [models.Index(fields=["-finished_at", "-id"], name="record_checks_lately")]
        constraints = [
            models.CheckConstraint(
                condition=Q(fault="", number=None, found="") | ~Q(fault="") & Q(number__isnull=False) & ~Q(found=""),
                name="record_check_says_what_it_found",
            )
        ]

    def __str__(self):
        return self.found or f"{self.links} links in order"

    @property
    def is_well(self) -> bool:
        return not self.fault


class Witness(Versioned):
    """An office outside the council's administration that is sent the head of the record every day, and keeps it."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    reason = models.TextField()
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)
    # The last day whose head it was sent
    sent_on = models.DateField(null=True, editable=False)

    objects = WitnessQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "witnesses"
        constraints = [
            models.UniqueConstraint(fields=["council", "email"], condition=Q(ended_at=None), name="witness_once_while_it_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="witness_ended_by_somebody",
            ),
        ]

    def __str__(self):
        return self.name
