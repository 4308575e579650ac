"""What each role may do in PostgreSQL, and for how long: the one place that says it, and the SQL from what is to what should be.

Four roles. The *owner* migrates and owns the tables. *Web* and *worker* own nothing: they read and write rows, add to the audit
record and can do nothing else to it, and may neither make, change nor empty a table, nor switch a trigger off. The *linker* reads
that record and adds the links that tie it together, which nobody else may; it sees nothing else.
"""

import secrets
from dataclasses import dataclass, field

from socialvalue.health.calculations.scram import SALT_BYTES, is_of, verifier_of

WEB, WORKER, LINKER, OWNER = "web", "worker", "linker", "owner"
SERVING = (WEB, WORKER, LINKER)
# jit: what it compiles for a second runs for a millisecond here. A web page holds one of eight threads; a job may count for
# minutes; a migration takes what it takes, but does not stand in everybody's way while it waits for a table.
SETTINGS = {
    OWNER: {
        "jit": "off",
        "statement_timeout": "0",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "1h",
        "work_mem": "64MB",
    },
    WEB: {
        "jit": "off",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "2min",
        "work_mem": "16MB",
    },
    WORKER: {
        "jit": "off",
        "statement_timeout": "15min",
        "lock_timeout": "1min",
        "idle_in_transaction_session_timeout": "30min",
        "work_mem": "64MB",
    },
    LINKER: {
        "jit": "off",
        "statement_timeout": "5min",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "2min",
        "work_mem": "16MB",
    },
}
ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE")
# Of tables that come later, until the command runs again: their triggers hold meanwhile, and these roles cannot switch them off
LATER = {WEB: frozenset(ROWS), WORKER: frozenset(ROWS), LINKER: frozenset[str]()}
# Of each role the rights it is to have on each table
Wanted = dict[str, dict[str, frozenset[str]]]


@dataclass(frozen=True)
class Role:
    """A role as the database has it. ``more``: what it may do and need not (SUPERUSER, CREATEDB, …)."""

    there: bool = False
    login: bool = False
    more: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    is_owner: bool = False  # a member of the owner, who could become it
    password: str = ""  # the verifier that the database keeps; "" where there is none or it cannot be read
    connects: bool = False
    uses_schema: bool = False
    creates: bool = False
    later: frozenset[str] = frozenset()
    rights: dict[str, frozenset[str]] = field(default_factory=dict)  # by table


@dataclass(frozen=True)
class Database:
    """What the database says today. ``names``: the name of each kind of role; ``roles``: how each stands."""

    name: str
    schema: str
    names: dict[str, str]
    roles: dict[str, Role]
    anybody_creates: bool
    anybody_has_temporary: bool


@dataclass(frozen=True)
class Change:
    """``sql``: a statement without its semicolon, or psql's own command; ``says``: the same for people, without a password."""

    sql: str
    says: str


def changes(found: Database, wanted: Wanted, passwords: dict[str, str]) -> list[Change]:
    """Everything that is not as it should be, in the order in which it is done; empty where all is well.

    ``wanted``: the rights that each role which serves is to have on each table. ``passwords``: by kind of role, where known.
    """
    made = [*_for_everybody(found), *_settings(found, OWNER)]
    for kind in SERVING:
        made += [*_role(found, kind), *_password(found, kind, passwords.get(kind, "")), *_settings(found, kind)]
        made += [*_doors(found, kind), *_tables(found, kind, wanted[kind]), *_later(found, kind)]
    return made


def _for_everybody(found: Database) -> list[Change]:
    """What PostgreSQL gives every role that there is, and none of ours needs."""
    made = []
    if found.anybody_creates:
        sql = f"REVOKE CREATE ON SCHEMA {quoted(found.schema)} FROM PUBLIC"
        made.append(Change(sql, f"not every role may make tables in {found.schema} any more"))
    if found.anybody_has_temporary:
        sql = f"REVOKE TEMPORARY ON DATABASE {quoted(found.name)} FROM PUBLIC"
        made.append(Change(sql, "not every role may make temporary tables any more"))
    return made


