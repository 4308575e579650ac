"""A workbook counted before it is read: what is small as a file may be millions of cells, or of texts that no cell shows.

Counting costs a fraction of reading, keeps nothing, and stops at the limit.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from socialvalue.common.errors import Refused

MOST_CELLS = 200_000
MOST_TEXTS = 100_000
# Of what says how cells look and which sheets there are: the library reads all of that, whatever is asked for
MOST_OTHERS = 100_000
# How many times as much a worker reads, when nobody waits for a page
BY_A_WORKER = 5
MOST_UNPACKED = 100 * 1024 * 1024
STEP = 64 * 1024
SPLIT = "Remove what is not needed, or split it into smaller files."


class TooLarge(Refused):
    """More than is read here: a worker may read it."""


class _Enough(Exception):
    pass


def weigh(data: bytes, times: int = 1) -> None:
    """Raises Refused on ``file`` for a workbook (``data``: a ZIP package) with more beside its sheets than is read.

    ``times``: how many times as many texts as a page reads; what is more than that is TooLarge.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: entry.filename.lower() for entry in archive.infolist()}
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise Refused(f"The workbook is too large when unpacked. {SPLIT}", "file")
        for path, plain in parts.items():
            if plain.endswith("sharedstrings.xml"):
                most = MOST_TEXTS * times
                _count(archive, path, "si", most, f"The workbook has more than {most:,} texts. {SPLIT}", TooLarge)
            elif "worksheets" not in plain.split("/") and plain.endswith((".xml", ".rels")):
                _count(archive, path, "", MOST_OTHERS, f"The workbook has more formats, names or sheets than are read. {SPLIT}")


def _count(archive: zipfile.ZipFile, path: str, tag: str, most: int, words: str, refusal: type[Refused] = Refused) -> None:
    """Of the elements called ``tag``, or of all of them."""
    count = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal count
        count += not tag or name.rpartition(" ")[2] == tag
        if count > most:
            raise _Enough

    try:
        _parse(archive, path, start)
    except _Enough:
        raise refusal(words, "file") from None


def without_value(data: bytes, path: str, times: int = 1) -> "Seen":
    """What only the sheet's part itself says; ``path`` is that part.

    Formulas that no program has worked out look empty to a program that reads values, and would clear what they stand for.
    Raises TooLarge on ``file`` for a sheet of more cells than are read, ``times`` as many as for a page.
    """
    sheet = _Sheet(MOST_CELLS * times)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _parse(archive, path, sheet.start, sheet.text, sheet.end)
    except _Enough:
        raise TooLarge(f"The sheet has more than {sheet.most:,} cells. {SPLIT}", "file") from None
    return Seen(sheet.found, sheet.hidden)


@dataclass(frozen=True)
class Seen:
    """The places (“B2”) of the formulas without a value, and how many lines a filter or a person has hidden."""

    places: set[str]
    hidden_lines: int


class _Sheet:
    """Counts cells as they go by, and remembers the formulas among them that have no value."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: set[str] = set()
        self.cells = self.hidden = 0
        self.place, self.formula, self.valued, self.inside = "", False, False, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = name.rpartition(" ")[2]
        if self.inside == "c":
            self.cells += 1
            if self.cells > self.most:
                raise _Enough
            self.place, self.formula, self.valued = attributes.get("r", ""), False, False
        elif self.inside == "f":
            self.formula = True
        elif self.inside == "row" and attributes.get("hidden") in ("1", "true"):
            self.hidden += 1

    def text(self, words: str) -> None:
        self.valued = self.valued or (self.inside in ("v", "t") and bool(words))

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "c" and self.formula and not self.valued:
            self.found.add(self.place)
        self.inside = ""


def _parse(
    archive: zipfile.ZipFile, path: str, start: Callable, text: Callable | None = None, end: Callable | None = None
) -> None:
    """Read a part piece by piece, naming elements with their namespace in front."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    with archive.open(path) as part:
        while piece := part.read(STEP):
            parser.Parse(piece, False)
