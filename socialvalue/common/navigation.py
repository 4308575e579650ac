"""Where a page belongs: the places in the order of the cycle, the sections in them, and who is shown which.

Nothing here knows an address: each storey's ``rooms.py`` lists its sections with the names of their pages and adds them when
it starts. The rule is written down for people in docs/pages.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from fnmatch import fnmatchcase

from socialvalue.accounts.enums import Permission as P


class Layout(StrEnum):
    """Which row of places somebody has in the header."""

    DESK = "desk"
    SUPPLIER = "supplier"
    READER = "reader"
    VISITOR = "visitor"


# Who may do no more than this reads what others did: elected members
READING = frozenset({P.VIEW_OVERSIGHT, P.VIEW_CONTRACTS})
SELLING = frozenset({P.BID})


class Place(Enum):
    """(layout, label, route of the section that comes first, whether the mark leads there instead of an entry in the row)."""

    HOME = Layout.DESK, "Home", "home", False
    PLAN = Layout.DESK, "Plan", "commissions", False
    BUY = Layout.DESK, "Buy", "tenders", False
    DELIVER = Layout.DESK, "Deliver", "contracts", False
    SEE = Layout.DESK, "See", "oversight", False
    ADMINISTRATION = Layout.DESK, "Administration", "administration", False

    SUPPLIER_HOME = Layout.SUPPLIER, "Home", "home", False
    SUPPLIER_OPPORTUNITIES = Layout.SUPPLIER, "Opportunities", "opportunities", False
    SUPPLIER_BIDS = Layout.SUPPLIER, "Bids", "bids", False
    SUPPLIER_CONTRACTS = Layout.SUPPLIER, "Contracts and returns", "contracts", False

    READER_HOME = Layout.READER, "Home", "home", True
    READER_OVERSIGHT = Layout.READER, "Oversight", "oversight", False
    READER_CONTRACTS = Layout.READER, "Contracts", "contracts", False
    READER_REPORTS = Layout.READER, "Reports", "reports", False
    READER_PLANNED = Layout.READER, "What is planned", "forward-plan", False

    VISITOR_HOME = Layout.VISITOR, "Home", "home", True
    VISITOR_OPPORTUNITIES = Layout.VISITOR, "Opportunities", "opportunities", False
    VISITOR_PLANNED = Layout.VISITOR, "What is planned", "forward-plan", False
    VISITOR_EVENTS = Layout.VISITOR, "Events", "public-events", False
    VISITOR_FRAMEWORKS = Layout.VISITOR, "Frameworks", "frameworks", False
    VISITOR_OPEN_DATA = Layout.VISITOR, "Open data", "open-data", False

    def __init__(self, layout: Layout, label: str, front: str, by_mark: bool):
        self.layout, self.label, self.front, self.by_mark = layout, label, front, by_mark


# Where a place of the desk's row is found in the other rows, unless a section says so itself
ELSEWHERE: dict[Layout, dict[Place, Place]] = {
    Layout.DESK: {},
    Layout.SUPPLIER: {
        Place.HOME: Place.SUPPLIER_HOME,
        Place.PLAN: Place.SUPPLIER_OPPORTUNITIES,
        Place.BUY: Place.SUPPLIER_OPPORTUNITIES,
        Place.DELIVER: Place.SUPPLIER_CONTRACTS,
        Place.SEE: Place.SUPPLIER_OPPORTUNITIES,
        Place.ADMINISTRATION: Place.SUPPLIER_HOME,
    },
    Layout.READER: {
        Place.HOME: Place.READER_HOME,
        Place.PLAN: Place.READER_PLANNED,
        Place.BUY: Place.READER_PLANNED,
        Place.DELIVER: Place.READER_CONTRACTS,
        Place.SEE: Place.READER_OVERSIGHT,
        Place.ADMINISTRATION: Place.READER_HOME,
    },
    Layout.VISITOR: {
        Place.HOME: Place.VISITOR_HOME,
        Place.PLAN: Place.VISITOR_PLANNED,
        Place.BUY: Place.VISITOR_OPPORTUNITIES,
        Place.DELIVER: Place.VISITOR_OPEN_DATA,
        Place.SEE: Place.VISITOR_OPEN_DATA,
        Place.ADMINISTRATION: Place.VISITOR_HOME,
    },
}


@dataclass(frozen=True)
class Section:
    """One list or overview of a place, and every page beneath it.

    ``route`` is the page that the entry opens, ``pages`` the names of those beneath (``tender-*``: every name that begins
    so). The entry is shown to who holds one of ``shown_to``, to everybody when that is empty. ``also`` says the place in a
    row other than the desk's where it is not the usual one. ``order`` is the place among its neighbours.
    """

    route: str
    label: str
    place: Place
    order: int
    shown_to: frozenset[str] = frozenset()
    pages: tuple[str, ...] = ()
    also: tuple[Place, ...] = ()

    def place_in(self, layout: Layout) -> Place:
        """Where it is found in this row."""
        own = next((place for place in (self.place, *self.also) if place.layout == layout), None)
        return own or ELSEWHERE[layout][self.place]

    def is_shown_to(self, held: frozenset[str]) -> bool:
        """Whether somebody with these permissions has an entry for it."""
        return not self.shown_to or bool(self.shown_to & held)


_SECTIONS: dict[str, Section] = {}
# Pages of an upper storey beneath a section of a lower one: {name of the page: route of the section}
_BENEATH: dict[str, str] = {}
# Pages with no place of their own: {name of the page: the reason}
_NOWHERE: dict[str, str] = {}


def add(sections: Iterable[Section], *, beneath: dict[str, str] | None = None, nowhere: dict[str, str] | None = None) -> None:
    """Called by each storey when it starts; ``beneath`` and ``nowhere``: see above."""
    _SECTIONS.update({section.route: section for section in sections})
    _BENEATH.update(beneath or {})
    _NOWHERE.update(nowhere or {})


def sections() -> tuple[Section, ...]:
    """All that the storeys have added."""
    return tuple(_SECTIONS.values())


def sections_of(page: str) -> list[Section]:
    """The sections a page belongs to: one, or none for what ``why_nowhere`` names; a test holds every page to that.

    A name written out counts for more than one that only begins so.
    """
    if route := _BENEATH.get(page, page if page in _SECTIONS else ""):
        return [_SECTIONS[route]]
    by_name = [one for one in sections() if page in one.pages]
    return by_name or [one for one in sections() if any("*" in kind and fnmatchcase(page, kind) for kind in one.pages)]


def why_nowhere(page: str) -> str:
    """Why a page has no place: account, messages, signing in; empty for a page that has one."""
    return next((reason for kind, reason in _NOWHERE.items() if fnmatchcase(page, kind)), "")


def nowhere() -> dict[str, str]:
    """The pages that have no place, each with the reason."""
    return dict(_NOWHERE)


def layout_of(held: frozenset[str] | None) -> Layout:
    """Which row somebody with these permissions has; None for who is not signed in."""
    if held is None:
        return Layout.VISITOR
    if held and held <= READING:
        return Layout.READER
    if held == SELLING:
        return Layout.SUPPLIER
    return Layout.DESK


@dataclass(frozen=True)
class Entry:
    """A place with the sections in it that its reader may open, the first of them opened by the place itself."""

    place: Place
    sections: tuple[Section, ...]


def row_of(held: frozenset[str] | None) -> list[Entry]:
    """The places of somebody with these permissions, in order; a place without anything to open is left out."""
    layout, permissions = layout_of(held), held or frozenset()
    shown = sorted((one for one in sections() if one.is_shown_to(permissions)), key=lambda one: one.order)
    row = []
    for place in Place:
        if place.layout == layout:
            inside = [one for one in shown if one.place_in(layout) == place]
            # The section that gave the place its name comes first
            inside = [*(one for one in inside if one.route == place.front), *(one for one in inside if one.route != place.front)]
            if inside:
                row.append(Entry(place, tuple(inside)))
    return row
