"""How many of a list of postcodes lie in which district. The list goes in, numbers come out, and nothing is kept of it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from socialvalue.places.loading import units_of
from socialvalue.places.models import PostcodeEdition, PostcodeSector
from socialvalue.places.postcodes import sector_and_unit

# Sectors asked for at once: there are about 11,000 in the whole country
AT_ONCE = 4_000
HEADINGS = ("postcode", "postcodes", "post code", "home postcode")
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right {year}; contains Royal Mail data © Royal Mail copyright and database "
    "right {year}; contains National Statistics data © Crown copyright and database right {year}. Open Government Licence v3.0."
)


@dataclass(frozen=True)
class Counted:
    """Every entry of a list in one of these; ``ended`` besides, of those that the file knows.

    ``districts``: by code. ``unplaced``: the file has it, with no district. ``unknown``: written like a postcode, and not in
    the file. ``unread``: no postcode.
    """

    given: int = 0
    districts: dict[str, int] = field(default_factory=dict)
    unplaced: int = 0
    unknown: int = 0
    unread: int = 0
    ended: int = 0

    @property
    def known(self) -> int:
        return sum(self.districts.values()) + self.unplaced


def entries_of(text: str) -> list[str]:
    """One a line, or with commas, semicolons or tabs between them; without empty ones and a heading on top."""
    cells = [cell.strip(" \"'\u00a0\ufeff") for cell in re.split(r"[,;\t\r\n]", text)]
    found = [cell for cell in cells if cell]
    return found[1:] if found and found[0].lower() in HEADINGS else found


def edition() -> PostcodeEdition | None:
    """The official file that is loaded."""
    return PostcodeEdition.objects.first()


def attribution(of: PostcodeEdition) -> str:
    """The line that the licence of these files asks for."""
    return ATTRIBUTION.format(year=of.month.year)


@sensitive_variables()
@transaction.atomic
def count(entries: Sequence[str]) -> tuple[PostcodeEdition | None, Counted]:
    """By the edition that is loaded, and with it; (None, …) where none is. Somebody loading another waits, or is waited for."""
    used = PostcodeEdition.objects.select_for_update().first()
    if used is None:
        return None, Counted()
    wanted: dict[str, Counter[str]] = {}
    unread = 0
    for entry in entries:
        parts = sector_and_unit(entry)
        if parts is None:
            unread += 1
        else:
            wanted.setdefault(parts[0], Counter())[parts[1]] += 1
    districts: Counter[str] = Counter()
    ended = 0
    for row in _sectors(sorted(wanted)):
        units = wanted[row.sector]
        for code, packed in row.districts.items():
            here = sum(units[unit] for unit in units_of(packed))
            if here:
                districts[code] += here
        ended += sum(units[unit] for unit in units_of(row.ended))
    unplaced = districts.pop("", 0)
    found = sum(districts.values()) + unplaced
    given = len(entries)
    return used, Counted(given, dict(districts), unplaced, given - unread - found, unread, ended)


def _sectors(names: Sequence[str]) -> Iterator[PostcodeSector]:
    for at in range(0, len(names), AT_ONCE):
        yield from PostcodeSector.objects.filter(sector__in=names[at : at + AT_ONCE])
