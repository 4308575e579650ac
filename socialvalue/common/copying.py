"""Starting from an earlier record: what comes along, what does not, and what has changed since. The page says it beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preview:
    """Sentences for the page that asks before anything is copied."""

    along: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def many(count: int, one: str, several: str = "") -> str:
    """“1 outcome”, “3 outcomes”; ``several`` where the plural is not made by an s."""
    return f"{count} {one}" if count == 1 else f"{count} {several or f'{one}s'}"


def listed(names: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last
