"""A workbook counted before it is read: what is small as a file may be millions of cells, or of texts that no cell shows.

The counting stops at the limit and keeps nothing of what it counts, so that it costs a fraction of the reading.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from socialvalue.common.errors import Refused

MOST_CELLS = 200_000
MOST_TEXTS = 100_000
MOST_SHEETS = 100
MOST_UNPACKED = 100 * 1024 * 1024
STEP = 64 * 1024
SPLIT = "Remove what is not needed, or split it into smaller files."


class _Enough(Exception):
    pass


def weigh(data: bytes) -> None:
    """Raises Refused on ``file`` for a workbook of more cells, texts or sheets than are read. ``data``: a ZIP package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if sum(entry.file_size for entry in parts) > MOST_UNPACKED:
            raise Refused(f"The workbook is too large when unpacked. {SPLIT}", "file")
        sheets = [
            entry for entry in parts if entry.filename.lower().startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        ]
        if len(sheets) > MOST_SHEETS:
            raise Refused(f"The workbook has more than {MOST_SHEETS} sheets. {SPLIT}", "file")
        for entry in parts:
            if entry.filename.lower().endswith("sharedstrings.xml") and _more_than(MOST_TEXTS, "si", archive, entry):
                raise Refused(f"The workbook has more than {MOST_TEXTS:,} texts. {SPLIT}", "file")
        for entry in sheets:
            if _more_than(MOST_CELLS, "c", archive, entry):
                raise Refused(f"A sheet of the workbook has more than {MOST_CELLS:,} cells. {SPLIT}", "file")


def _more_than(most: int, tag: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    count = 0

    def start(name: str, _attributes) -> None:
        nonlocal count
        if name.rpartition(" ")[2] == tag:
            count += 1
            if count > most:
                raise _Enough

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        for piece in _pieces(archive, entry):
            parser.Parse(piece, False)
    except _Enough:
        return True
    return False


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while piece := part.read(STEP):
            yield piece


def without_value(data: bytes, path: str) -> set[str]:
    """The places (“B2”) of the sheet's formulas that no program has worked out; ``path`` is the sheet's part.

    They look empty to whoever reads values, and would clear what they stand for.
    """
    found: set[str] = set()
    place, formula, valued, inside = "", False, False, ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, formula, valued, inside
        inside = name.rpartition(" ")[2]
        if inside == "c":
            place, formula, valued = attributes.get("r", ""), False, False
        elif inside == "f":
            formula = True

    def text(words: str) -> None:
        nonlocal valued
        valued = valued or (inside in ("v", "t") and bool(words))

    def end(name: str) -> None:
        nonlocal inside
        if name.rpartition(" ")[2] == "c" and formula and not valued:
            found.add(place)
        inside = ""

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for piece in _pieces(archive, archive.getinfo(path)):
            parser.Parse(piece, False)
    return found
