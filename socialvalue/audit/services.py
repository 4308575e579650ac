"""The one way to write the audit record."""

from collections.abc import Iterable

from django.db import models, transaction

from socialvalue.audit.models import AuditEvent, AuditSubject


def record(
    verb: str,
    sentence: str,
    *,
    by,
    about: models.Model | Iterable[models.Model],
    council=None,
    reason: str = "",
    changes: dict | None = None,
    confidential: bool = False,
) -> AuditEvent:
    """Write one event inside the caller's transaction.

    ``by`` is the acting user, or None for the system. ``about`` names the object and the larger ones whose timeline
    should show it, most specific first. ``sentence`` reads after the actor's name: "published the tender".
    ``changes`` is {field: [old, new]}.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the change it records")
    subjects = [about] if isinstance(about, models.Model) else list(about)
    event = AuditEvent.objects.create(
        actor=by,
        actor_label=str(by) if by else "The system",
        council=council,
        verb=verb,
        sentence=sentence[:500],
        reason=reason,
        changes=changes or {},
        confidential=confidential,
    )
    # Once each, or the event would show twice in the timeline of an object named twice
    named = {(obj._meta.label_lower, str(obj.pk)): str(obj)[:300] for obj in subjects}
    AuditSubject.objects.bulk_create(
        AuditSubject(event=event, object_type=kind, object_id=key, label=label) for (kind, key), label in named.items()
    )
    return event
