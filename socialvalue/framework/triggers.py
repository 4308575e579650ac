"""The databases themselves refuse to change what a published or retired version of a framework says.

``FreezeVersions()`` is a migration operation. The services refuse first and in friendlier words; this is the last line.
A published version may still be retired, and links (crosswalks) may still be added: they are notes beside the content.

On SQLite a migration that rebuilds one of the five tables (TABLES) loses that table's triggers, and fails on those of the
tables below it, which name the one that is away for a moment: such a migration begins with ``ThawVersions()`` and ends with
``FreezeVersions()``. A test looks for the triggers.
"""

from django.db.migrations.operations.base import Operation

MESSAGE = "A framework version that is no draft is frozen"
VERSION = "socialvalue_frameworkversion"
# From a part up to its version: table → (column that names the one above, table above)
ABOVE = {
    "socialvalue_priority": ("version_id", VERSION),
    "socialvalue_outcome": ("priority_id", "socialvalue_priority"),
    "socialvalue_measure": ("outcome_id", "socialvalue_outcome"),
    "socialvalue_proxy": ("measure_id", "socialvalue_measure"),
}
TABLES = (VERSION, *ABOVE)
# Of a version that is no draft only the status and the count of its saves may change
FIXED = ("id", "framework_id", "number", "source", "licence", "published_at", "published_by_id", "created_at")


class FreezeVersions(Operation):
    """Migration operation: from now on the database keeps versions that are no drafts as they are. Reversible."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        """The models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        put_on(schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        take_off(schema_editor)

    def describe(self):
        return "Freeze published and retired framework versions"

    @property
    def migration_name_fragment(self):
        return "freeze_framework_versions"


class ThawVersions(FreezeVersions):
    """The opposite, for the beginning of a migration that ends with FreezeVersions."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        take_off(schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        put_on(schema_editor)

    def describe(self):
        return "Let published and retired framework versions be changed"

    @property
    def migration_name_fragment(self):
        return "thaw_framework_versions"


def put_on(schema_editor) -> None:
    """Create the triggers on this database; again is harmless."""
    _run(schema_editor, {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor])


def take_off(schema_editor) -> None:
    """Remove them."""
    _run(schema_editor, {"sqlite": _sqlite_away, "postgresql": _postgresql_away}[schema_editor.connection.vendor])


def _run(schema_editor, statements_for) -> None:
    for table in TABLES:
        for statement in statements_for(table):
            # No parameters: on PostgreSQL a percent sign would need doubling, and there is none
            schema_editor.execute(statement, params=None)


def _frozen(table: str, row: str) -> str:
    """Whether the version that ``row`` (NEW, OLD or an alias) of ``table`` belongs to is no draft."""
    if table == VERSION:
        return f"{row}.status <> 'draft'"
    column, above = ABOVE[table]
    return f"EXISTS (SELECT 1 FROM {above} WHERE {above}.id = {row}.{column} AND {_frozen(above, above)})"  # noqa: S608 - our own names


def _bad_update(table: str, differs: str) -> str:
    """What no update may do. ``differs``: how this database says that two values, perhaps empty, are not the same."""
    if table != VERSION:
        return f"{_frozen(table, 'OLD')} OR {_frozen(table, 'NEW')}"
    rewritten = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in FIXED)
    backwards = "NEW.status = 'draft' OR (OLD.status = 'retired' AND NEW.status <> 'retired')"
    skipped = "OLD.status = 'draft' AND NEW.status = 'retired'"
    return f"({skipped}) OR (OLD.status <> 'draft' AND ({backwards} OR {rewritten}))"


def _sqlite(table: str) -> list[str]:
    # REPLACE removes the old row without asking the delete trigger, so inserting over a row is looked at as well
    same = "kept.id = NEW.id"
    if table == VERSION:
        same = f"({same} OR (kept.framework_id = NEW.framework_id AND kept.number = NEW.number))"
    replaces = f"EXISTS (SELECT 1 FROM {table} AS kept WHERE {same} AND {_frozen(table, 'kept')})"  # noqa: S608 - our own names
    conditions = {
        "insert": replaces if table == VERSION else f"{_frozen(table, 'NEW')} OR {replaces}",
        "update": _bad_update(table, "IS NOT"),
        "delete": _frozen(table, "OLD"),
    }
    return [
        f"""CREATE TRIGGER IF NOT EXISTS "{table}_frozen_{verb}" BEFORE {verb.upper()} ON "{table}"
            WHEN {condition} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
        for verb, condition in conditions.items()
    ]


def _sqlite_away(table: str) -> list[str]:
    return [f'DROP TRIGGER IF EXISTS "{table}_frozen_{verb}"' for verb in ("insert", "update", "delete")]


def _postgresql(table: str) -> list[str]:
    # A version is made as a draft and filled; a copy of a database brings whole versions, so making one is not refused
    bad = {
        "INSERT": "FALSE" if table == VERSION else _frozen(table, "NEW"),
        "UPDATE": _bad_update(table, "IS DISTINCT FROM"),
        "DELETE": _frozen(table, "OLD"),
    }
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'"
    checks = "\n".join(
        f"IF TG_OP = '{verb}' THEN IF {condition} THEN {refuse}; END IF; END IF;" for verb, condition in bad.items()
    )
    return [
        f"""CREATE OR REPLACE FUNCTION "{table}_frozen"() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN {checks} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
        f"""CREATE OR REPLACE FUNCTION "{table}_frozen_whole"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$""",
        f"""CREATE OR REPLACE TRIGGER "{table}_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "{table}"
            FOR EACH ROW EXECUTE FUNCTION "{table}_frozen"()""",
        f"""CREATE OR REPLACE TRIGGER "{table}_frozen_truncate" BEFORE TRUNCATE ON "{table}"
            FOR EACH STATEMENT EXECUTE FUNCTION "{table}_frozen_whole"()""",
    ]


def _postgresql_away(table: str) -> list[str]:
    return [
        f'DROP TRIGGER IF EXISTS "{table}_frozen" ON "{table}"',
        f'DROP TRIGGER IF EXISTS "{table}_frozen_truncate" ON "{table}"',
        f'DROP FUNCTION IF EXISTS "{table}_frozen"()',
        f'DROP FUNCTION IF EXISTS "{table}_frozen_whole"()',
    ]
