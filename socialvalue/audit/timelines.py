"""What of a change may be read on a timeline: nothing, unless the room that records it has said so.

The audit record keeps every field of a change. A timeline shows it to everybody who reads the timeline, which are often
more people than may read the field, and long after the field says something else. So each room lists, for each kind of
event (the type of the record it is about first, and its verb), the fields that everybody who finds the record may read
before and after: ``shows`` in the room's ``timelines.py``, which the storey's ``rooms.py`` lists. A field on no list does not
appear.

The words somebody chose for a rule, a plan or a contract are shown. What people said, or what happened to somebody, is
``named`` at most: that it changed, not how, since a name taken out of it would otherwise stand on the timeline for ever.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from socialvalue.common.templatetags.formats import plain_day, plain_money, plain_number, plain_quantity, plain_time

NOTHING = "nothing"
# A text up to this long is shown at once; of a longer one the beginning, and the whole behind a click
SHORT = 160
DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?")


@dataclass(frozen=True)
class Change:
    """One field of an event as a reader sees it; ``before`` and ``after`` are None where only the name is told."""

    label: str
    before: str | None
    after: str | None

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """(“Before” or “After”, the words or their beginning, the whole where it was shortened)."""
        told = (("Before", self.before), ("After", self.after))
        return [(side, *_shortened(text)) for side, text in told if text is not None]


@dataclass(frozen=True)
class Field:
    """How a field is told: its name in plain English, and what makes words of its value (None: the name only)."""

    label: str
    words: Callable[[Any], str] | None


_table: dict[tuple[str, str], dict[str, object]] = {}
_model: dict[tuple[str, str], str] = {}


def shows(record: str, *verbs: str, of: str = "", **fields) -> None:
    """Let timelines show these fields of events whose first subject is a ``record`` (“procurement.tender”).

    ``fields``: name → label, ``named(label)``, ``shares(label)`` or ``counts(label, choices)``. How a value is written
    follows from the field of the model ``of``, else of ``record``: pounds where it is kept with pence, days and moments
    as they are written here, a choice by its words. A name ending in ``__`` stands for every recorded name that begins with it
    (``level__`` for “level 3”); its label is the recorded name.
    """
    for verb in verbs:
        _table.setdefault((record, verb), {}).update(fields)
        _model[record, verb] = of or record


def named(label: str) -> Field:
    """That the field changed may be read, what it said may not."""
    return Field(label, None)


def shares(label: str) -> Field:
    """A percentage: “12.5 %”."""
    return Field(label, lambda value: plain_quantity(value, "%"))


def counts(label: str, choices: dict[str, str]) -> Field:
    """A dictionary of numbers by choice: “Carers and families 4, Providers 2”."""
    return Field(label, lambda value: ", ".join(f"{choices.get(key, key)} {n}" for key, n in value.items()))


def changes_shown(record: str, verb: str, changes: dict | None) -> list[Change]:
    """The changes of an event that its timeline shows, in the order in which the room lists them. Asks no database."""
    allowed, told = _table.get((record, verb), {}), []
    changes = changes or {}
    for name, how in allowed.items():
        recorded = [key for key in changes if _is(name, key)]
        for key in recorded:
            field = how if isinstance(how, Field) else _field(_model[record, verb], name, str(how))
            label = field.label if key == name else key[:1].upper() + key[1:]
            pair = changes[key]
            if not (isinstance(pair, list) and len(pair) == 2):
                continue  # not a pair of before and after: nobody here knows what it is
            told.append(Change(label, *(None if field.words is None else _worded(v, field.words) for v in pair)))
    return told


def _is(name: str, recorded: str) -> bool:
    if name.endswith("__"):
        return recorded.startswith(name[:-2].replace("_", " ") + " ")
    return recorded == name


def listed() -> dict[tuple[str, str], set[str]]:
    """Every kind of event with its listed fields: for the tests, and for whoever reviews what is shown."""
    return {kind: set(fields) for kind, fields in _table.items()}


def _worded(value, words: Callable[[Any], str]) -> str:
    # ``str(None)`` is how some services record that there was nothing
    return NOTHING if value in (None, "", "None", [], {}) else words(value)


def _shortened(text: str) -> tuple[str, str]:
    if len(text) <= SHORT:
        return text, ""
    return text[:SHORT].rsplit(None, 1)[0].rstrip(",.;:") + " …", text


@cache
def _field(model: str, name: str, label: str) -> Field:
    try:
        field = apps.get_model(model)._meta.get_field(name)
    except FieldDoesNotExist:
        return Field(label, _text)
    # What only points here is no column: a recorded name may be that of the rows behind, “stories”, with how many there were
    if not isinstance(field, models.Field):
        return Field(label, _text)
    choices = {str(key): str(words) for key, words in field.flatchoices}
    if choices:
        return Field(label, lambda value: choices.get(str(value), str(value)))
    if isinstance(field, models.BooleanField):
        return Field(label, lambda value: "Yes" if str(value) == "True" else "No")
    if isinstance(field, models.DateTimeField):
        return Field(label, _moment)
    if isinstance(field, models.DecimalField):
        # Pounds are kept with pence, in fields wide enough for a council's contracts; measures with four decimals
        pounds = field.decimal_places == 2 and field.max_digits >= 12
        return Field(label, plain_money if pounds else lambda value: plain_number(value, 4))
    if isinstance(field, models.IntegerField):
        return Field(label, lambda value: plain_number(value, 0))
    return Field(label, _text)


def _text(value) -> str:
    """As recorded; a value that is nothing but a day, or two, as days are written here."""
    text = str(value)
    found = DAYS.fullmatch(text)
    try:
        return " to ".join(plain_day(date.fromisoformat(day)) for day in found.groups() if day) if found else text
    except ValueError:
        return text


def _moment(value) -> str:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{plain_day(at)} at {plain_time(at)}"
