"""The databases themselves refuse to change or remove rows of the audit record.

``AppendOnly("socialvalue_auditevent")`` is a migration operation. SQLite loses a table's triggers whenever a later
migration rebuilds the table: such a migration ends with the operation again, and a test looks for the triggers.
"""

from django.db.migrations.operations.base import Operation

MESSAGE = "The audit record is append-only"
# Every table that only grows. Who serves pages has no right to do more to them either (socialvalue/health/selectors/roles.py)
EVENTS, SUBJECTS, LINKS = "socialvalue_auditevent", "socialvalue_auditsubject", "socialvalue_recordlink"
# Given to bidders, and how they compared with what is held
RECEIPTS = ("procurement_receipt", "procurement_receiptkey", "procurement_reconciliation")
TABLES = (EVENTS, SUBJECTS, LINKS, "contracts_drawday", "contracts_draw", *RECEIPTS)

# REPLACE removes the old row without asking the delete trigger, so inserting over a row is refused as well
SQLITE = [
    """CREATE TRIGGER IF NOT EXISTS "{table}_no_update" BEFORE UPDATE ON "{table}"
       BEGIN SELECT RAISE(ABORT, '{message}'); END""",
    """CREATE TRIGGER IF NOT EXISTS "{table}_no_delete" BEFORE DELETE ON "{table}"
       BEGIN SELECT RAISE(ABORT, '{message}'); END""",
    """CREATE TRIGGER IF NOT EXISTS "{table}_no_replace" BEFORE INSERT ON "{table}"
       WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "id" = NEW."id")
       BEGIN SELECT RAISE(ABORT, '{message}'); END""",
]
SQLITE_AWAY = [
    'DROP TRIGGER IF EXISTS "{table}_no_update"',
    'DROP TRIGGER IF EXISTS "{table}_no_delete"',
    'DROP TRIGGER IF EXISTS "{table}_no_replace"',
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION "{table}_append_only"() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}"
       FOR EACH ROW EXECUTE FUNCTION "{table}_append_only"()""",
    """CREATE OR REPLACE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}"
       FOR EACH STATEMENT EXECUTE FUNCTION "{table}_append_only"()""",
]
POSTGRESQL_AWAY = [
    'DROP TRIGGER IF EXISTS "{table}_no_change" ON "{table}"',
    'DROP TRIGGER IF EXISTS "{table}_no_truncate" ON "{table}"',
    'DROP FUNCTION IF EXISTS "{table}_append_only"()',
]
# An entry's own time is the database's, whatever the statement says
TIMED = [
    """CREATE OR REPLACE FUNCTION "{table}_recorded_at"() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN NEW.recorded_at := clock_timestamp(); RETURN NEW; END $$""",
    """CREATE OR REPLACE TRIGGER "{table}_timed" BEFORE INSERT ON "{table}"
       FOR EACH ROW EXECUTE FUNCTION "{table}_recorded_at"()""",
]
TIMED_AWAY = ['DROP TRIGGER IF EXISTS "{table}_timed" ON "{table}"', 'DROP FUNCTION IF EXISTS "{table}_recorded_at"()']
TRIGGERS = {"sqlite": (SQLITE, SQLITE_AWAY), "postgresql": (POSTGRESQL, POSTGRESQL_AWAY)}


class AppendOnly(Operation):
    """Migration operation: from now on rows of ``table`` are added and read, nothing else. Reversible."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str):
        if table not in TABLES:
            raise ValueError(f"{table} is not among TABLES, so those who serve pages would keep the right to change it")
        self.table = table

    def state_forwards(self, app_label, state):
        """The models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        put_on(schema_editor, self.table)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        take_off(schema_editor, self.table)

    def describe(self):
        return f"Make {self.table} append-only"

    @property
    def migration_name_fragment(self):
        return f"{self.table}_append_only"


class TimedByDatabase(Operation):
    """Migration operation: PostgreSQL itself sets ``recorded_at`` of entries. SQLite cannot, and keeps its default."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        """The models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            _run(schema_editor, TIMED, EVENTS)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            _run(schema_editor, TIMED_AWAY, EVENTS)

    def describe(self):
        return "Let the database say when an entry was made"

    @property
    def migration_name_fragment(self):
        return "timed_by_database"


def put_on(schema_editor, table: str) -> None:
    """Create the triggers of ``table`` on this database; again is harmless."""
    _run(schema_editor, TRIGGERS[schema_editor.connection.vendor][0], table)


def take_off(schema_editor, table: str) -> None:
    """Remove them."""
    _run(schema_editor, TRIGGERS[schema_editor.connection.vendor][1], table)


def _run(schema_editor, statements: list[str], table: str) -> None:
    for statement in statements:
        # No parameters: on PostgreSQL a percent sign would need doubling, and there is none
        schema_editor.execute(statement.format(table=table, message=MESSAGE), params=None)
