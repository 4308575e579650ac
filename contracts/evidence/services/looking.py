"""Somebody opens a file of a return to verify it."""

from contracts.evidence.models import EvidenceLook
from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused
from socialvalue.documents.models import BEING_CHECKED, Document


def look_at(file: Document, *, by: User) -> None:
    """Note that this person opened the file; the first time counts, again changes nothing. Refused while nobody can open it."""
    if file.held:
        raise Refused(BEING_CHECKED)
    EvidenceLook.objects.bulk_create([EvidenceLook(document=file, by=by)], ignore_conflicts=True)
