"""The one way to write the audit record."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from socialvalue.audit.models import AuditEvent, AuditSubject, RepeatedEvent
from socialvalue.common import clock

FOLDED_WITHIN = timedelta(minutes=1)
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


@transaction.atomic
def record_folded(what: str, verb: str, sentence: str, **told) -> None:
    """``record``, but the same ``what`` again within a minute is only counted; ``record_the_folded`` then says how often."""
    key = salted_hmac("socialvalue.audit.folded", f"{verb} {what}", algorithm="sha256").hexdigest()
    before = RepeatedEvent.objects.select_for_update().filter(key=key).first()
    if before is not None and clock.now() < before.first.at + FOLDED_WITHIN:
        RepeatedEvent.objects.filter(key=key).update(more=F("more") + 1)
        return
    if before is not None:
        _write_out(before)
    try:
        with transaction.atomic():
            RepeatedEvent.objects.create(key=key, first=record(verb, sentence, **told))
    except IntegrityError:  # the same happened at this very moment
        RepeatedEvent.objects.filter(key=key).update(more=F("more") + 1)


def record_the_folded() -> int:
    """Write out what happened again within its minute, once each; how many. Twice does nothing."""
    written = 0
    over = RepeatedEvent.objects.filter(first__at__lte=clock.now() - FOLDED_WITHIN).values_list("key", flat=True)
    for key in list(over):
        with transaction.atomic():
            row = RepeatedEvent.objects.select_for_update().filter(key=key).first()
            if row is not None:
                written += _write_out(row)
    return written


def _write_out(row: RepeatedEvent) -> bool:
    """Record how often the first event happened again, with the same actor and subjects; and forget it."""
    first, more = row.first, row.more
    row.delete()
    if not more:
        return False
    times = "once more" if more == 1 else f"{more} more times"
    about = [apps.get_model(s.object_type).objects.get(pk=s.object_id) for s in first.subjects.order_by("pk")]
    record(first.verb, f"{first.sentence[:440]}, {times} within a minute", by=first.actor, about=about, council=first.council)
    return True
