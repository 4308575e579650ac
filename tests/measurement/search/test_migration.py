"""What the migration asks of PostgreSQL, and what it says where it may not have it; on SQLite it does nothing."""

from importlib import import_module

import pytest
from django.db import ProgrammingError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measurement.search.calculations.folding import FROM, TO

pytestmark = pytest.mark.django_db
MIGRATION = import_module("measurement.migrations.0002_search_indexes")


def test_the_migration_folds_the_letters_that_the_search_folds():
    assert MIGRATION.LETTERS + MIGRATION.SEPARATORS == FROM
    assert MIGRATION.PLAIN + " " * len(MIGRATION.SEPARATORS) == TO


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.postgres
def test_a_role_that_may_not_create_the_extension_is_told_what_to_do():
    run("DROP EXTENSION pg_trgm CASCADE", "CREATE ROLE search_plain", "SET LOCAL ROLE search_plain")
    with connection.schema_editor() as editor:
        with pytest.raises(ProgrammingError, match=r"may not create the extension pg_trgm.*docs/deployment\.md"):
            MIGRATION.put_on(None, editor)
        # The transaction is lost with the refusal: the test's own is rolled back anyway
        connection.needs_rollback = True


@pytest.mark.postgres
def test_an_extension_that_is_there_needs_no_right():
    run("CREATE ROLE search_plain", "SET LOCAL ROLE search_plain", "CREATE EXTENSION IF NOT EXISTS pg_trgm", "RESET ROLE")


@pytest.mark.postgres
def test_taken_off_and_put_on_again():
    def indexes() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'search_%'")
            return {name for (name,) in cursor.fetchall()}

    names = {name for name, _, _ in MIGRATION.INDEXES}
    assert indexes() == names
    with connection.schema_editor() as editor:
        MIGRATION.take_off(None, editor)
        assert indexes() == set()
        MIGRATION.put_on(None, editor)
    assert indexes() == names


def test_sqlite_is_left_alone():
    if connection.vendor == "sqlite":
        MIGRATION.put_on(None, connection.schema_editor())
        MIGRATION.take_off(None, connection.schema_editor())


@pytest.mark.postgres
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from(FROM + "ABCxyz 019-ß"), max_size=30))
def test_the_quick_way_for_plain_letters_folds_as_the_long_one_does(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sv_fold(%s), ' ' || lower(translate(%s, %s, %s)) || ' '", [text, text, FROM, TO])
        quick, long = cursor.fetchone()
    assert quick == long


def test_what_is_looked_for_among_plain_letters_is_all_that_is_plain():
    assert set(MIGRATION.PLAIN_SEPARATORS) == {letter for letter in FROM if ord(letter) < 128}
