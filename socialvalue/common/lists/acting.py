"""Rows of a list to tick, and the one verb for those ticked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# What is ticked is sent under this name, each as “key:version”, the version as it was shown
CHOSEN = "chosen"


@dataclass(frozen=True)
class Tick:
    """The box of one row: its value, and for whom it is ticked; ``why_not`` instead where it cannot be."""

    value: str = ""
    label: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Act:
    """``button`` says the verb for those ticked, ``url`` takes them; ``all_ticked``: the address asked for all of the page."""

    url: str
    button: str
    tick: Callable[[Any], Tick]
    all_ticked: bool = False


def shown_of(values: list[str], most: int) -> list[tuple[int, int]]:
    """(key, version) of what was ticked, at most ``most``; what is no such pair is passed over."""
    found = []
    for value in values[:most]:
        key, _, version = value.partition(":")
        if key.isdecimal() and version.isdecimal() and len(key) < 19 and len(version) < 10:
            found.append((int(key), int(version)))
    return found
