"""Files people bring and files the system makes. One table, one download view, one rule for who sees them."""

import hashlib
import uuid

from django.conf import settings
from django.db import models

from socialvalue.common import clock
from socialvalue.documents.visibility import DocumentQuerySet


def storage_path(document, _name: str) -> str:
    """Stored names tell nothing: the download view gives the file its name back."""
    return f"documents/{document.id.hex[:2]}/{document.id.hex}"


BEING_CHECKED = "It is being checked for viruses: until that is done nobody can open it."


def told_of(file) -> str:
    """What the person who added ``file`` (with ``changed`` and ``held``) is told beside that it was added; "" if nothing."""
    return " ".join(filter(None, [file.changed, BEING_CHECKED if file.held else ""]))


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=storage_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    changed = models.CharField(max_length=100, blank=True, help_text="What was changed of the file when it came, in a sentence.")
    held = models.BooleanField(default=False, help_text="The virus scanner has not looked at it: nobody may open it.")
    description = models.CharField(max_length=300, blank=True, help_text="What a picture or recording shows, in words.")
    # The record whose readers may read the file: its label ("contracts.return") and key
    owner_type = models.CharField(max_length=80)
    owner_id = models.CharField(max_length=40)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at"]
        indexes = [models.Index(fields=["owner_type", "owner_id"])]

    def __str__(self):
        return self.name

    @property
    def told(self) -> str:
        return told_of(self)


class HeldFile(models.Model):
    """A file that nobody may open: the scanner has not answered yet, or, with ``found``, has found something in it.

    ``key`` is the file's own, of whatever table (``label``): a Document, or one that is sealed elsewhere.
    """

    label = models.CharField(max_length=80)
    key = models.UUIDField(unique=True)
    since = models.DateTimeField(default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    found = models.CharField(max_length=200, blank=True, help_text="What the scanner calls it.")

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self):
        return self.found or "Being checked"


def made_path(made, _name: str) -> str:
    """Where a file is written depends on its key alone, so that what a killed worker left is written over."""
    name = hashlib.sha256(made.key.encode()).hexdigest()
    return f"made/{name[:2]}/{name}"


class MadeFile(models.Model):
    """A file this service made for everybody to take: the public register of a day.

    Kept until a day, then swept. It is no record: what it says can be made again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    file = models.FileField(upload_to=made_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # The last day on which it can be taken
    kept_until = models.DateField()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["kept_until"])]

    def __str__(self):
        return self.name
