"""What is to be changed so that the roles are what they should be, without a database: from what is to what should be."""

from dataclasses import replace

import pytest

from socialvalue.health.calculations.roles import (
    LATER,
    LINKER,
    OWNER,
    ROWS,
    SERVING,
    SETTINGS,
    WEB,
    WORKER,
    Database,
    Role,
    changes,
    quoted,
)  # fmt: skip
from socialvalue.health.calculations.scram import is_of, verifier_of
from socialvalue.health.selectors.roles import rights_wanted

ALL = frozenset(ROWS)
TABLES = {"a": frozenset({"SELECT"}), "b": ALL, "old": frozenset()}
# The linker needs something of one table alone
WANTED = {WEB: TABLES, WORKER: TABLES, LINKER: {"a": frozenset({"SELECT"}), "b": frozenset(), "old": frozenset()}}


def well(kind: str) -> Role:
    """A role that has everything it needs, and its settings."""
    if kind == OWNER:
        return Role(there=True, login=True, settings=SETTINGS[OWNER])
    rights = {table: has for table, has in WANTED[kind].items() if has}
    return Role(
        there=True, login=True, settings=SETTINGS[kind], connects=True, uses_schema=True, later=LATER[kind], rights=rights,
        password=verifier_of(f"of {kind}", b"salt"),
    )  # fmt: skip


NAMES = {OWNER: "own", WEB: "own_web", WORKER: "own_worker", LINKER: "own_linker"}
WELL = Database("base", "public", NAMES, {kind: well(kind) for kind in NAMES}, False, False)


def with_web(**changed) -> Database:
    return replace(WELL, roles=WELL.roles | {WEB: replace(WELL.roles[WEB], **changed)})


def sql(found: Database, passwords: dict[str, str] | None = None) -> list[str]:
    return [change.sql for change in changes(found, WANTED, passwords or {})]


def test_where_all_is_well_nothing_is_changed():
    assert sql(WELL) == []
    assert sql(WELL, {kind: f"of {kind}" for kind in SERVING}) == []


AWRY = {
    "cannot connect": ({"login": False}, ['ALTER ROLE "own_web" LOGIN']),
    "may too much": ({"more": ("SUPERUSER", "CREATEDB")}, ['ALTER ROLE "own_web" NOSUPERUSER NOCREATEDB']),
    "could become the owner": ({"is_owner": True}, ['REVOKE "own" FROM "own_web"']),
    "a setting is another": (
        {"settings": SETTINGS[WEB] | {"jit": "on"}},
        ['ALTER ROLE "own_web" IN DATABASE "base" SET jit = \'off\''],
    ),
    "no way in": ({"connects": False}, ['GRANT CONNECT ON DATABASE "base" TO "own_web"']),
    "no sight": ({"uses_schema": False}, ['GRANT USAGE ON SCHEMA "public" TO "own_web"']),
    "makes tables": ({"creates": True}, ['REVOKE CREATE ON SCHEMA "public" FROM "own_web"']),
    "a right less and a right more": (
        {"rights": {"a": frozenset({"SELECT", "TRUNCATE", "UPDATE"}), "b": ALL - {"DELETE", "INSERT"}}},
        [
            'REVOKE UPDATE, TRUNCATE ON TABLE "public"."a" FROM "own_web"',
            'GRANT INSERT, DELETE ON TABLE "public"."b" TO "own_web"',
        ],
    ),
    "a table that no model has": (
        {"rights": WELL.roles[WEB].rights | {"old": frozenset({"SELECT"})}},
        ['REVOKE SELECT ON TABLE "public"."old" FROM "own_web"'],
    ),
    "later tables": (
        {"later": frozenset({"SELECT", "INSERT", "UPDATE", "TRUNCATE"})},
        [
            'ALTER DEFAULT PRIVILEGES FOR ROLE "own" IN SCHEMA "public" GRANT DELETE ON TABLES TO "own_web"',
            'ALTER DEFAULT PRIVILEGES FOR ROLE "own" IN SCHEMA "public" REVOKE TRUNCATE ON TABLES FROM "own_web"',
        ],
    ),
}


@pytest.mark.parametrize("is_so, expected", AWRY.values(), ids=AWRY)
def test_what_is_awry_is_put_right_and_nothing_else(is_so, expected):
    assert sql(with_web(**is_so)) == expected


def test_what_the_linker_has_and_need_not_is_taken_from_it():
    more = replace(WELL.roles[LINKER], later=ALL, rights={"a": ALL, "b": frozenset({"SELECT"})})
    assert sql(replace(WELL, roles=WELL.roles | {LINKER: more})) == [
        'REVOKE INSERT, UPDATE, DELETE ON TABLE "public"."a" FROM "own_linker"',
        'REVOKE SELECT ON TABLE "public"."b" FROM "own_linker"',
        'ALTER DEFAULT PRIVILEGES FOR ROLE "own" IN SCHEMA "public" REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM "own_linker"',
    ]


