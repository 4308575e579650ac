"""Files of running contracts, and what each of their lines said when it was brought over."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from contracts.brought.enums import Holds
from contracts.brought.querysets import BroughtFileQuerySet
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.jobs.models import Job
from socialvalue.second_word.models import SecondWord, by_two_people


class BroughtFile(SecondWord):
    """Kept from the upload until it was imported or abandoned; then its data go, and what became of it stays.

    ``asked_by`` brings it. Where it holds verified returns, ``second`` is asked to stand for them, and agrees or refuses.
    """

    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="brought_files")
    holds = models.CharField(max_length=11, choices=Holds.choices)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    # By which it is read (``Meaning.kept``)
    meaning = models.JSONField(default=dict)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The lines that are right come in although others are wrong
    good_lines = models.BooleanField(default=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    # What it would do, or did (``documents.outcome``); empty until it was read
    found = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    refused = models.TextField(blank=True, help_text="Why the file cannot be read at all.")
    confirmed_at = models.DateTimeField(null=True)
    brought_at = models.DateTimeField(null=True)

    objects = BroughtFileQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            *by_two_people("brought_file"),
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("asked_by")), name="brought_file_second_is_another"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(decided_by=F("second")), name="brought_file_decided_by_who_was_asked"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_over(self) -> bool:
        return bool(self.brought_at or self.withdrawn_at or self.refused or self.accepted is False)

    @property
    def asks_second(self) -> bool:
        """It waits for the second person's word."""
        return not self.is_over and self.confirmed_at is not None and self.second_id is not None and self.decided_at is None

    @property
    def is_at_work(self) -> bool:
        """A worker reads it or brings it in, or will."""
        return not self.is_over and not self.asks_second and (self.found is None or self.confirmed_at is not None)


class BroughtLine(models.Model):
    """What a line said of a KPI and its obligation when it was brought over: the same line again changes nothing."""

    kpi = models.OneToOneField("contracts.Kpi", on_delete=models.CASCADE, related_name="brought_line")
    said = models.JSONField(encoder=DjangoJSONEncoder)
    name = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self):
        return f"Line {self.line} of {self.name}"
