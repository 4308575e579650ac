"""Starting from an earlier record: what comes along, what does not, and what has changed since. The page says it beforehand."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preview:
    """Sentences for the page that asks before anything is copied."""

    along: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
