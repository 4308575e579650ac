"""The databases themselves keep an account on one side and every membership that ever was.

``OneSide()`` is a migration operation. The services refuse first and in friendlier words; this is the last line, also where
two people act at the same moment. A membership's role tells its side, so that on SQLite no trigger names another table: one
that does stops every later migration that rebuilds the table it names. A migration that rebuilds the memberships loses the
triggers there and ends with the operation again; a test looks for them.
"""

from django.db.migrations.operations.base import Operation

TABLE = "socialvalue_membership"
SIDES = "An account is on one side: a council’s, or that of suppliers and partners"
KEPT = "A membership ends and is never deleted"
# The roles outside a council
OUTSIDE = "('supplier', 'partner')"

_OTHER_SIDE = f"""SELECT 1 FROM "{TABLE}" AS other WHERE other.user_id = NEW.user_id
    AND (other.role IN {OUTSIDE}) <> (NEW.role IN {OUTSIDE})"""  # noqa: S608 - names of our own, no input
SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS "{TABLE}_one_side" BEFORE INSERT ON "{TABLE}"
        WHEN EXISTS ({_OTHER_SIDE}) BEGIN SELECT RAISE(ABORT, '{SIDES}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS "{TABLE}_stays_on_it" BEFORE UPDATE OF "user_id", "role" ON "{TABLE}"
        WHEN EXISTS ({_OTHER_SIDE} AND other.id <> NEW.id) BEGIN SELECT RAISE(ABORT, '{SIDES}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS "{TABLE}_kept" BEFORE DELETE ON "{TABLE}"
        BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
]
SQLITE_AWAY = [f'DROP TRIGGER IF EXISTS "{TABLE}_{name}"' for name in ("one_side", "stays_on_it", "kept")]
# The row of the person is held, so that of two memberships made at once the second sees the first
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION "{TABLE}_one_side"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM 1 FROM "socialvalue_user" WHERE id = NEW.user_id FOR NO KEY UPDATE;
        IF EXISTS ({_OTHER_SIDE} AND other.id <> NEW.id) THEN
            RAISE EXCEPTION '{SIDES}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW; END $$""",
    f"""CREATE OR REPLACE TRIGGER "{TABLE}_one_side" BEFORE INSERT OR UPDATE OF "user_id", "role" ON "{TABLE}"
        FOR EACH ROW EXECUTE FUNCTION "{TABLE}_one_side"()""",
    f"""CREATE OR REPLACE FUNCTION "{TABLE}_kept"() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE TRIGGER "{TABLE}_kept" BEFORE DELETE ON "{TABLE}"
        FOR EACH ROW EXECUTE FUNCTION "{TABLE}_kept"()""",
]
POSTGRESQL_AWAY = [
    *(f'DROP TRIGGER IF EXISTS "{TABLE}_{name}" ON "{TABLE}"' for name in ("one_side", "kept")),
    *(f'DROP FUNCTION IF EXISTS "{TABLE}_{name}"()' for name in ("one_side", "kept")),
]
TRIGGERS = {"sqlite": (SQLITE, SQLITE_AWAY), "postgresql": (POSTGRESQL, POSTGRESQL_AWAY)}


class OneSide(Operation):
    """Migration operation: from now on the database keeps accounts on their side, and memberships for good. Reversible."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        """The models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        put_on(schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        take_off(schema_editor)

    def describe(self):
        return "Keep every account on one side, and every membership"

    @property
    def migration_name_fragment(self):
        return "one_side"


def put_on(schema_editor) -> None:
    """Create the triggers on this database; again is harmless."""
    _run(schema_editor, 0)


def take_off(schema_editor) -> None:
    """Remove them."""
    _run(schema_editor, 1)


def _run(schema_editor, which: int) -> None:
    for statement in TRIGGERS[schema_editor.connection.vendor][which]:
        schema_editor.execute(statement, params=None)
