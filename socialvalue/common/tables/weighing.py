"""A workbook counted before it is read: what is small as a file may be millions of cells, or of texts that no cell shows.

Counting costs a fraction of reading, keeps nothing, and stops at the limit.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from socialvalue.common.errors import Refused

MOST_CELLS = 200_000
MOST_TEXTS = 100_000
# Of what says how cells look and which sheets there are: the library reads all of that, whatever is asked for
MOST_OTHERS = 100_000
MOST_SHEETS = 100
# Elements of a sheet for each cell that is read: its value, its formula, the runs of its text, its line
PER_CELL = 8
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = f"{MAIN} row"
TEXTS, SHEETS = "sharedStrings+xml", ("worksheet+xml", "chartsheet+xml")
MANIFEST = "[Content_Types].xml"
# How many times as much a worker reads, when nobody waits for a page
BY_A_WORKER = 5
MOST_UNPACKED = 100 * 1024 * 1024
STEP = 64 * 1024
SPLIT = "Remove what is not needed, or split it into smaller files."
OTHERS = f"The workbook has more formats, names or sheets than are read. {SPLIT}"


class TooLarge(Refused):
    """More than is read here: a worker may read it."""


class _Enough(Exception):
    pass


class _Read(Exception):
    """All that was asked for has gone by."""


def weigh(data: bytes, times: int = 1) -> None:
    """Raises Refused on ``file`` for a workbook (``data``: a ZIP package) with more beside its sheets than is read.

    ``times``: how many times as many texts as a page reads; what is more than that is TooLarge.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise Refused(f"The workbook is too large when unpacked. {SPLIT}", "file")
        types = _types(archive)
        for path in set(archive.namelist()):
            plain, said = path.lower(), types.get(path, [])
            if plain.endswith("sharedstrings.xml") or any(one.endswith(TEXTS) for one in said):
                most = MOST_TEXTS * times
                _count(archive, path, "si", most, f"The workbook has more than {most:,} texts. {SPLIT}", TooLarge)
            elif _is_other(plain, said):
                _count(archive, path, "", MOST_OTHERS, OTHERS)
                _count(archive, path, "sheet", MOST_SHEETS, f"The workbook has more than {MOST_SHEETS} sheets. {SPLIT}")


def _types(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """What the package says its parts are; a part may be called anything and lie anywhere."""
    _count(archive, MANIFEST, "", MOST_OTHERS, OTHERS)
    found: dict[str, list[str]] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        found.setdefault(attributes.get("PartName", "")[1:], []).append(attributes.get("ContentType", ""))

    _parse(archive, MANIFEST, start)
    return found


def _is_other(plain: str, said: list[str]) -> bool:
    """Whether a part is read whole and is no sheet: by what it is said to be, otherwise by its name."""
    if any(not one.endswith(SHEETS) for one in said) or plain.endswith(".rels"):
        return True
    return plain.endswith(".xml") and "worksheets" not in plain.split("/")


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


def weigh_sheets(archive: zipfile.ZipFile, paths: Sequence[str], times: int = 1) -> None:
    """Count what the library goes through before it opens the sheets: all of a part that does not say its size in front.

    Raises Refused on ``file`` where two sheets are one part, and TooLarge above the cells that are read.
    """
    if len(paths) > MOST_SHEETS or len(set(paths)) < len(paths):
        raise Refused("The workbook names one sheet more than once. Save it again as XLSX or CSV.", "file")
    left = MOST_CELLS * times
    for path in set(paths) & set(archive.namelist()):
        left -= _seen(archive, path, _Sized(left), times).cells


def without_value(data: bytes, path: str, times: int = 1, *, before: int = 0, lines: int = 0) -> "Seen":
    """What only the sheet's part itself says; ``path`` is that part.

    Formulas that no program has worked out look empty to a program that reads values, and would clear what they stand for.
    Raises TooLarge on ``file`` for more cells than are read, ``times`` as many as for a page; ``before`` of them were read in
    other sheets. ``lines``: after which nothing more is looked at; 0 for all.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = _seen(archive, path, _Sheet(MOST_CELLS * times - before, lines), times)
    return Seen(sheet.found, sheet.hidden, sheet.cells)


def _seen(archive: zipfile.ZipFile, path: str, sheet: "_Sheet", times: int) -> "_Sheet":
    try:
        _parse(archive, path, sheet.start, sheet.text, sheet.end)
    except _Read:
        pass
    except _Enough:
        raise TooLarge(f"The sheet has more than {MOST_CELLS * times:,} cells. {SPLIT}", "file") from None
    return sheet


@dataclass(frozen=True)
class Seen:
    """The places (“B2”) of the formulas without a value, how many lines are hidden by a filter or by hand, of how many cells."""

    places: set[str]
    hidden_lines: int
    cells: int = 0


class _Sheet:
    """Counts cells as they go by, and remembers the formulas among them that have no value."""

    def __init__(self, most: int, lines: int = 0) -> None:
        self.most, self.lines = most, lines
        self.found: set[str] = set()
        self.cells = self.hidden = self.elements = self.line = 0
        self.place, self.formula, self.valued, self.inside = "", False, False, ""
        # What the lines that are open say of their numbers
        self.open: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = name.rpartition(" ")[2]
        self.elements += 1
        if self.inside == "c":
            self.cells += 1
            self.place, self.formula, self.valued = attributes.get("r", ""), False, False
        elif self.inside == "f":
            self.formula = True
        elif name == ROW:
            self.hidden += attributes.get("hidden") in ("1", "true")
            self.open.append(attributes.get("r", ""))
        if self.cells > self.most or self.elements > (self.most + 100) * PER_CELL:
            raise _Enough

    def text(self, words: str) -> None:
        self.valued = self.valued or (self.inside in ("v", "t") and bool(words))

    def end(self, name: str) -> None:
        plain = name.rpartition(" ")[2]
        if plain == "c" and self.formula and not self.valued:
            self.found.add(self.place)
        elif name == ROW:
            # As the library numbers it, which goes on while numbers are said twice
            said = self.open.pop()
            self.line = int(float(said)) if said else self.line + 1
            if self.lines and self.line > self.lines:
                raise _Read
        self.inside = ""


class _Sized(_Sheet):
    """The same up to where a sheet says its size, or its cells are over: the library looks no further."""

    def end(self, name: str) -> None:
        super().end(name)
        if name in (f"{MAIN} dimension", f"{MAIN} sheetData"):
            raise _Read


def _parse(
    archive: zipfile.ZipFile, path: str, start: Callable, text: Callable | None = None, end: Callable | None = None
) -> None:
    """Read a part piece by piece, naming elements with their namespace in front."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    with archive.open(path) as part:
        while piece := part.read(STEP):
            parser.Parse(piece, False)
