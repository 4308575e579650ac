"""How many of a list of postcodes are where, and what of it somebody outside reads. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.benefits.calculations.parts import hidden

# What is no district, each with its words
ELSEWHERE, UNPLACED, UNKNOWN, UNREAD = "elsewhere", "unplaced", "unknown", "unread"
WORDS = {
    ELSEWHERE: "Anywhere else",
    UNPLACED: "In the file without a district",
    UNKNOWN: "Not in the file",
    UNREAD: "Not a postcode",
}


# What says that somebody is somewhere; and what is no number of heads, wherever it was paid
SOMEWHERE = re.compile(
    r"\b(post ?codes?|local(ly)?|live[sd]?|living|resid(e|es|ing|ents?|ence)|neighbourhoods?|county|districts?|nearby|wards?)\b",
    re.IGNORECASE,
)
MONEY = re.compile(r"£|\b(spen[dt]|spending|pounds?|paid|sums?|invoices?|turnover)\b", re.IGNORECASE)
NO_NAME = re.compile(r"\b(county|city|borough|district|metropolitan|royal|council|of|the)\b", re.IGNORECASE)


def names_a_place(words: str, unit: str, council: str) -> bool:
    """Whether a KPI in these words counts people or suppliers somewhere, so that their postcodes say something of its figure.

    “Workforce that lives in Kent” does, of Kent County Council; “material kept out of landfill” does not, nor does a share of
    what was spent: how many suppliers are in Kent says nothing of the sums.
    """
    if MONEY.search(words) or MONEY.search(unit):
        return False
    area = " ".join(NO_NAME.sub(" ", council).split())
    named = bool(area) and re.search(rf"\b{re.escape(area)}\b", words, re.IGNORECASE) is not None
    return named or SOMEWHERE.search(words) is not None


@dataclass(frozen=True)
class Place:
    """One district of a count. ``in_area``: of the council; ``chosen``: it counts for the figure."""

    name: str
    many: int
    in_area: bool = True
    chosen: bool = False


@dataclass(frozen=True)
class Found:
    """A count: every postcode that was given is in one of its numbers, but for ``ended``, which is told besides."""

    places: tuple[Place, ...] = ()
    elsewhere: int = 0
    unplaced: int = 0
    unknown: int = 0
    unread: int = 0
    ended: int = 0

    @property
    def known(self) -> int:
        """Those that the official file has: of them a share is one."""
        return sum(place.many for place in self.places) + self.elsewhere + self.unplaced

    @property
    def given(self) -> int:
        return self.known + self.not_recognised

    @property
    def not_recognised(self) -> int:
        return self.unknown + self.unread

    @property
    def in_area(self) -> int:
        return sum(place.many for place in self.places if place.in_area)

    @property
    def outside(self) -> int:
        """Known and in a district, which is none of the council’s."""
        return sum(place.many for place in self.places if not place.in_area) + self.elsewhere

    @property
    def chosen(self) -> int:
        return sum(place.many for place in self.places if place.chosen)


@dataclass(frozen=True)
class Row:
    """A line of the table; ``many`` None: too few people, or another line could be worked out from it."""

    name: str
    many: int | None
    chosen: bool = False


def rows_of(found: Found, *, exact: bool) -> list[Row]:
    """The districts and what is in none of them. ``exact``: for those who report or verify it.

    For others few people are folded as parts of a figure are, in each part whose whole the figure gives away: what counts for
    it, and the rest of what it is a share of. How many are not recognised is said to everybody: it is about no place.
    """
    local = [place for place in found.places if place.chosen]
    rest = [place for place in found.places if not place.chosen]
    nowhere = {WORDS[key]: getattr(found, key) for key in (ELSEWHERE, UNPLACED) if getattr(found, key)}
    counted, beside = ({place.name: place.many for place in part} for part in (local, rest))
    rows: list[Row] = []
    for said, chosen in ((counted, True), (beside | nowhere, False)):
        few = frozenset() if exact else hidden({name: Decimal(many) for name, many in said.items()}, overlaps=False)
        rows += [Row(name, None if name in few else many, chosen) for name, many in said.items()]
    return rows + [Row(WORDS[key], getattr(found, key)) for key in (UNKNOWN, UNREAD) if getattr(found, key)]


def is_folded(rows: Sequence[Row]) -> bool:
    return any(row.many is None for row in rows)


def working(found: Found, *, whose: str, edition: str, on: str) -> str:
    """How a figure came about, in one line for whoever verifies it: no district alone, since everybody reads it."""
    names = [place.name for place in found.places if place.chosen]
    where = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    left = f"; {found.not_recognised} not recognised" if found.not_recognised else ""
    return f"Of {found.known} known postcodes of {whose} {found.chosen} are in {where}. Counted on {on} with {edition}{left}."


def is_working(line: str) -> bool:
    """Whether a line of a note is one of ``working``, so that another count takes its place."""
    return line.startswith("Of ") and " known postcodes of " in line
