"""The one way to write the audit record."""

from collections.abc import Callable, Iterable

from django.db import models, transaction

from socialvalue.audit.models import AuditEvent, AuditSubject

_owners: dict[str, tuple[str, Callable]] = {}


def answered_for(label: str, duty: str, owners: Callable) -> None:
    """Say whose duty a record of ``label`` ("contracts.contract") is: ``owners`` takes it and returns users’ keys.

    Acts of a delegate on it are then recorded “for” the owner who is away. Called from an AppConfig's ``ready``.
    """
    _owners[label] = (duty, owners)


def _label(subject: models.Model) -> str:
    """How the record names it for ever: its ``audit_label``, where what it is called elsewhere may have to be forgotten."""
    return str(getattr(subject, "audit_label", "") or subject)


def _signed(by, subjects: list[models.Model], council, operator: str) -> str:
    """Who did it; and for whom, where they stand in for the owner of one of the records."""
    if by is None:
        return f"The command line, used by {operator}" if operator else "The system"
    for subject in subjects:
        duty, owners = _owners.get(subject._meta.label_lower, ("", None))
        if owners and (signed := by.signing(duty, owners(subject), council)) != str(by):
            return signed
    return str(by)


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
    operator: str = "",
) -> AuditEvent:
    """Write one event inside the caller's transaction.

    ``by`` is the acting user, or None for the system; ``operator`` names who typed the command, where it was one. ``about``
    names the object and the larger ones whose timeline should show it, most specific first. ``sentence`` reads after the
    actor's name: "published the tender".
    ``changes`` is {field: [old, new]}.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the change it records")
    subjects = [about] if isinstance(about, models.Model) else list(about)
    event = AuditEvent.objects.create(
        actor=by,
        actor_label=_signed(by, subjects, council, operator)[:200],
        council=council,
        verb=verb,
        sentence=sentence[:500],
        reason=reason,
        changes=changes or {},
        confidential=confidential,
    )
    # Once each, or the event would show twice in the timeline of an object named twice
    named = {(obj._meta.label_lower, str(obj.pk)): _label(obj)[:300] for obj in subjects}
    AuditSubject.objects.bulk_create(
        AuditSubject(event=event, object_type=kind, object_id=key, label=label) for (kind, key), label in named.items()
    )
    return event
