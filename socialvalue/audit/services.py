"""The one way to write the audit record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac

from socialvalue.audit.calculations import Subject
from socialvalue.audit.enums import COMMAND, SYSTEM
from socialvalue.audit.models import AuditEvent, AuditSubject, RepeatedEvent
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_time

FOLDED_WITHIN = timedelta(hours=1)
# Of one verb within an hour: a council has a few hundred people, and a botnet has thousands of addresses
MOST_OPEN = 200
TOGETHER = "everybody else"
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
        return f"{COMMAND}{operator}" if operator else SYSTEM
    for subject in subjects:
        duty, owners = _owners.get(subject._meta.label_lower, ("", None))
        if owners and (signed := by.signing(duty, owners(subject), council)) != str(by):
            return signed
    return str(by)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event as ``record`` takes it; ``record_each`` writes several."""

    verb: str
    sentence: str
    by: Any
    about: models.Model | Iterable[models.Model]
    council: Any = None
    reason: str = ""
    changes: dict | None = None
    confidential: bool = False
    operator: str = ""

    @property
    def subjects(self) -> list[models.Model]:
        return [self.about] if isinstance(self.about, models.Model) else list(self.about)

    def event(self, subjects: list[models.Model]) -> AuditEvent:
        return AuditEvent(
            actor=self.by,
            actor_label=_signed(self.by, subjects, self.council, self.operator)[:200],
            council=self.council,
            verb=self.verb,
            sentence=self.sentence[:500],
            reason=self.reason,
            changes=self.changes or {},
            confidential=self.confidential,
        )


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
    entry = Entry(
        verb=verb, sentence=sentence, by=by, about=about, council=council, reason=reason, changes=changes,
        confidential=confidential, operator=operator,
    )  # fmt: skip
    return record_each([entry])[0]


def record_each(entries: Iterable[Entry]) -> list[AuditEvent]:
    """``record`` for several acts of one transaction, in their order: two statements, however many they are."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the change it records")
    return _write([(entry.event(subjects), _named(subjects)) for entry in entries for subjects in [entry.subjects]])


def _named(subjects: Iterable[models.Model]) -> list[Subject]:
    """Once each, or the event would show twice in the timeline of an object named twice."""
    named = {(obj._meta.label_lower, str(obj.pk)): str(_label(obj))[:300] for obj in subjects}
    return [(kind, key, label) for (kind, key), label in named.items()]


def _write(told: list[tuple[AuditEvent, list[Subject]]]) -> list[AuditEvent]:
    """The one place where entries are written: each with the digest of what it says, and the records it is about."""
    for event, about in told:
        event.digest = event.content_digest(about)
    events = AuditEvent.objects.bulk_create([event for event, _ in told])
    rows = [
        AuditSubject(event=event, object_type=kind, object_id=key, label=label)
        for event, (_, about) in zip(events, told, strict=True)
        for kind, key, label in about
    ]
    AuditSubject.objects.bulk_create(rows)
    return events


@transaction.atomic
def record_folded(what: str, verb: str, sentence: str, **told) -> None:
    """``record``, but the same ``what`` again within an hour is counted, and told of at 10, 100, 1000 and so on.

    ``record_the_folded`` tells the last number when the hour is over. So that nobody fills the record by being somebody else each
    time, what comes when ``MOST_OPEN`` of one verb are counted already is counted together, whoever and whatever it is.
    """
    key = _key(verb, what)
    before = RepeatedEvent.objects.select_for_update().filter(key=key).first()
    if before is not None and clock.now() < before.first.at + FOLDED_WITHIN:
        _again(before)
        return
    if before is not None:
        _write_out(before)
    if RepeatedEvent.objects.filter(first__verb=verb).count() >= MOST_OPEN and not what.startswith(TOGETHER):
        # By nobody and about nothing: the next of them is somebody else
        council = told.get("council")
        rest = f"counts the rest together for an hour: “{verb}”"
        record_folded(f"{TOGETHER} {getattr(council, 'pk', '')}", verb, rest, by=None, about=[], council=council)
        return
    try:
        with transaction.atomic():
            RepeatedEvent.objects.create(key=key, first=record(verb, sentence, **told))
    except IntegrityError:  # the same happened at this very moment
        _again(RepeatedEvent.objects.select_for_update().get(key=key))


def record_the_folded() -> int:
    """Write out what happened again within its hour, once each; how many. Twice does nothing."""
    written = 0
    over = RepeatedEvent.objects.filter(first__at__lte=clock.now() - FOLDED_WITHIN).values_list("key", flat=True)
    for key in list(over):
        with transaction.atomic():
            row = RepeatedEvent.objects.select_for_update().filter(key=key).first()
            if row is not None:
                written += _write_out(row)
    return written


def _key(verb: str, what: str) -> str:
    return salted_hmac("socialvalue.audit.folded", f"{verb} {what}", algorithm="sha256").hexdigest()


def _again(row: RepeatedEvent) -> None:
    """Under the row's lock: one more; told where ten times as many as were told before have come together."""
    row.more, row.last_at = row.more + 1, clock.now()
    if row.total >= row.told * 10:
        _tell(row, f"{row.total:,} times so far")
    row.save(update_fields=["more", "last_at", "told"])


def _write_out(row: RepeatedEvent) -> bool:
    """Forget it, and record how often it happened in all where the record does not say so yet."""
    row.delete()
    if row.total == row.told:
        return False
    _tell(row, f"{row.total:,} times within an hour")
    return True


def _tell(row: RepeatedEvent, times: str) -> None:
    """The first event again with its number, the same actor and subjects, and when it last happened."""
    first = row.first
    event = AuditEvent(
        actor=first.actor,
        actor_label=first.actor_label,
        council=first.council,
        verb=first.verb,
        sentence=f"{first.sentence[:440]}: {times}, the last at {plain_time(row.last_at)}",
        changes={"times": [row.told, row.total]},
        confidential=first.confidential,
    )
    row.told = row.total
    _write([(event, list(first.subjects.order_by("pk").values_list("object_type", "object_id", "label")))])
