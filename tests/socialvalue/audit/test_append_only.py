"""The databases refuse to change or remove the record, whoever asks and by whatever way."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.audit.services import record
from socialvalue.audit.triggers import TABLES, AppendOnly
from tests.builders import people
from tests.fixtures.roles import AS_ROLE

# Under a role that serves the rights refuse first, in other words
pytestmark = pytest.mark.skipif(AS_ROLE != "", reason="puts triggers on and takes them off, as the owner")


def apply(forwards: bool) -> None:
    with connection.schema_editor() as editor:
        for table in TABLES:
            operation = AppendOnly(table)
            (operation.database_forwards if forwards else operation.database_backwards)("socialvalue", editor, None, None)


@pytest.fixture
def event(transactional_db):
    """One event under the triggers, put on here whether or not the migrations did (putting on twice is harmless)."""
    had = triggers()
    apply(forwards=True)
    user = people.person(people.council(), Role.COMMISSIONER)
    with transaction.atomic():
        made = record("tried", "tried something", by=user, about=user)
    yield made
    if not had:
        apply(forwards=False)


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall() if name.startswith(TABLES) and not name.endswith("_timed")}


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


ATTEMPTS = {
    "update an event": lambda e: AuditEvent.objects.filter(pk=e.pk).update(sentence="did nothing"),
    "save an event": lambda e: e.save(),
    "delete an event": lambda e: AuditEvent.objects.filter(pk=e.pk)._raw_delete("default"),
    "move an event": lambda e: AuditEvent.objects.filter(pk=e.pk).update(at=datetime(2020, 1, 1, tzinfo=UTC)),
    "update a subject": lambda e: AuditSubject.objects.filter(event=e).update(label="somebody else"),
    "delete a subject": lambda e: e.subjects.all().delete(),
    "delete in SQL": lambda e: run("DELETE FROM socialvalue_auditevent"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_refuses(event, attempt):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt(event)
    kept = AuditEvent.objects.get(pk=event.pk)
    assert (kept.sentence, kept.subjects.count()) == ("tried something", 1)


def test_refuses_what_only_one_engine_has(event):
    if connection.vendor == "sqlite":
        attempts = [
            f"INSERT OR REPLACE INTO socialvalue_auditsubject (id, event_id, object_type, object_id, label) "
            f"SELECT id, event_id, object_type, object_id, 'x' FROM socialvalue_auditsubject WHERE event_id = {event.pk}",
            "REPLACE INTO socialvalue_auditevent SELECT * FROM socialvalue_auditevent",
        ]
    else:
        attempts = [f"TRUNCATE {', '.join(TABLES)} CASCADE"]
    for sql in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(sql)
    assert AuditEvent.objects.get(pk=event.pk).subjects.get().label != "x"


def test_adding_and_reading_go_on(event):
    with transaction.atomic():
        record("tried again", "tried again", by=None, about=event.actor)
    assert AuditEvent.objects.count() == 2


def test_the_operation_is_reversible_and_repeatable(event):
    before = triggers()
    assert before
    apply(forwards=True)
    assert triggers() == before
    apply(forwards=False)
    assert triggers() == set()
    AuditEvent.objects.filter(pk=event.pk).update(sentence="changed")  # what the triggers prevented
    apply(forwards=True)
    assert triggers() == before


def test_a_table_that_only_grows_is_in_the_list_that_takes_the_rights_away_too():
    with pytest.raises(ValueError, match="socialvalue_user is not among TABLES"):
        AppendOnly("socialvalue_user")


@pytest.mark.django_db
def test_the_migrations_put_them_on(request):
    """Also after a later migration rebuilt a table, which on SQLite takes its triggers away."""
    if request.config.getoption("nomigrations"):
        pytest.skip("the tables were made without migrations")
    for table in TABLES:
        assert any(name.startswith(table) for name in triggers()), f"add AppendOnly({table!r}) to the newest migration"
