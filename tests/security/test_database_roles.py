"""The web processes and the worker own no table: the database itself refuses them what they do not need, and they need no more."""

from contextlib import closing
from datetime import timedelta
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from measurement.clockwork.tasks import timed_events
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate, Membership
from socialvalue.audit import triggers
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.audit.tasks import fold
from socialvalue.documents.tasks import scan_held
from socialvalue.health.calculations.roles import LINKER, SERVING, SETTINGS
from socialvalue.health.selectors.roles import role_state
from socialvalue.health.tasks import heartbeat
from socialvalue.ledger.selectors import head, unlinked
from socialvalue.ledger.services import link_up
from socialvalue.sessions.tasks import clear
from tests.builders import people
from tests.fixtures import roles
from tests.fixtures.client import nights_pass
from tests.security.records import addresses, keys_of_a_journey

pytestmark = [pytest.mark.postgres, pytest.mark.django_db, pytest.mark.skipif(roles.AS_ROLE != "", reason="makes the roles")]
PASSWORD = "only-of-this-test"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def asked(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.fixture
def event():
    user = people.person(people.council(), Role.COMMISSIONER)
    return record("tried", "tried something", by=user, about=user)


def refused(sql: str, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        run(sql)


REFUSED = {
    "change the record": ("UPDATE socialvalue_auditevent SET sentence = 'x'", "permission denied for table"),
    "take from the record": ("DELETE FROM socialvalue_auditevent", "permission denied for table"),
    "take a subject": ("DELETE FROM socialvalue_auditsubject", "permission denied for table"),
    "empty the record": ("TRUNCATE socialvalue_auditevent CASCADE", "permission denied for table"),
    "lock rows of the record": ("SELECT * FROM socialvalue_auditevent FOR UPDATE", "permission denied for table"),
    "switch its triggers off": ("ALTER TABLE socialvalue_auditevent DISABLE TRIGGER ALL", "must be owner of table"),
    "drop a trigger": (
        "DROP TRIGGER socialvalue_auditevent_no_change ON socialvalue_auditevent",
        "must be owner of relation",
    ),
    "change what a trigger does": (
        "CREATE OR REPLACE FUNCTION socialvalue_auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
        "permission denied for schema|must be owner of function",
    ),
    "look away from triggers": ("SET session_replication_role = replica", "permission denied to set parameter"),
    "remove a membership": ("DELETE FROM socialvalue_membership", "permission denied for table"),
    "say that it migrated": ("INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())", "permission denied"),
    "empty any table": ("TRUNCATE procurement_bid CASCADE", "permission denied for table"),
    "change a table": ("ALTER TABLE procurement_bid ADD COLUMN x integer", "must be owner of table"),
    "put a trigger on": (
        "CREATE TRIGGER t BEFORE INSERT ON procurement_bid EXECUTE FUNCTION socialvalue_auditevent_append_only()",
        "permission denied for table",
    ),
    "make a table": ("CREATE TABLE mine (id integer)", "permission denied for schema"),
    "make a table for a while": ("CREATE TEMPORARY TABLE mine (id integer)", "permission denied to create temporary tables"),
    "make a role": ("CREATE ROLE mine", "permission denied to create role"),
    "read passwords": ("SELECT rolpassword FROM pg_authid", "permission denied for table"),
}


@pytest.mark.parametrize("kind", SERVING)
def test_the_database_refuses(event, kind):
    roles.made()
    with roles.as_role(kind):
        for sql, words in REFUSED.values():
            refused(sql, words)
    assert AuditEvent.objects.get(pk=event.pk).sentence == "tried something"


def test_neither_can_become_the_owner(event):
    owner = asked("SELECT current_user::text")
    for name in roles.made().values():
        assert asked(f"SELECT pg_has_role('{name}', '{owner}', 'MEMBER')") is False


def test_every_table_that_only_grows_has_the_triggers_and_no_right_to_change_it():
    """The list is one: the triggers come from it, and the rights."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%no_change' ORDER BY 1")
        assert tuple(table for (table,) in cursor.fetchall()) == tuple(sorted(triggers.TABLES))
    for kind, name in roles.made().items():
        for table in triggers.TABLES:
            may = [right for right in RIGHTS if asked(f"SELECT has_table_privilege('{name}', '{table}', '{right}')")]
            # Nobody who writes entries links them, and nobody who links them writes any or sees anything else
            of_the_record = table in (triggers.EVENTS, triggers.SUBJECTS, triggers.LINKS)
            adds = (table == triggers.LINKS) == (kind == LINKER)
            sees = kind != LINKER or of_the_record
            assert may == (["SELECT", "INSERT"] if adds and sees else ["SELECT"] if sees else []), (name, table)


def test_what_is_committed_is_linked_as_the_linker_and_by_nobody_else(event):
    roles.made()
    for kind in ("web", "worker"):
        with roles.as_role(kind):
            refused(
                "INSERT INTO socialvalue_recordlink (id, event_id, content, digest, at) VALUES (1, 1, '', '', now())",
                "permission denied for table socialvalue_recordlink",
            )
            assert unlinked().count() == 1
    with roles.as_role("linker"):
        assert link_up(whole=True) == 1
        refused("SELECT * FROM socialvalue_user", "permission denied for table")
        refused("SELECT * FROM procurement_bid", "permission denied for table")
        refused("UPDATE socialvalue_recordlink SET digest = 'x'", "permission denied for table")
    with roles.as_role("web"):
        assert head().number == 1


def test_when_an_entry_was_made_the_database_says_and_nobody_else(event):
    """Whoever runs code in a page may say what they like, but not when."""
    roles.made()
    with roles.as_role("web"):
        AuditEvent.objects.create(
            actor=event.actor, actor_label="x", verb="v", sentence="s", recorded_at=event.at - timedelta(days=9)
        )
    said = AuditEvent.objects.get(verb="v").recorded_at
    assert abs(said - timezone.now()) < timedelta(minutes=5)


def test_who_is_nobody_is_one_of_a_closed_list(event):
    roles.made()
    with roles.as_role("web"), pytest.raises(DatabaseError, match="audit_actor_or_the_system"), transaction.atomic():
        AuditEvent.objects.create(actor=None, actor_label="The monitoring officer", verb="v", sentence="s")


RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def test_a_journey_is_made_and_every_page_of_it_opens_as_the_web_role(client):
    """From a commission to a verified return by the services, then every address, for everybody with a part in it."""
    roles.made()
    with roles.as_role("web"):
        keys = keys_of_a_journey()
        nights_pass()
        council = keys["council"]["council"]
        paths, opened = addresses(keys), 0
        everybody = people.person(council, *[role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)])
        for user in (None, everybody):
            client.logout()
            if user:
                client.force_login(user)
            for _, path in paths:
                opened += client.get(path).status_code == 200
        assert asked("SELECT current_user::text") == roles.names()["web"]
    assert opened > 60
    assert Membership.objects.filter(user=everybody).exists()


def test_a_form_is_saved_and_recorded_as_the_web_role(client):
    roles.made()
    with roles.as_role("web"):
        user = people.person(people.council(), Role.ADMINISTRATOR)
        client.force_login(user)
        answer = client.post("/administration/directorates/new/", {"name": "Places and bridges", "code": "PB"})
    made = Directorate.objects.get(code="PB")
    assert (answer.status_code, made.name) == (302, "Places and bridges")
    assert AuditEvent.objects.filter(actor=user).count() == 1


def test_what_the_clock_asks_of_the_worker_is_done_as_the_worker_role():
    keys_of_a_journey()
    roles.made()
    with roles.as_role("worker"):
        nights_pass()
        for task in (timed_events, fold, scan_held, heartbeat, clear):
            task()
        assert asked("SELECT current_user::text") == roles.names()["worker"]


def test_a_table_of_a_later_migration_can_be_used_before_the_command_runs_again():
    roles.made()
    run("CREATE TABLE later (id integer GENERATED BY DEFAULT AS IDENTITY, said text)")
    with roles.as_role("web"):
        run("INSERT INTO later (said) VALUES ('a')")
        run("UPDATE later SET said = 'b'")
        refused("TRUNCATE later", "permission denied for table")
    # No model of this version has it, so afterwards nobody who serves needs it
    roles.made()
    with roles.as_role("web"):
        refused("SELECT * FROM later", "permission denied for table")


def command(*arguments: str) -> list[str]:
    said = StringIO()
    named = [part for kind, name in roles.names().items() for part in (f"--{kind}", name)]
    call_command("database_roles", *arguments, *named, stdout=said)
    return said.getvalue().splitlines()


def test_the_command_says_what_it_changed_and_a_second_time_nothing(monkeypatch):
    monkeypatch.setenv("POSTGRES_WEB_PASSWORD", PASSWORD)
    web, worker, linker = roles.names().values()
    said = command("--apply")
    assert [line for line in said if line.startswith(web)][:3] == [
        f"{web}: made",
        f"{web}: has the password it was given",
        f"{web}: jit is off, was not set",
    ]
    assert f"{worker}: has no password yet" in said
    assert f"{web}: may SELECT, INSERT on 7 tables" in said
    assert f"{linker}: may SELECT, INSERT on socialvalue_recordlink" in said
    assert PASSWORD not in "".join(said)
    assert command("--apply") == ["Nothing to change."]
    assert command() == ["-- Nothing to change."]


def test_what_somebody_changed_by_hand_is_put_right():
    web, worker, _ = roles.made().values()
    database = connection.settings_dict["NAME"]
    run(f'GRANT UPDATE, TRIGGER ON socialvalue_auditevent TO "{web}"')
    run(f'ALTER ROLE "{web}" CREATEDB')
    run(f'GRANT "{asked("SELECT current_user::text")}" TO "{web}"')
    run(f'ALTER ROLE "{worker}" IN DATABASE "{database}" SET statement_timeout = 0')
    run("GRANT CREATE ON SCHEMA public TO PUBLIC")
    said = command("--apply")
    assert said == [
        "not every role may make tables in public any more",
        f"{web}: NOCREATEDB",
        f"{web}: cannot become {asked('SELECT current_user::text')} any more",
        f"{web}: may no longer UPDATE, TRIGGER on socialvalue_auditevent",
        f"{worker}: statement_timeout is 15min, was 0",
    ]
    assert command("--apply") == ["Nothing to change."]


def test_what_it_prints_does_the_same_by_another_hand():
    """For an owner that may not make roles: what is printed is run by somebody who may."""
    printed = "\n".join(command())
    assert "PASSWORD" not in printed
    asks = [line for line in printed.splitlines() if line.startswith("\\password")]
    assert len(asks) == 3
    run("\n".join(line for line in printed.splitlines() if not line.startswith("\\")))
    assert command("--apply") == ["Nothing to change."]


def test_an_owner_that_may_not_make_roles_is_told_what_to_do():
    run("CREATE ROLE plain_owner")
    run("GRANT CREATE ON SCHEMA public TO plain_owner")
    run("DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP "
        "EXECUTE format('ALTER TABLE %I OWNER TO plain_owner', t); END LOOP; END $$")  # fmt: skip
    run("SET LOCAL ROLE plain_owner")
    with pytest.raises(CommandError, match="The database refused it, and nothing was changed: permission denied to create role"):
        command("--apply")


def test_what_the_owner_may_not_take_away_is_said_and_the_rest_is_done():
    """Where the schema is somebody else's, PostgreSQL warns and does nothing."""
    roles.made()
    run("CREATE ROLE plain_owner CREATEROLE")
    run("DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP "
        "EXECUTE format('ALTER TABLE %I OWNER TO plain_owner', t); END LOOP; END $$")  # fmt: skip
    run("GRANT CREATE ON SCHEMA public TO PUBLIC")
    run("SET LOCAL ROLE plain_owner")
    said = StringIO()
    named = [part for kind, name in roles.names().items() for part in (f"--{kind}", name)]
    with pytest.raises(CommandError, match='the rest is done.*runs, once:\nREVOKE CREATE ON SCHEMA "public" FROM PUBLIC;$'):
        call_command("database_roles", "--apply", *named, stdout=said)
    assert "plain_owner: jit is off, was not set" in said.getvalue()
    assert "not every role may make tables" not in said.getvalue()


def test_it_is_refused_to_who_does_not_own_the_tables():
    roles.made()
    with roles.as_role("worker"), pytest.raises(CommandError, match="Owner, web, worker and linker are four roles"):
        command()
    owner = asked("SELECT current_user::text")
    run("CREATE ROLE stranger")
    run("SET LOCAL ROLE stranger")
    with pytest.raises(CommandError, match=f"tables that stranger does not own: connect as their owner, {owner}"):
        command()


def test_a_password_that_would_be_read_otherwise_is_refused(monkeypatch):
    monkeypatch.setenv("POSTGRES_WORKER_PASSWORD", "pässword")
    with pytest.raises(CommandError, match="POSTGRES_WORKER_PASSWORD: letters, digits, - and _ only"):
        command("--apply")


@pytest.fixture
def can_sign_in(transactional_db):
    roles.made(web=PASSWORD, worker=PASSWORD, linker=PASSWORD)
    yield
    roles.dropped()


def connected(kind: str, password: str = PASSWORD):
    to = connection.settings_dict
    return closing(
        psycopg2.connect(dbname=to["NAME"], host=to["HOST"], port=to["PORT"], user=roles.names()[kind], password=password)
    )


def test_who_connects_has_the_settings_of_its_role_without_asking_for_them(can_sign_in):
    for kind in SERVING:
        with connected(kind) as there, there.cursor() as cursor:
            for setting, value in SETTINGS[kind].items():
                cursor.execute(f"SHOW {setting}")
                assert cursor.fetchone()[0] == value, (kind, setting)


def test_the_password_is_the_one_that_was_given(can_sign_in):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"), connected("web", "another"):
        pass
    roles.made(web="a-new-one", worker=PASSWORD, linker=PASSWORD)
    with connected("web", "a-new-one") as there:
        assert there.info.user == roles.names()["web"]


def test_what_is_wrong_with_a_role_is_said(can_sign_in):
    assert role_state() == "its statements may run without an end, it owns the tables, or may become who does"
    run("SET statement_timeout = '30s'")
    run("SET jit = on")
    with roles.as_role("web"):
        assert role_state() == "jit is on"
        run("SET jit = off")
        assert role_state() == "ok"
    run("RESET statement_timeout")
