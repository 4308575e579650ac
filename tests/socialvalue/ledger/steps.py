"""What several tests of the record do: entries written, linked, and tampered with as the owner of the tables would."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.audit.triggers import TABLES, put_on, take_off


def entry(by: User, verb: str = "tried", **told) -> AuditEvent:
    """One entry about the person who did it."""
    with transaction.atomic():
        return record(verb, f"{verb} something", by=by, about=by, **told)


def entries(by: User, count: int) -> list[AuditEvent]:
    return [entry(by, f"act {number}") for number in range(1, count + 1)]


@contextmanager
def without_triggers() -> Iterator[None]:
    """As somebody who owns the tables and has switched their guards off."""
    for table in TABLES:
        take_off(Owner(), table)
    yield
    for table in TABLES:
        put_on(Owner(), table)


class Owner:
    """What runs a statement as a migration does, within a test's transaction, which SQLite's own editor refuses."""

    connection = connection

    def execute(self, sql: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
