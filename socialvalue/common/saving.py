"""Optimistic locking: two people's edits never overwrite each other silently."""

from typing import TypeVar

from django.db import models

from socialvalue.common.errors import Conflict

M = TypeVar("M", bound=models.Model)


class Versioned(models.Model):
    """A record that people edit in forms. ``version`` counts its saves."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def locked(obj: M, expected_version: int | None = None) -> M:
    """Re-read ``obj`` under a row lock inside the caller's transaction.

    Raises Conflict when ``expected_version`` (what the form was shown) is no longer the stored one.
    """
    fresh = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if expected_version is not None and fresh.version != _number(expected_version):
        raise Conflict()
    return fresh


def check_editable(changes, editable) -> None:
    """A service lists what may be changed. Raises TypeError for any other name: status and owner have verbs of their own."""
    forbidden = set(changes) - set(editable)
    if forbidden:
        raise TypeError(f"cannot be edited: {', '.join(sorted(forbidden))}")


def save_changes(obj: M, **changes) -> dict[str, list]:
    """Set and save only what differs; raise the version. Returns {field: [old, new]} as text, for the audit record."""
    changed = {}
    for name, value in changes.items():
        old = getattr(obj, name)
        if old != value:
            changed[name] = [_text(old), _text(value)]
            setattr(obj, name, value)
    if changed:
        fields = list(changes)
        if hasattr(obj, "version"):
            obj.version += 1
            fields.append("version")
        obj.save(update_fields=fields)
    return changed


def _number(shown) -> int | None:
    """The version a page was shown; None, which no record has, for what somebody wrote into a hidden field."""
    try:
        return int(shown)
    except ValueError:
        return None


def _text(value) -> str | None:
    return None if value is None else str(value)
