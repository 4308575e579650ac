"""Numbers and names in a sentence. Pure."""

from collections.abc import Iterable


def many(count: int, one: str, several: str = "") -> str:
    """“1 outcome”, “3 outcomes”; ``several`` where the plural is not made by an s."""
    return f"{count} {one}" if count == 1 else f"{count} {several or f'{one}s'}"


def listed(names: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last
