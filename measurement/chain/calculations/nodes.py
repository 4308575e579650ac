"""The chain as a tree for a page: each link of it with its words, its address and, where it breaks, the gap."""

from dataclasses import dataclass, field

# How a place of the flow stands
THERE, NOT_YET, CLOSED, BROKEN = "there", "not-yet", "closed", "broken"


@dataclass
class Node:
    """``kind`` in words ("Requirement R1"); ``gap`` says what is missing below it, empty where nothing is."""

    kind: str
    text: str
    url: str = ""
    gap: str = ""
    note: str = ""
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Station:
    """One place of the flow: how many, of what, how it stands and in which words. ``count``: None is not known.

    Only a broken link is “broken”: something is promised and nobody reports on it, or what was required has become nobody's
    obligation although the contract runs. What has not come yet is no fault.
    """

    key: str
    label: str
    count: int | None
    state: str
    words: str
    items: list[Node] = field(default_factory=list)


def station(key: str, label: str, items: list[Node], *, count: int | None = None, broken: str = "", closed: str = "",
            note: str = "") -> Station:  # fmt: skip
    """``count``: where it is not the number of items. ``broken``, ``closed``: why; ``note``: what else is said of those there."""
    found = len(items) if count is None else count
    if broken:
        return Station(key, label, found, BROKEN, f"Broken: {broken}", items)
    if closed:
        return Station(key, label, found or None, CLOSED, closed, items)
    if not found:
        return Station(key, label, 0, NOT_YET, "Not yet", items)
    return Station(key, label, found, THERE, note or "In place", items)


@dataclass
class Chain:
    """``stations``: the flow from the first remark to the last figure. ``roots``: sought outcomes, then what hangs on none."""

    stations: list[Station] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)

    @property
    def gaps(self) -> int:
        def below(nodes: list[Node]) -> int:
            return sum(bool(n.gap) + below(n.children) for n in nodes)

        return below(self.roots)
