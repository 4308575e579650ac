"""The tables in a file, a folder or a zip, line by line and within bounds: a small zip can hold more than any disk."""

import csv
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from socialvalue.common.errors import Refused

TABLES = (".csv", ".txt")
MOST_TABLES = 2_000
# The ONS Postcode Directory unpacks to a little over one gigabyte, six times what its zip is
MOST_BYTES = 4 * 1024**3
MOST_TIMES = 60
# A little zip may be mostly names and empty room
SMALL = 1024 * 1024
LONGEST_LINE = 20_000
DAMAGED = "{} is damaged or only half there: download it again"


@dataclass(frozen=True)
class Source:
    name: str
    open: Callable[[], IO[bytes]]


class Bounds:
    """How much has been unpacked so far, of everything together. Raises Refused beyond it."""

    def __init__(self, most: int):
        self.left = most

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Refused("The file unpacks to far more than a file of postcodes holds: it was not read further")


@contextmanager
def sources_in(path: Path) -> Iterator[tuple[list[Source], Bounds]]:
    """Every table of it by name, within the block. Raises Refused where there is none, or it cannot be opened."""
    with ExitStack() as held:
        yield _sources(path, held)


def _sources(path: Path, held: ExitStack) -> tuple[list[Source], Bounds]:
    try:
        if path.is_dir():
            found = [one for one in sorted(path.rglob("*")) if one.suffix.lower() in TABLES and one.is_file()]
            sources = [Source(str(one.relative_to(path)), _opened(one)) for one in found]
            bounds = Bounds(MOST_BYTES)
        elif path.suffix.lower() == ".zip":
            archive = held.enter_context(zipfile.ZipFile(path))
            names = [one for one in archive.namelist() if Path(one).suffix.lower() in TABLES]
            sources = [Source(name, _unpacked(archive, name)) for name in sorted(names)]
            bounds = Bounds(min(MOST_BYTES, max(SMALL, path.stat().st_size * MOST_TIMES)))
        else:
            sources, bounds = [Source(path.name, _opened(path))], Bounds(MOST_BYTES)
            path.stat()
    except OSError as problem:
        raise Refused(f"{path.name} cannot be opened: {problem.strerror}") from None
    except zipfile.BadZipFile:
        raise Refused(DAMAGED.format(path.name)) from None
    if not sources:
        raise Refused(f"{path.name} has no table in it: a table ends with .csv")
    if len(sources) > MOST_TABLES:
        raise Refused(f"{path.name} has {len(sources):,} tables: {MOST_TABLES:,} are the most")
    return sources, bounds


def _opened(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _unpacked(archive: zipfile.ZipFile, name: str) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(name)


def rows_of(source: Source, bounds: Bounds) -> Generator[tuple[int, list[str]], None, None]:
    """(number of the line, its cells) of every line that is not empty. Raises Refused, naming the table."""
    try:
        with source.open() as stream:
            for number, row in enumerate(csv.reader(_lines(stream, bounds)), start=1):
                if any(cell.strip() for cell in row):
                    yield number, row
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Refused(DAMAGED.format(source.name)) from None
    except UnicodeDecodeError:
        raise Refused(f"{source.name} is not in UTF-8") from None
    except csv.Error as problem:
        raise Refused(f"{source.name} cannot be read as a table: {problem}") from None
    except OSError as problem:
        raise Refused(f"{source.name} cannot be read: {problem.strerror or problem}") from None


def _lines(stream: IO[bytes], bounds: Bounds) -> Iterator[str]:
    first = True
    while line := stream.readline(LONGEST_LINE):
        bounds.take(len(line))
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise csv.Error(f"a line is longer than {LONGEST_LINE:,} characters")
        yield line.decode("utf-8-sig" if first else "utf-8")
        first = False
