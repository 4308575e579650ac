"""Issuing a document: frozen, numbered, with its digest."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from procurement.commissioning.models import Commission, FrozenDocument
from socialvalue.audit.services import record


def freeze(commission: Commission, kind: str, content: dict, *, by) -> FrozenDocument:
    """Keep ``content`` with its SHA-256 (over canonical JSON) under the next number of its kind."""
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    document = FrozenDocument.objects.create(
        commission=commission,
        kind=kind,
        number=commission.frozen_documents.filter(kind=kind).count() + 1,
        content=json.loads(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        issued_by=by,
    )
    record(
        "issue",
        f"issued the {document.get_kind_display().lower()} {document.number}",
        by=by,
        about=[document, commission],
        council=commission.council,
    )
    return document
