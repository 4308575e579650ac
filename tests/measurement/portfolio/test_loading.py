"""The demonstration is loaded beside pages that are open: in a copy that takes the file's place, whole or not at all."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db.utils import ConnectionHandler

from measurement.demonstration.aside import loaded_aside
from measurement.demonstration.load import counted


def rows(path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [name for (name,) in database.execute("SELECT name FROM people ORDER BY name")]


def write(path, name: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO people VALUES (?)", [name])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE people (name TEXT)")
    write(path, "before")
    return path


@pytest.fixture
def connection(file):
    """Django's own, on a file of the test."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    made = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}})[
        "default"
    ]
    yield made
    made.close()


def load(connection, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO people VALUES (%s)", [name])


def left_over(file) -> list[str]:
    return [path.name for path in file.parent.iterdir() if "loading" in path.name]


def test_open_pages_see_nothing_until_everything_is_there(file, connection, django_db_blocker):
    before = dict(connection.settings_dict)
    with django_db_blocker.unblock(), closing(sqlite3.connect(file)) as page:
        with loaded_aside(connection):
            load(connection, "loaded")
            assert page.execute("SELECT name FROM people").fetchall() == [("before",)]
            # Nothing holds the file meanwhile: a page can write
            write(file, "visitor")
        assert page.execute("SELECT name FROM people ORDER BY name").fetchall() == [("before",), ("loaded",)]
        load(connection, "later")
    assert rows(file) == ["before", "later", "loaded"]
    assert connection.settings_dict == before
    assert left_over(file) == []


def half_a_load(connection) -> None:
    with loaded_aside(connection):
        load(connection, "half")
        raise ZeroDivisionError


def test_a_load_that_fails_leaves_the_file_as_it_was(file, connection, django_db_blocker):
    with django_db_blocker.unblock():
        with pytest.raises(ZeroDivisionError):
            half_a_load(connection)
        load(connection, "later")
    assert rows(file) == ["before", "later"]
    assert left_over(file) == []


def test_within_a_transaction_nothing_is_copied(file, connection, django_db_blocker):
    with django_db_blocker.unblock(), atomic_on(connection), loaded_aside(connection):
        assert connection.settings_dict["NAME"] == str(file)


@contextmanager
def atomic_on(connection):
    """An open transaction of this connection, which is in no list of Django's."""
    connection.ensure_connection()
    connection.set_autocommit(False)
    connection.in_atomic_block = True
    try:
        yield
    finally:
        connection.in_atomic_block = False
        connection.rollback()
        connection.set_autocommit(True)


def test_each_thing_is_said_before_it_is_begun():
    said = []
    assert [(thing, said[-1]) for thing in counted("tenders", ["a", "b"], said.append)] == [
        ("a", "tenders 1 of 2"),
        ("b", "tenders 2 of 2"),
    ]


@pytest.mark.django_db
def test_nothing_is_loaded_where_this_is_no_demonstration():
    with pytest.raises(CommandError, match="only where DEMONSTRATION=1 is set"):
        call_command("load_demonstration")
