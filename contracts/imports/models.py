"""What a council’s registers are headed like, and registers too large for a page."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from contracts.imports.querysets import RegisterFileQuerySet
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.jobs.models import Job


class RegisterMeaning(models.Model):
    """What was said once of a council's register, and kept: its headings, what holds for every line, its words."""

    council = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="register_meaning")
    # Our column → their heading; our column → the text of every line
    headings = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)
    # Our column → {their word: our word}
    words = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self):
        return f"Headings of {self.council}"


class RegisterFile(models.Model):
    """Kept until a worker has read it and its owner has confirmed or abandoned it.

    ``data`` is emptied as soon as nothing more is read from it; the row stays, for what became of the file."""

    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="register_files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    # By which it is read, as it was said when it was uploaded (``Meaning.kept``)
    meaning = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # The job that reads it, then the one that brings it in
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    # What the import would do (``documents.outcomes``); empty until a worker has read the file
    outcome = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    # Which supplier is meant, as the officer said
    answers = models.JSONField(default=dict)
    # What is right comes in, and ``data`` is what is left to be put right; otherwise all of it comes in or nothing
    good_lines = models.BooleanField(default=False)
    # When lines of it last came in while others were left, and how many of which
    good_at = models.DateTimeField(null=True)
    came_in = models.CharField(max_length=200, blank=True)
    refused = models.TextField(blank=True, help_text="Why the file cannot be read at all.")
    confirmed_at = models.DateTimeField(null=True)
    brought_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)

    objects = RegisterFileQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return self.name

    @property
    def is_waiting(self) -> bool:
        """A worker has it, or will."""
        return not self.is_over and (self.outcome is None or self.confirmed_at is not None)

    @property
    def is_left(self) -> bool:
        """Lines of it came in, and these are the ones that wait to be put right."""
        return self.good_at is not None and not self.is_over

    @property
    def is_over(self) -> bool:
        return bool(self.brought_at or self.abandoned_at or self.refused)
