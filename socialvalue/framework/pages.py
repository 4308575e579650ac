"""A draft as an outline: one priority is open to be edited at a time, of the others their outcomes stand in a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from socialvalue.framework.models import Priority


@dataclass(frozen=True)
class Outlined:
    priority: Priority
    is_open: bool


def outline(priorities: Sequence[Priority], asked: str) -> list[Outlined]:
    """Open is the one that was ``asked`` for (its key); where there is only one, that one; else the one that has nothing yet."""
    keys = [str(priority.pk) for priority in priorities]
    if asked not in keys:
        empty = [str(priority.pk) for priority in priorities if not priority.outcomes.all()]
        asked = keys[0] if len(keys) == 1 else next(iter(empty), "")
    return [Outlined(priority, str(priority.pk) == asked) for priority in priorities]
