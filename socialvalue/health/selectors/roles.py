"""How the roles of PostgreSQL stand today, what they should be able to do, and what is wrong with the one that is connected."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder

from socialvalue.accounts import triggers as accounts
from socialvalue.audit import triggers as audit
from socialvalue.health.calculations.roles import LINKER, OWNER, ROWS, SERVING, WEB, WORKER, Database, Role, Wanted

OK = "ok"
# Django writes them when it migrates, as the owner
READ = frozenset({MigrationRecorder.Migration._meta.db_table, ContentType._meta.db_table, Permission._meta.db_table})


def rights_wanted() -> Wanted:
    """What each role that serves needs of each table that is there: nothing of one that no model of this version has."""
    with connection.cursor() as cursor:
        there = [table.name for table in connection.introspection.get_table_list(cursor) if table.type in ("t", "p")]
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | READ
    return {
        kind: {table: needed(table) if table in known else frozenset() for table in there}
        for kind, needed in {WEB: _needed, WORKER: _needed, LINKER: _linked}.items()
    }


def _linked(table: str) -> frozenset[str]:
    """Of the linker: what an entry says, and the links, which it alone adds."""
    if table == audit.LINKS:
        return frozenset({"SELECT", "INSERT"})
    return frozenset({"SELECT"}) if table in (audit.EVENTS, audit.SUBJECTS) else frozenset()


def _needed(table: str) -> frozenset[str]:
    if table in READ or table == audit.LINKS:
        return frozenset({"SELECT"})
    if table in audit.TABLES:
        return frozenset({"SELECT", "INSERT"})
    if table == accounts.TABLE:
        return frozenset(ROWS) - {"DELETE"}
    return frozenset(ROWS)


def found(*, web: str = "", worker: str = "", linker: str = "") -> Database:
    """How it stands on PostgreSQL, seen by the owner, who is connected. Without names they are the owner's with an ending."""
    owner, name, schema = _row("SELECT current_user::text, current_database()::text, current_schema()::text")
    names = {OWNER: owner} | {
        kind: given or f"{owner}_{kind}" for kind, given in zip(SERVING, (web, worker, linker), strict=True)
    }
    anybody_creates, anybody_has_temporary = _row(ANYBODY, [schema])
    roles = {kind: _role(role, schema) for kind, role in names.items()}
    return Database(name, schema, names, roles, anybody_creates, anybody_has_temporary)


ANYBODY = """SELECT
EXISTS (SELECT 1 FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
        WHERE n.nspname = %s AND a.grantee = 0 AND a.privilege_type = 'CREATE'),
EXISTS (SELECT 1 FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.grantee = 0 AND a.privilege_type = 'TEMPORARY')"""


def _role(name: str, schema: str) -> Role:
    row = _row(ROLE, [name])
    if row is None:
        return Role()
    oid, login, *attributes = row
    names = ("SUPERUSER", "CREATEDB", "CREATEROLE", "REPLICATION", "BYPASSRLS")
    is_owner, connects, uses_schema, creates, reads_passwords = _row(DOORS, {"oid": oid, "schema": schema})
    rights: dict[str, frozenset[str]] = {}
    for table, right in _rows(RIGHTS, [schema, oid]):
        rights[table] = rights.get(table, frozenset()) | {right}
    return Role(
        there=True,
        login=login,
        more=tuple(one for one, has in zip(names, attributes, strict=True) if has),
        settings=dict(one.split("=", 1) for (one,) in _rows(SET, [oid])),
        is_owner=is_owner,
        password=(_row("SELECT coalesce(rolpassword, '') FROM pg_authid WHERE oid = %s", [oid])[0] if reads_passwords else ""),
        connects=connects,
        uses_schema=uses_schema,
        creates=creates,
        later=frozenset(right for (right,) in _rows(LATER, [schema, oid])),
        rights=rights,
    )


ROLE = """SELECT oid, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
FROM pg_roles WHERE rolname = %s"""
DOORS = """SELECT
EXISTS (SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        WHERE m.member = %(oid)s AND r.rolname = current_user),
has_database_privilege(%(oid)s, current_database(), 'CONNECT'),
has_schema_privilege(%(oid)s, %(schema)s, 'USAGE'),
EXISTS (SELECT 1 FROM pg_namespace n, aclexplode(n.nspacl) a
        WHERE n.nspname = %(schema)s AND a.grantee = %(oid)s AND a.privilege_type = 'CREATE'),
has_table_privilege('pg_authid', 'SELECT')"""
SET = """SELECT unnest(s.setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
WHERE s.setrole = %s AND d.datname = current_database()"""
RIGHTS = """SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p') AND a.grantee = %s"""
LATER = """SELECT a.privilege_type FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole, aclexplode(d.defaclacl) a
WHERE r.rolname = current_user AND d.defaclnamespace = %s::regnamespace AND d.defaclobjtype = 'r' AND a.grantee = %s"""


def owners() -> list[str]:
    """Who owns the tables of the schema; the one who is connected first."""
    return [name for (name,) in _rows(OWNERS, [])]


OWNERS = """SELECT r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
GROUP BY r.rolname ORDER BY r.rolname <> current_user, r.rolname"""


def role_state() -> str:
    """ "ok", or what is wrong with the role that is connected, for an operator; nothing is on SQLite, which knows no roles."""
    if connection.vendor != "postgresql":
        return OK
    try:
        timeout, jit, owns, creates = _row(CONNECTED)
    except Error:
        return "not known"
    wrong = {
        "its statements may run without an end": timeout == "0",
        "jit is on": jit == "on",
        "it owns the tables, or may become who does": owns,
        "it may make tables": creates and not owns,
    }
    return ", ".join(words for words, is_so in wrong.items() if is_so) or OK


CONNECTED = """SELECT current_setting('statement_timeout'), current_setting('jit'),
EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
        AND pg_has_role(current_user, c.relowner, 'MEMBER')),
has_schema_privilege(current_user, current_schema(), 'CREATE')"""


def role_warning() -> str:
    """What whoever runs the service in production is told when a process starts; "" where all is well."""
    state = role_state() if settings.PRODUCTION else OK
    if state in (OK, "not known"):
        return ""
    return (
        f"The role that is connected to the database is not as it should be: {state}. "
        "Run “manage.py database_roles --apply” as the owner to put this right."
    )


def _row(sql: str, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def _rows(sql: str, values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
