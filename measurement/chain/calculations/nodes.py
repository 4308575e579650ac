"""The chain as a tree for a page: each link of it with its words, its address and, where it breaks, the gap."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Node:
    """``kind`` in words ("Requirement R1"); ``gap`` says what is missing below it, empty where nothing is."""

    kind: str
    text: str
    url: str = ""
    gap: str = ""
    note: str = ""
    children: list["Node"] = field(default_factory=list)


@dataclass
class Chain:
    """``counts``: what the strip above the tree shows. ``roots``: sought outcomes, then what hangs on none."""

    counts: list[dict[str, Any]] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)

    @property
    def gaps(self) -> int:
        def below(nodes: list[Node]) -> int:
            return sum(bool(n.gap) + below(n.children) for n in nodes)

        return below(self.roots)
