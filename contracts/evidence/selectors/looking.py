"""Which files somebody opened before they verify."""

from collections.abc import Sequence
from uuid import UUID

from contracts.evidence.models import EvidenceLook
from socialvalue.accounts.models import User
from socialvalue.documents.models import Document


def opened_by(user: User | None, files: Sequence[Document]) -> frozenset[UUID]:
    """The keys of those of ``files`` that this person opened. One query, none where there is nobody or no file."""
    if user is None or not files:
        return frozenset()
    looks = EvidenceLook.objects.filter(by=user, document__in=[file.pk for file in files])
    return frozenset(looks.values_list("document", flat=True))