def test_what_everybody_may_is_taken_away():
    assert sql(replace(WELL, anybody_creates=True)) == ['REVOKE CREATE ON SCHEMA "public" FROM PUBLIC']
    assert sql(replace(WELL, anybody_has_temporary=True)) == ['REVOKE TEMPORARY ON DATABASE "base" FROM PUBLIC']


def test_a_new_role_without_a_password_is_asked_for_one():
    found = replace(WELL, roles=WELL.roles | {WORKER: Role()})
    told = changes(found, WANTED, {})
    assert [change.sql for change in told][:2] == ['CREATE ROLE "own_worker" LOGIN', '\\password "own_worker"']
    assert [change.says for change in told][:2] == ["own_worker: made", "own_worker: has no password yet"]


def test_another_password_is_set_without_being_said():
    [change] = changes(WELL, WANTED, {WEB: "another-one", WORKER: "of worker", LINKER: "of linker"})
    assert change.says == "own_web: has the password it was given"
    assert change.sql.startswith('ALTER ROLE "own_web" PASSWORD \'SCRAM-SHA-256$4096:')
    assert "another-one" not in change.sql
    # Where the owner may not read what is kept, it is set each time
    unread = with_web(password="")
    assert len(changes(unread, WANTED, {WEB: "of web"})) == 1


def test_the_many_tables_are_counted_and_the_few_named():
    many = {name: frozenset({"SELECT"}) for name in "abcd"}
    none = with_web(rights={})
    wanted = dict.fromkeys(SERVING, many)
    says = [change.says for change in changes(none, wanted, {}) if change.says.startswith("own_web")]
    assert says == ["own_web: may SELECT on 4 tables"]
    says = [
        change.says
        for change in changes(none, dict.fromkeys(SERVING, dict(list(many.items())[:3])), {})
        if change.says.startswith("own_web")
    ]
    assert says == ["own_web: may SELECT on a, b, c"]


def test_a_name_is_only_a_name():
    assert quoted('a"; DROP TABLE b; --') == '"a""; DROP TABLE b; --"'


def test_the_verifier_is_postgresql_s():
    """The example of RFC 7677: user, password “pencil”, its salt and number of rounds; and what the server then answers with."""
    import base64
    import hashlib
    import hmac

    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    kept = verifier_of("pencil", salt, 4096)
    server_key = base64.b64decode(kept.rpartition(":")[2])
    said = (
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    )
    answer = base64.b64encode(hmac.digest(server_key, said.encode(), "sha256")).decode()
    assert answer == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
    assert hashlib.sha256(b"").digest_size == len(server_key)
    assert is_of(kept, "pencil")
    assert not is_of(kept, "pencils")


@pytest.mark.parametrize("kept", ["", "md5" + "0" * 32, "SCRAM-SHA-256$4096"])
def test_what_is_no_verifier_is_of_no_password(kept):
    assert not is_of(kept, "pencil")


@pytest.mark.django_db
def test_what_is_needed_follows_from_the_tables_and_their_triggers():
    wanted = rights_wanted()
    assert wanted[WORKER] == wanted[WEB]
    assert {table: set(rights) for table, rights in wanted[WEB].items() if rights != ALL} == {
        "socialvalue_auditevent": {"SELECT", "INSERT"},
        "socialvalue_auditsubject": {"SELECT", "INSERT"},
        "socialvalue_recordlink": {"SELECT"},
        "contracts_drawday": {"SELECT", "INSERT"},
        "contracts_draw": {"SELECT", "INSERT"},
        "procurement_receipt": {"SELECT", "INSERT"},
        "procurement_receiptkey": {"SELECT", "INSERT"},
        "procurement_reconciliation": {"SELECT", "INSERT"},
        "socialvalue_membership": {"SELECT", "INSERT", "UPDATE"},
        "django_migrations": {"SELECT"},
        "django_content_type": {"SELECT"},
        "auth_permission": {"SELECT"},
    }
    assert {"procurement_bid", "socialvalue_repeatedevent", "django_celery_beat_periodictask"} <= set(wanted[WEB])


@pytest.mark.django_db
def test_the_linker_reads_the_record_adds_links_and_sees_nothing_else():
    assert {table: set(rights) for table, rights in rights_wanted()[LINKER].items() if rights} == {
        "socialvalue_auditevent": {"SELECT"},
        "socialvalue_auditsubject": {"SELECT"},
        "socialvalue_recordlink": {"SELECT", "INSERT"},
    }
