"""A load beside pages that are open: SQLite lets one write at a time, and the load is one long write.

So it goes into a copy of the database file, and the copy takes the file's place in a moment, whole or not at all. What was
written to the file meanwhile (a visitor's session) is replaced. PostgreSQL needs none of this: until the load is complete
nobody sees it, and everybody else can write.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

# The copy is thrown away when anything goes wrong, so it need not survive a power cut
HASTY = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
WAIT_SECONDS = 30


@contextmanager
def loaded_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within it the connection writes to a copy of the SQLite file, which takes the file's place at the end if nothing went wrong."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    place = connection.settings_dict["NAME"]
    options = connection.settings_dict["OPTIONS"]
    file, copy = Path(place), Path(f"{place}.loading")
    copy.unlink(missing_ok=True)
    connection.close()
    _copied(file, copy)
    connection.settings_dict.update(NAME=copy, OPTIONS={**options, "init_command": HASTY})
    try:
        yield
        connection.close()
        _copied(copy, file)
    finally:
        connection.close()
        connection.settings_dict.update(NAME=place, OPTIONS=options)
        copy.unlink(missing_ok=True)


def _copied(source: Path, target: Path) -> None:
    """Every page of a database, as one write of the target's: whoever has it open sees the old or the new, never between."""
    with (
        closing(sqlite3.connect(source, timeout=WAIT_SECONDS)) as one,
        closing(sqlite3.connect(target, timeout=WAIT_SECONDS)) as other,
    ):
        one.backup(other)
