"""Comparing a result that a record holds with the one computed again."""

from collections.abc import Mapping
from typing import Any

from .numbers import JsonNumber, NotANumber, described, exact
from .source import below

# Where "85.6", "85.60" and 85.6 say the same. Everywhere else text is compared as text: the ids "1" and "1.0"
# differ.
NUMBERS = {"rank", "total", "weight", "price", "score", "maximum", "points", "quality", "social_value"}


def differences(recorded: object, computed: object, path: str = "result", name: str = "") -> list[str]:
    """One line per difference, each beginning with its path; empty when both results are equal."""
    if isinstance(recorded, Mapping) and isinstance(computed, Mapping):
        names = [*computed, *(one for one in recorded if one not in computed)]
        return [line for one in names for line in _member(recorded, computed, path, one)]
    if isinstance(recorded, list | tuple) and isinstance(computed, list | tuple):
        lines = []
        if len(recorded) != len(computed):
            lines.append(f"{path}: the record has {len(recorded)} entries, computed {len(computed)}")
        for place, (one, other) in enumerate(zip(recorded, computed, strict=False)):
            lines += differences(one, other, f"{path}[{place}]")
        return lines
    if _equal(recorded, computed, name):
        return []
    return [f"{path}: the record has {described(recorded)}, computed {described(computed)}"]


def _member(recorded: Mapping[str, Any], computed: Mapping[str, Any], path: str, name: str) -> list[str]:
    here = below(path, str(name))
    if name not in recorded:
        return [f"{here}: the record has nothing, computed {described(computed[name])}"]
    if name not in computed:
        return [f"{here}: the record has {described(recorded[name])}, computed nothing"]
    return differences(recorded[name], computed[name], here, name)


def _equal(recorded: object, computed: object, name: str) -> bool:
    if name in NUMBERS:
        try:
            return exact(recorded) == exact(computed)
        except NotANumber:
            return False
    if isinstance(recorded, JsonNumber):
        return False
    return isinstance(recorded, str) and recorded == computed
