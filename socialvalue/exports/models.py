"""A long file that somebody asked for: made in a job, theirs alone, kept some days."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.canonical import sha256
from socialvalue.exports.enums import Form
from socialvalue.exports.querysets import ExportQuerySet
from socialvalue.jobs.models import Job

LONGEST_QUERY = 2000


def export_path(export, _name: str) -> str:
    """Depends on the export alone, so that what a killed worker left is written over."""
    return f"exports/{export.id.hex[:2]}/{export.id.hex}"


class Export(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    # Which table, and what of its address's query changes it: the filter, the order, the columns
    kind = models.CharField(max_length=40)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    form = models.CharField(max_length=4, choices=Form.choices, default=Form.CSV)
    title = models.CharField(max_length=200)
    # Of kind, query and form: asked for again while it is not made yet, it is the same one
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.FileField(upload_to=export_path, blank=True)
    name = models.CharField(max_length=200, blank=True)
    # As counted when a worker began; once it is made, as written
    rows = models.PositiveBigIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    # What its person saw the table by when it was made (``Kind.seen_as``): by anything else it is not given out
    made_as = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True, help_text="The last day on which it can be taken.")

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["by", "-asked_at"], name="exports_of"),
            models.Index(fields=["kept_until"], name="exports_over"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["by", "digest"], condition=Q(made_at=None), name="export_asked_for_once"),
            models.CheckConstraint(
                condition=Q(made_at=None, kept_until=None) | Q(made_at__isnull=False, kept_until__isnull=False),
                name="export_made_is_kept_until",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def is_over(self) -> bool:
        return self.kept_until is not None and self.kept_until < clock.today()


def roles_of(user: User) -> str:
    """A digest of what somebody may see by: their roles, where, in which directorate; the suppliers they deliver as."""
    held = [[m.organisation_id, m.role, m.directorate_id] for m in user.current_memberships]
    return sha256([sorted(held, key=str), user.delivers_as])
