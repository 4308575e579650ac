"""Optimistic locking: no edit overwrites another silently, neither a colleague's nor one's own in another tab."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import models

from socialvalue.common import clock
from socialvalue.common.errors import Conflict, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown, asked, mark_of, read_of
from socialvalue.common.templatetags.formats import plain_day, plain_time

REMOVED = "It is no longer there: somebody removed it while this page was open. Nothing was changed."


class Versioned(models.Model):
    """A record that people edit in forms. ``version`` counts its saves."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class LastSave:
    """What is known of the save that is stored: its version, by whom (a user's key), on which opened page, when.

    ``page`` is the page's own random name and, where JavaScript ran, a dot and the millisecond of the last key pressed on it.
    """

    version: int
    by: int | None = None
    page: str = ""
    at: datetime | None = None

    def is_of(self, by, page: str) -> bool:
        """Whether this person saved it on this very page."""
        return bool(_name(page)) and by.pk == self.by and _name(page) == _name(self.page)


class Typed(Versioned):
    """A record whose form saves by itself while somebody types."""

    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_page = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def last_save(self) -> LastSave:
        return LastSave(self.version, self.saved_by_id, self.saved_page, self.saved_at)


# What saving as somebody types writes besides what was typed
OF_SAVING = ("version", "saved_by", "saved_at", "saved_page")


def check_overwrites_nothing(last: LastSave, *, by, expected_version: Shown, page: str = "") -> None:
    """Raise Conflict when ``by`` has not seen what is stored, which saving would overwrite.

    Seen is what the page was shown (``expected_version``; NOTHING_READ asks nothing) and what the same page saved itself: a
    browser may send the button's form before it has heard of its automatic save. Of one page's saves the one typed last wins,
    whichever arrives last.
    """
    if last.is_of(by, page):
        if 0 < _typed_at(page) < _typed_at(last.page):
            raise Conflict(
                "What you typed later on this page is saved already. Compare it with what you see below, then save again.",
                line="Not saved: what you typed later is saved already",
                own=True,
            )
        return
    if expected_version is not NOTHING_READ and last.version != _number(expected_version):
        raise _conflict(last, by)


def _conflict(last: LastSave, by) -> Conflict:
    if last.by is None or last.at is None or last.by != by.pk:
        return Conflict()
    at = plain_time(last.at)
    if last.at.astimezone(clock.LONDON).date() != clock.today():
        at += f" on {plain_day(last.at)}"
    return Conflict(
        f"You saved this in another tab or window at {at}. Nothing of it was overwritten. "
        "What you typed here is kept below: compare it with what you saved there, then save again.",
        line=f"Not saved: you saved this in another tab or window at {at}. Press Save to see both.",
        own=True,
    )


def _name(page: str) -> str:
    return page.partition(".")[0]


def _typed_at(page: str) -> int:
    """The millisecond of the last key on the page; 0 where no JavaScript said it."""
    moment = page.partition(".")[2]
    return int(moment) if moment.isdecimal() else 0


M = TypeVar("M", bound=models.Model)


def locked(obj: M, expected_version: Shown) -> M:
    """Re-read ``obj`` under a row lock inside the caller's transaction.

    Raises Conflict when ``expected_version`` is no longer the stored one: what a form was shown, or AS_READ, what the page
    said of this record. NOTHING_READ only locks: for the clock, jobs, and a record that is locked for the order's sake.
    WrongState where the record was removed since it was found.
    """
    fresh = type(obj)._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if fresh is None:
        raise WrongState(REMOVED)
    check_read(fresh, expected_version)
    return fresh


def locked_each(rows: models.QuerySet[M], shown: Mapping[int, Shown]) -> list[M]:
    """As ``locked`` for several records: those of ``rows`` with these keys, in one statement, in the order of their keys.

    ``rows`` says what is loaded with them. Raises Conflict, too, when one of them is not among ``rows`` any more.
    """
    found = list(rows.select_for_update(of=("self",)).filter(pk__in=shown).order_by("pk"))
    if len(found) < len(shown):
        raise Conflict()
    for fresh in found:
        check_read(fresh, shown[fresh.pk])
    return found


