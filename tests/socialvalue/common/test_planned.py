"""A statement planned once a connection says what it said, and refuses what it cannot carry."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DataError, ProgrammingError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialvalue.common.planned import planned_once

KNOWN = "SELECT COUNT(*) FROM pg_prepared_statements WHERE name LIKE 'planned_%%'"


def test_each_value_has_a_place_and_a_type():
    moment = datetime(2026, 11, 27, 9, tzinfo=UTC)
    sql, params = planned_once("INSERT INTO t SELECT %s, %s, %s, %s, %s, %s", [7, "m3", date(2026, 1, 1), 7, moment, True])
    assert "(bigint, text, date, bigint, timestamptz, boolean) AS INSERT INTO t SELECT $1, $2, $3, $4, $5, $6" in sql
    assert params == [7, "m3", date(2026, 1, 1), 7, moment, True]
    assert sql.count("%s") == 6


def test_values_that_happen_to_be_equal_make_no_other_statement():
    """Otherwise one statement would be planned as many times as its values can coincide."""
    one, _ = planned_once("INSERT INTO t SELECT %s, %s", [1, 1])
    other, _ = planned_once("INSERT INTO t SELECT %s, %s", [1, 2])
    assert one == other


def test_the_name_follows_from_the_text_and_the_types_and_not_from_the_values():
    def named(sql, params):
        return planned_once(sql, params)[0].partition("name = '")[2].partition("'")[0]

    one = named("INSERT INTO t SELECT %s", [1])
    assert one == named("INSERT INTO t SELECT %s", [2])
    assert one != named("INSERT INTO t SELECT %s ", [1])
    assert one != named("INSERT INTO t SELECT %s", ["1"])


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("SELECT %s, %s", [1]),
        ("SELECT %s", [1, 2]),
        ("SELECT 5 %% 2, %s", [1]),
        ("SELECT x LIKE 'a%' AND y = %s", [1]),
        ("SELECT $1, %s", [1]),
        ("SELECT $told$x$told$, %s", [1]),
    ],
)
def test_what_would_be_read_otherwise_is_refused(sql, params):
    with pytest.raises(ValueError, match="as many parameters as places"):
        planned_once(sql, params)


@pytest.mark.parametrize("value", [None, Decimal("1.5"), 1.5, [1]])
def test_what_has_no_type_here_is_refused(value):
    with pytest.raises(ValueError, match="of which no type is known"):
        planned_once("SELECT %s", [value])


@pytest.fixture
def table():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE planned_rows (number BIGINT, word TEXT, day DATE) ON COMMIT DROP")
        yield cursor


def rows(cursor):
    cursor.execute("SELECT number, word, day FROM planned_rows ORDER BY number, word, day")
    return cursor.fetchall()


def known(cursor) -> int:
    cursor.execute(KNOWN.replace("%%", "%"))
    return cursor.fetchone()[0]


WRITE = "INSERT INTO planned_rows SELECT %s + n, %s, CAST(%s AS DATE) FROM generate_series(1, %s) n"
texts = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=20)


@pytest.mark.postgres
@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-(2**40), 2**40), texts, st.dates(), st.integers(0, 3))
def test_it_writes_what_the_plain_statement_writes(table, number, word, day, count):
    params = [number, word, day, count]
    table.execute("TRUNCATE planned_rows")
    table.execute(WRITE, params)
    plain = rows(table)
    table.execute("TRUNCATE planned_rows")
    table.execute(*planned_once(WRITE, params))
    assert rows(table) == plain
    assert len(plain) == count


@pytest.mark.postgres
@pytest.mark.django_db
def test_it_is_prepared_once_and_is_one_statement_each_time(table):
    table.execute("DEALLOCATE ALL")
    sent = []
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries, connection.cursor() as cursor:
            cursor.execute(*planned_once(WRITE, [number, "a", date(2026, 1, 1), 1]))
        sent.append(len(queries))
    assert sent == [1, 1, 1]
    assert known(table) == 1
    assert [number for number, _, _ in rows(table)] == [2, 3, 4]


@pytest.mark.postgres
@pytest.mark.django_db
def test_other_statements_are_planned_as_before(table):
    table.execute(*planned_once(WRITE, [1, "a", date(2026, 1, 1), 1]))
    table.execute("SHOW plan_cache_mode")
    assert table.fetchone() == ("auto",)


@pytest.mark.postgres
@pytest.mark.django_db
def test_after_a_failure_it_can_be_used_again(table):
    divide = "INSERT INTO planned_rows SELECT 10 / %s, %s, CAST(%s AS DATE)"
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        table.execute(*planned_once(divide, [0, "a", date(2026, 1, 1)]))
    table.execute(*planned_once(divide, [5, "a", date(2026, 1, 1)]))
    assert [number for number, _, _ in rows(table)] == [2]


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_statement_that_cannot_be_prepared_says_so(table):
    with pytest.raises(ProgrammingError, match="no_such_table"), transaction.atomic():
        table.execute(*planned_once("INSERT INTO no_such_table SELECT %s", [1]))


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_connection_that_has_forgotten_prepares_it_again(table):
    """As behind a pooler, where the next transaction may be on another connection of the server."""
    table.execute(*planned_once(WRITE, [1, "a", date(2026, 1, 1), 1]))
    table.execute("DEALLOCATE ALL")
    table.execute(*planned_once(WRITE, [2, "a", date(2026, 1, 1), 1]))
    assert [number for number, _, _ in rows(table)] == [2, 3]
