"""Keep a file that somebody brought or the system made; make a PDF."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction

from socialvalue.audit.services import record
from socialvalue.documents.models import Document, HeldFile
from socialvalue.documents.services import content, holding, pdf

__all__ = ["carry", "keep", "remove", "render_pdf", "store"]

# What a file keeps when it is carried to another record
CARRIED = ("name", "content_type", "size", "sha256", "changed", "held", "description", "uploaded_by", "uploaded_at")


def store(
    *, upload, owner: models.Model, by, description: str = "", about=(), council=None, confidential: bool = False
) -> Document:
    """Keep the uploaded file ``upload`` (a Django File with ``name`` and ``size``) as a Document of ``owner`` (a saved record).

    Of a picture only what is seen is kept (``documents.services.pictures``), and hashed as it is kept.
    Whoever may see ``owner`` may read the file, once its label is registered with ``documents.visibility.owned_by``.
    ``about``: larger records whose timeline shows the event too; ``confidential`` as in ``audit.record``.
    Raises Refused on ``file`` for what ``content.received`` refuses.
    """
    admitted = content.received(upload, by=by, most=settings.UPLOAD_MAX_BYTES)
    return keep(
        data=admitted.data,
        name=admitted.name,
        content_type=admitted.content_type,
        changed=admitted.changed,
        held=admitted.held,
        owner=owner,
        by=by,
        description=description,
        about=about,
        council=council,
        confidential=confidential,
    )


@transaction.atomic
def keep(
    *,
    data: bytes,
    name: str,
    content_type: str,
    owner: models.Model,
    by,
    description: str = "",
    changed: str = "",
    held: bool = False,
    about=(),
    council=None,
    confidential: bool = False,
) -> Document:
    """Keep ``data`` made by this system (a report, an export) as a Document of ``owner``; uploads go through ``store``."""
    document = Document(
        name=content.clean_name(name),
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        description=description[:300],
        changed=changed,
        held=held,
        owner_type=owner._meta.label_lower,
        owner_id=str(owner.pk),
        uploaded_by=by,
    )
    said = ("added a file", f"added the file “{document.name}”")
    return _saved(document, data, said, owner=owner, by=by, about=about, council=council, confidential=confidential)


@transaction.atomic
def carry(document: Document, *, owner: models.Model, by, about=(), council=None, confidential: bool = False) -> Document:
    """Keep a file with another record too: bytes of its own, so that taking it out there leaves it here.

    Who brought it, when, and what was changed of it then stay. One that is being checked is checked there as well.
    """
    with document.file.open("rb") as file:
        data = file.read()
    copy = Document(
        owner_type=owner._meta.label_lower, owner_id=str(owner.pk), **{name: getattr(document, name) for name in CARRIED}
    )
    said = ("carried a file over", f"carried the file “{document.name}” over")
    return _saved(copy, data, said, owner=owner, by=by, about=about, council=council, confidential=confidential)


def _saved(
    document: Document, data: bytes, said: tuple[str, str], *, owner: models.Model, by, about, council, confidential: bool
) -> Document:
    document.file.save(document.name, ContentFile(data), save=False)
    try:
        document.save(force_insert=True)
        if document.held:
            holding.hold(document, by=by)
        record(
            *said,
            by=by,
            about=[document, owner, *about],
            council=council,
            confidential=confidential,
        )
    except Exception:
        # The row will be rolled back; without this its bytes would stay, owned by nobody
        if document.file.name:
            default_storage.delete(document.file.name)
        raise
    return document


@transaction.atomic
def remove(document: Document, *, owner: models.Model, by, about=(), council=None, confidential: bool = False) -> None:
    """Take a file away, its bytes with it once this is committed. The audit record keeps its name and digest.

    The caller has checked that ``owner`` is still a draft: what somebody has relied on is never removed.
    """
    record(
        "removed a file",
        f"removed the file “{document.name}”",
        by=by,
        about=[document, owner, *about],
        council=council,
        changes={"sha256": [document.sha256, None]},
        confidential=confidential,
    )
    stored = document.file.name
    HeldFile.objects.filter(key=document.pk).delete()
    document.delete()
    if stored:
        transaction.on_commit(lambda: default_storage.delete(stored))


def render_pdf(template: str, context: dict, council=None) -> bytes:
    """A PDF/UA-1 file from the Django template at ``template``; see ``documents.pdf.render_pdf``. Slow: call it in a job."""
    return pdf.render_pdf(template, context, council)
