"""The official file of postcodes, read and kept: all of it or nothing, the new edition in the place of the one before."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import transaction

from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.places.formats import Format, Line, format_of
from socialvalue.places.models import District, PostcodeEdition, PostcodeSector
from socialvalue.places.opening import Source, rows_of, sources_in

# Postcodes that are no longer written as they were (“NPT 1AA”): more of a file than this is another file
MOST_UNREAD_PERCENT = 1
# Of the edition before, in per cent: fewer rows than this is half a file
FEWEST_PERCENT = 90
BATCH = 1_000


@dataclass
class Read:
    """What a file holds, packed: by sector and district the last two letters of each postcode, one after the other."""

    name: str = ""
    sectors: dict[str, dict[str, bytearray]] = field(default_factory=dict)
    ended: dict[str, bytearray] = field(default_factory=dict)
    rows: int = 0
    unread: int = 0
    ignored: list[str] = field(default_factory=list)

    def take(self, line: Line) -> None:
        self.rows += 1
        self.sectors.setdefault(line.sector, {}).setdefault(line.district, bytearray()).extend(line.unit.encode())
        if line.ended:
            self.ended.setdefault(line.sector, bytearray()).extend(line.unit.encode())

    def packed(self) -> Iterator[PostcodeSector]:
        """Sorted, each postcode once. Raises Refused where one stands in two districts."""
        for sector in sorted(self.sectors):
            where: dict[str, str] = {}
            for code, units in self.sectors[sector].items():
                for unit in units_of(units.decode()):
                    if where.setdefault(unit, code) != code:
                        raise Refused(f"A postcode of {sector} stands in two districts, {where[unit]} and {code}")
            told: dict[str, str] = {}
            for unit, code in sorted(where.items(), key=lambda one: (one[1], one[0])):
                told[code] = told.get(code, "") + unit
            ended = "".join(sorted(set(units_of(self.ended.get(sector, bytearray()).decode()))))
            yield PostcodeSector(sector=sector, districts=told, ended=ended)


@dataclass(frozen=True)
class Loaded:
    """What a loading did. ``elsewhere``: postcodes by the code of a district that the product does not know."""

    edition: PostcodeEdition
    unchanged: bool
    sectors: int
    here: int
    elsewhere: dict[str, int]
    unplaced: int
    ended: int
    unread: int
    ignored: list[str]


def units_of(text: str) -> list[str]:
    """“AAABAD” as AA, AB, AD."""
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def month_of(text: str) -> date:
    """“May 2026” as its first day. Raises Refused for anything else, and for a month to come."""
    try:
        found = datetime.strptime(" ".join(text.split()), "%B %Y").replace(tzinfo=UTC).date()
    except ValueError:
        raise Refused("Say the month of the edition as its publisher does, like “May 2026”") from None
    if found > clock.today():
        raise Refused("The edition is of a month to come: look at the month again")
    return found


def read_file(path: Path) -> Read:
    """All of a file, folder or zip. Raises Refused, naming the table and the line."""
    read = Read()
    with sources_in(path) as (sources, bounds):
        # The ONS Postcode Directory has every postcode twice: in one table, and again in one of each area
        if any(_is_part(one) for one in sources) and not all(_is_part(one) for one in sources):
            sources = [one for one in sources if not _is_part(one)]
        for source in sources:
            with closing(rows_of(source, bounds)) as rows:
                _read_table(source, rows, read)
    if not read.rows:
        raise Refused(
            f"{path.name} has no postcodes in it: give Code-Point Open, the ONS Postcode Directory, or a table with the headings "
            "postcode and district code"
        )
    if read.unread * 100 > (read.rows + read.unread) * MOST_UNREAD_PERCENT:
        raise Refused(f"{read.unread:,} of {read.rows + read.unread:,} rows have no postcode: this is another file")
    return read


def _is_part(source: Source) -> bool:
    return re.search(r"(^|/)multi_csv/", source.name, re.IGNORECASE) is not None


def _read_table(source: Source, rows: Iterator[tuple[int, list[str]]], read: Read) -> None:
    first = next(rows, None)
    form: Format | None = format_of(first[1]) if first else None
    if first is None or form is None:
        read.ignored.append(source.name)
        return
    if read.name not in ("", form.name):
        raise Refused(f"{source.name} is {form.name}, and a table before it is {read.name}: give one of them")
    read.name = form.name
    if not form.headed:
        _take(form, source, *first, read)
    for number, row in rows:
        _take(form, source, number, row, read)


def _take(form: Format, source: Source, number: int, row: list[str], read: Read) -> None:
    try:
        line = form.read(row)
    except ValueError as problem:
        raise Refused(f"{source.name}, line {number}: {problem}") from None
    if line is None:
        read.unread += 1
    else:
        read.take(line)


def load_postcodes(path: Path, *, month: str, name: str = "", fewer: bool = False, illustrative: bool = False) -> Loaded:
    """Keep the file in the place of the one before. The same file again changes nothing.

    ``month``: “May 2026”; ``name``: what pages call the file, where it does not say so itself; ``fewer``: it is right that it
    has far fewer postcodes than the edition before. Raises Refused with why; then everything is as it was.
    """
    day, read = month_of(month), read_file(path)
    rows = list(read.packed())
    name = name.strip() or read.name
    return keep(rows, name=name, day=day, fewer=fewer, illustrative=illustrative, unread=read.unread, ignored=read.ignored)


@transaction.atomic
def keep(
    rows: list[PostcodeSector], *, name: str, day: date, fewer: bool = False, illustrative: bool = False,
    unread: int = 0, ignored: list[str] | None = None,
) -> Loaded:  # fmt: skip
    """Replace what is there by these sectors. Whoever counts waits for it, and counts by the one edition or the other."""
    by_code: Counter[str] = Counter()
    for row in rows:
        by_code.update({code: len(units) // 2 for code, units in row.districts.items()})
    total = sum(by_code.values())
    stands = {"name": name, "month": day, "postcodes": total, "digest": _digest(rows), "illustrative": illustrative}
    there = PostcodeEdition.objects.select_for_update().filter(pk=1).first()
    unchanged = there is not None and all(getattr(there, key) == value for key, value in stands.items())
    before = 0 if there is None or unchanged or fewer or there.illustrative else there.postcodes
    if total * 100 < before * FEWEST_PERCENT:
        half = "it looks like half a file, so say --fewer if it is right"
        raise Refused(f"The file has {total:,} postcodes and {there} has {before:,}: {half}")
    if not unchanged:
        there, _ = PostcodeEdition.objects.update_or_create(pk=1, defaults=stands | {"loaded_at": clock.now()})
        PostcodeSector.objects.all().delete()
        PostcodeSector.objects.bulk_create(rows, batch_size=BATCH)
    known = set(District.objects.values_list("gss_code", flat=True))
    unplaced = by_code.pop("", 0)
    return Loaded(
        edition=PostcodeEdition.objects.get(pk=1),
        unchanged=unchanged,
        sectors=len(rows),
        here=sum(many for code, many in by_code.items() if code in known),
        elsewhere={code: many for code, many in sorted(by_code.items()) if code not in known},
        unplaced=unplaced,
        ended=sum(len(row.ended) // 2 for row in rows),
        unread=unread,
        ignored=ignored or [],
    )


def _digest(rows: list[PostcodeSector]) -> str:
    whole = hashlib.sha256()
    for row in rows:
        whole.update(f"{row.sector}|{sorted(row.districts.items())}|{row.ended}\n".encode())
    return whole.hexdigest()
