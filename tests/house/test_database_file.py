"""SQLite's file is SQLite's: a test that opens it by other means would take the locks of this process away."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def the_file() -> Path:
    if connection.vendor != "sqlite":
        pytest.skip("a database of PostgreSQL is no file of the tests")
    return Path(connection.settings_dict["NAME"])


@pytest.mark.parametrize("tail", ["", "-wal", "-shm"])
def test_it_is_not_opened_beside_sqlite(tail):
    with pytest.raises(PermissionError, match="is SQLite's: read it in a process of its own"):
        Path(f"{the_file()}{tail}").read_bytes()


def test_it_is_not_copied_or_written(tmp_path):
    with pytest.raises(PermissionError, match="is SQLite's"):
        shutil.copy(the_file(), tmp_path / "copy")
    with pytest.raises(PermissionError, match="is SQLite's"):
        the_file().write_bytes(b"")


def test_what_lies_beside_it_is_nobody_s_business(tmp_path):
    beside = the_file().with_name("beside.txt")
    beside.write_text("read")
    assert beside.read_text() == "read"
    beside.unlink()


def test_another_process_reads_it():
    assert subprocess.run(["head", "-c", "15", the_file()], capture_output=True, check=True).stdout == b"SQLite format 3"