def _role(found: Database, kind: str) -> list[Change]:
    role, name = found.roles[kind], found.names[kind]
    if not role.there:
        return [Change(f"CREATE ROLE {quoted(name)} LOGIN", f"{name}: made")]
    made = []
    if role.more:
        less = " ".join(f"NO{attribute}" for attribute in role.more)
        made.append(Change(f"ALTER ROLE {quoted(name)} {less}", f"{name}: {less}"))
    if not role.login:
        made.append(Change(f"ALTER ROLE {quoted(name)} LOGIN", f"{name}: may connect"))
    if role.is_owner:
        owner = found.names[OWNER]
        made.append(Change(f"REVOKE {quoted(owner)} FROM {quoted(name)}", f"{name}: cannot become {owner} any more"))
    return made


def _password(found: Database, kind: str, password: str) -> list[Change]:
    role, name = found.roles[kind], found.names[kind]
    if not password:
        return [] if role.there else [Change(f"\\password {quoted(name)}", f"{name}: has no password yet")]
    if is_of(role.password, password):
        return []
    verifier = verifier_of(password, secrets.token_bytes(SALT_BYTES))
    return [Change(f"ALTER ROLE {quoted(name)} PASSWORD {literal(verifier)}", f"{name}: has the password it was given")]


def _settings(found: Database, kind: str) -> list[Change]:
    """In this database alone: the same role may serve another one."""
    name, has = found.names[kind], found.roles[kind].settings
    where = f"ALTER ROLE {quoted(name)} IN DATABASE {quoted(found.name)} SET"
    return [
        Change(f"{where} {setting} = {literal(value)}", f"{name}: {setting} is {value}, was {has.get(setting, 'not set')}")
        for setting, value in SETTINGS[kind].items()
        if has.get(setting) != value
    ]


def _doors(found: Database, kind: str) -> list[Change]:
    role, name = found.roles[kind], found.names[kind]
    schema, made = quoted(found.schema), []
    if not role.connects:
        sql = f"GRANT CONNECT ON DATABASE {quoted(found.name)} TO {quoted(name)}"
        made.append(Change(sql, f"{name}: may connect to {found.name}"))
    if not role.uses_schema:
        made.append(Change(f"GRANT USAGE ON SCHEMA {schema} TO {quoted(name)}", f"{name}: sees the tables of {found.schema}"))
    if role.creates:
        sql = f"REVOKE CREATE ON SCHEMA {schema} FROM {quoted(name)}"
        made.append(Change(sql, f"{name}: makes no tables in {found.schema} any more"))
    return made


def _tables(found: Database, kind: str, wanted: dict[str, frozenset[str]]) -> list[Change]:
    """One statement for all tables that need the same."""
    has, name = found.roles[kind].rights, found.names[kind]
    groups: dict[tuple[str, str, str], list[str]] = {}
    for table in sorted(wanted):
        there = has.get(table, frozenset())
        for verb, to, rights in (("GRANT", "TO", wanted[table] - there), ("REVOKE", "FROM", there - wanted[table])):
            if rights:
                groups.setdefault((verb, to, _listed(rights)), []).append(table)
    made = []
    for (verb, to, listed), tables in groups.items():
        where = ", ".join(f"{quoted(found.schema)}.{quoted(table)}" for table in tables)
        on = ", ".join(tables) if len(tables) <= 3 else f"{len(tables)} tables"
        may = "may" if verb == "GRANT" else "may no longer"
        made.append(Change(f"{verb} {listed} ON TABLE {where} {to} {quoted(name)}", f"{name}: {may} {listed} on {on}"))
    return made


def _later(found: Database, kind: str) -> list[Change]:
    has, name = found.roles[kind].later, found.names[kind]
    made = []
    for verb, to, which in (("GRANT", "TO", LATER[kind] - has), ("REVOKE", "FROM", has - LATER[kind])):
        if which:
            listed = _listed(which)
            sql = (
                f"ALTER DEFAULT PRIVILEGES FOR ROLE {quoted(found.names[OWNER])} IN SCHEMA {quoted(found.schema)} "
                f"{verb} {listed} ON TABLES {to} {quoted(name)}"
            )
            may = "may" if verb == "GRANT" else "may no longer"
            made.append(Change(sql, f"{name}: {may} {listed} on tables of later migrations"))
    return made


def _listed(rights: frozenset[str]) -> str:
    return ", ".join([*(right for right in ROWS if right in rights), *sorted(rights - set(ROWS))])


def quoted(name: str) -> str:
    """A name in SQL, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL, whatever is in it; nothing of ours has a backslash, which an old server would read."""
    return "'" + text.replace("'", "''") + "'"
