"""An archive written in pieces: what it is, its tables, its files, and the list of these with what became of each."""

import json
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.tables import csv_lines
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.exports.calculations.names import path_of
from socialvalue.exports.calculations.read_me import read_me
from socialvalue.exports.documents import Bundle, Enclosed, Unreadable
from socialvalue.exports.documents.zips import Member, zipped
from socialvalue.exports.services.counting import Counted

READ_ME, INDEX = "read-me.txt", "files.csv"
INDEX_HEADINGS = ["file", "name", "council", "reference", "belongs to", "bytes", "sha256", "in the archive"]
INDEX_SAYS = (
    "Every file under files/, each on its own line: where it is in this archive, what it was called, what it belongs to, and "
    "the SHA-256 digest by which you can check that it is the one that was uploaded. One that could not be put in is named "
    "with the reason."
)
THERE, NOT_IN_STORE, CANNOT_BE_READ = "yes", "not in the store", "in the store, and cannot be read"
# Bytes of the list kept in memory; what is beyond waits on the disk
SPOOLED = 1024 * 1024
log = logging.getLogger(__name__)


def archived(bundle: Bundle, person: User, counted: Counted) -> Iterator[bytes]:
    """The archive in pieces, read while it is written. Only what is being packed, and no file, is in memory."""
    now = clock.now().astimezone(clock.LONDON)
    with SpooledTemporaryFile(SPOOLED, "w+", encoding="utf-8") as index:
        yield from zipped(_members(bundle, person, counted, index, now), now)


def _members(bundle: Bundle, person: User, counted: Counted, index: IO[str], now: datetime) -> Iterator[Member]:
    contents = [*((part.name, part.says) for part in bundle.parts), (INDEX, INDEX_SAYS)]
    words = read_me(bundle.title, plain_moment(now), f"{person.name} ({person.email})", bundle.whose, contents, bundle.left_out)
    yield Member(READ_ME, [words])
    for part in bundle.parts:
        yield Member(part.name, csv_lines(counted.through(part.rows())))
    number = 0
    for files in bundle.files:
        for one in files.each():
            number += 1
            path = path_of(one.folders, one.name, number)
            said = one.why_not
            if not said:
                try:
                    pieces = one.pieces()
                except FileNotFoundError:
                    log.error("%s of an archive has no file in the store", path)
                    said = NOT_IN_STORE
                except Unreadable:
                    log.error("%s of an archive cannot be read", path)
                    said = CANNOT_BE_READ
                else:
                    yield Member(path, pieces, one.size or 0)
            counted.one_more()
            index.write(json.dumps(_line(one, path, said)) + "\n")
    index.seek(0)
    yield Member(INDEX, csv_lines(_lines(index)))


def _line(one: Enclosed, path: str, said: str) -> Sequence[object]:
    shown = "" if said else path
    return [shown, one.name, one.council, one.reference, one.belongs_to, one.size, one.sha256, said or THERE]


def _lines(index: IO[str]) -> Iterator[Sequence[object]]:
    yield INDEX_HEADINGS
    for line in index:
        yield json.loads(line)