def check_read(fresh: models.Model, expected_version: Shown = AS_READ) -> None:
    """As ``locked`` for a record that the caller has locked already; it needs no column ``version``."""
    if expected_version is NOTHING_READ:
        return
    if expected_version is AS_READ:
        if not asked():
            return
        read = read_of(fresh)
        if read is None or read.mark != mark_of(fresh):
            raise Conflict(changed=fresh, since=read.at if read else None)
    elif _number(expected_version) != getattr(fresh, "version", None):
        raise Conflict(changed=fresh)


def check_none_read(expected_version: Shown) -> None:
    """The record is not there yet: raises Conflict when the page says it was (any version but 0)."""
    if expected_version is not NOTHING_READ and _number(expected_version) != 0:
        raise Conflict()


def check_editable(changes, editable) -> None:
    """A service lists what may be changed. Raises TypeError for any other name: status and owner have verbs of their own."""
    forbidden = set(changes) - set(editable)
    if forbidden:
        raise TypeError(f"cannot be edited: {', '.join(sorted(forbidden))}")


def set_changes(obj: M, /, **changes) -> dict[str, list]:
    """As ``save_changes`` where several records are saved in one statement: set what differs, raise the version, save nothing."""
    changed = _set(obj, changes)
    if changed and hasattr(obj, "version"):
        obj.version += 1
    return changed


def save_changes(obj: M, m2m: Mapping[str, Iterable[models.Model] | None] | None = None, /, **changes) -> dict[str, list]:
    """Set and save only what differs; raise the version. Returns {field: [old, new]} as text, for the audit record.

    ``m2m``: what many-to-many fields are to hold; None leaves one alone. They count as any other field, so that whoever
    opened the form before does not take back what a colleague chose.
    """
    changed = _set(obj, changes)
    fields = list(changes)
    for name, wanted in (m2m or {}).items():
        if wanted is not None:
            changed |= _set_many(obj, name, list(wanted))
    if changed:
        if hasattr(obj, "version"):
            obj.version += 1
            fields.append("version")
        obj.save(update_fields=fields)
    return changed


def _set(obj: models.Model, changes: Mapping[str, object]) -> dict[str, list]:
    changed = {}
    for name, value in changes.items():
        old = getattr(obj, name)
        if old != value:
            changed[name] = [_text(old), _text(value)]
            setattr(obj, name, value)
    return changed


def set_first(obj: models.Model, **m2m: Iterable[models.Model]) -> None:
    """Fill many-to-many fields of a record made in this transaction: nobody has read it yet, so no version rises."""
    for name, wanted in m2m.items():
        getattr(obj, name).set(wanted)


def _set_many(obj: models.Model, name: str, wanted: list[models.Model]) -> dict[str, list]:
    relation = getattr(obj, name)
    old = list(relation.all())
    if {thing.pk for thing in old} == {thing.pk for thing in wanted}:
        return {}
    relation.set(wanted)
    return {name: [_names(old), _names(wanted)]}


def _names(things: list[models.Model]) -> str:
    return ", ".join(sorted(map(str, things)))


def save_typed(obj: Typed, *, by, expected_version: Shown, page: str = "", **typed) -> dict[str, list]:
    """As ``save_changes`` of a locked record, and remember who saved it, when and on which page.

    Raises Conflict as ``check_overwrites_nothing`` does. What is stored already in the same words overwrites nothing.
    """
    before = (obj.version, obj.saved_page)
    changed = set_typed(obj, by=by, expected_version=expected_version, page=page, **typed)
    if changed or (obj.version, obj.saved_page) != before:
        obj.save(update_fields=[*typed, *OF_SAVING])
    return changed


def set_typed(obj: Typed, *, by, expected_version: Shown, page: str = "", **typed) -> dict[str, list]:
    """As ``save_typed``, for whoever saves several records in one statement: ``typed`` and ``OF_SAVING`` are to be saved."""
    last = obj.last_save
    if any(getattr(obj, name) != value for name, value in typed.items()):
        check_overwrites_nothing(last, by=by, expected_version=expected_version, page=page)
    again = last.is_of(by, page)
    changed = set_changes(obj, **typed)
    if changed:
        obj.saved_by, obj.saved_at = by, clock.now()
    if changed or (again and _typed_at(page) > _typed_at(obj.saved_page)):
        obj.saved_page = page
    return changed


def _number(shown) -> int | None:
    """The version a page was shown; None, which no record has, for what somebody wrote into a hidden field."""
    try:
        return int(shown)
    except (TypeError, ValueError):
        return None


def _text(value) -> str | None:
    return None if value is None else str(value)
