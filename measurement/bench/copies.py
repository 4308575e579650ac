"""A row of the ten contracts again and again, by one statement a table: another key, other people, another supplier.

Every column that is not named here is what the services wrote. So a column that a later migration adds is copied too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, models

from contracts.obligations.models import Kpi, Obligation
from contracts.register.models import Contract, ContractSupplier
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.places.models import District

# What is copied, each after what it belongs to
COPIED: tuple[type[models.Model], ...] = (
    Contract, ContractSupplier, Contract.districts.through, Obligation, Kpi, DueReturn, Return, AuditEvent, AuditSubject,
)  # fmt: skip
HISTORY = (AuditEvent, AuditSubject)
# Filled by ``loading``: a row a copy of the ten, and the districts in a ring
PLAN = """CREATE TEMPORARY TABLE bench_copies (
  turn INTEGER PRIMARY KEY, directorate_id BIGINT, manager_id BIGINT, manager TEXT, director_id BIGINT, director TEXT,
  reporter_id BIGINT, reporter TEXT, supplier_id BIGINT, supplier TEXT, history INTEGER)"""
RING = "CREATE TEMPORARY TABLE bench_ring (place INTEGER PRIMARY KEY, district_id BIGINT)"
# Between 85 and 110 % of what was reported in the contract that is copied, another share for each KPI of each copy
SHARE = "(85 + (c.turn * 37 + k.id * 11) % 26)"
# With decimals on either engine: SQLite divides whole numbers without a remainder
NUMERATOR = f"(CASE WHEN ROUND(t.numerator * {SHARE} / 100.0) > t.denominator THEN t.denominator ELSE ROUND(t.numerator * {SHARE} / 100.0) END)"  # noqa: E501
JOINS = {
    Contract.districts.through: "JOIN bench_ring a ON a.district_id = t.district_id "
    "JOIN bench_ring b ON b.place = (a.place + c.turn) % (SELECT COUNT(*) FROM bench_ring)",
    Return: "JOIN contracts_duereturn d ON d.id = t.due_id JOIN contracts_kpi k ON k.id = d.kpi_id",
    AuditSubject: "LEFT JOIN contracts_contract o ON t.object_type = 'contracts.contract' AND o.id = CAST(t.object_id AS BIGINT)",
}


@dataclass(frozen=True)
class Range:
    """The keys of one table's rows that are copied, first and last."""

    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Original:
    """The rows that are copied, by table, and who and what stands in them."""

    ranges: Mapping[type[models.Model], Range]
    manager: User
    director: User
    reporter: User
    supplier: Organisation
    council: Organisation


def copy(original: Original, first: int, last: int, shifts: Mapping[type[models.Model], int], ends: Mapping) -> None:
    """Write the copies whose turns are ``first`` to ``last`` (0 is the first of this load), table by table.

    ``shifts``: what the first turn adds to a key, by table. ``ends``: the last key of the original that is copied.
    """
    with connection.cursor() as cursor:
        for model in COPIED:
            columns = {str(field.column): _value(original, model, field, shifts) for field in model._meta.concrete_fields}
            history = " AND c.history = 1" if model in HISTORY else ""
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "  # noqa: S608
                f"FROM {model._meta.db_table} t CROSS JOIN bench_copies c {JOINS.get(model, '')} "
                f"WHERE t.id BETWEEN {original.ranges[model].first} AND {ends[model]} "
                f"AND c.turn BETWEEN {first} AND {last}{history}"
            )


def _value(original: Original, model: type[models.Model], field: models.Field, shifts: Mapping) -> str:
    """The column of a copy, in SQL; ``t`` is the original's row, ``c`` the copy's."""
    column = str(field.column)
    named = OTHERWISE.get((model, column))
    if named:
        return named.format(**_parts(original, shifts))
    target = model if field.primary_key else field.related_model
    if target in original.ranges and target is not None:
        return _shifted(original, target, f"t.{field.column}", shifts)
    if target is User:
        return _person(original, f"t.{field.column}", "_id")
    if target is Organisation and model is ContractSupplier:
        return f"CASE WHEN t.{field.column} = {original.supplier.pk} THEN c.supplier_id ELSE t.{field.column} END"
    if target is Directorate:
        return "c.directorate_id"
    return "b.district_id" if target is District else f"t.{field.column}"


def _shifted(original: Original, target: type[models.Model], key: str, shifts: Mapping) -> str:
    return f"{key} + {shifts[target]} + c.turn * {original.ranges[target].width}"


def _person(original: Original, column: str, what: str, otherwise: str = "") -> str:
    """The manager, the director and the supplier's person are those of the copy; anybody else stays."""
    names = ("manager", "director", "reporter")
    cases = " ".join(f"WHEN {getattr(original, name).pk} THEN c.{name}{what}" for name in names)
    return f"CASE {column} {cases} ELSE {otherwise or column} END"


def _parts(original: Original, shifts: Mapping) -> dict[str, str]:
    subjects = " ".join(
        f"WHEN '{model._meta.label_lower}' THEN {_shifted(original, model, 'CAST(t.object_id AS BIGINT)', shifts)}"
        for model in COPIED
        if model not in (*HISTORY, ContractSupplier, Contract.districts.through)
    )
    return {
        "contract": _shifted(original, Contract, "t.id", shifts),
        "subject": f"CASE t.object_type {subjects} ELSE CAST(t.object_id AS BIGINT) END",
        "named": _shifted(original, Contract, "o.id", shifts),
        "actor": _person(original, "t.actor_id", "", "t.actor_label"),
        "supplier": str(original.supplier.pk),
    }


OTHERWISE = {
    (Contract, "reference"): "'B-' || CAST({contract} AS VARCHAR(20))",
    (Contract, "title"): "t.title || ' ' || CAST({contract} AS VARCHAR(20))",
    # Never so much that a contract without owners becomes one that needs them
    (Contract, "total_value"): "t.total_value + 250 * (c.turn % 97)",
    (ContractSupplier, "name_then"): "CASE WHEN t.organisation_id = {supplier} THEN c.supplier ELSE t.name_then END",
    (ContractSupplier, "number_then"): "''",
    (Return, "value"): "CASE WHEN t.value IS NULL OR k.kind IN ('yes_no', 'milestone', 'composite') THEN t.value "
    f"WHEN k.kind = 'ratio' THEN ROUND({NUMERATOR} * 100.0 / t.denominator, 4) ELSE ROUND(t.value * {SHARE} / 100.0, 2) END",
    (Return, "numerator"): f"CASE WHEN t.numerator IS NULL THEN NULL ELSE {NUMERATOR} END",
    (AuditEvent, "actor_label"): "{actor}",
    (AuditSubject, "object_id"): "CAST({subject} AS VARCHAR(40))",
    (AuditSubject, "label"): "CASE WHEN o.id IS NULL THEN t.label "
    "ELSE 'B-' || CAST({named} AS VARCHAR(20)) || ' ' || o.title || ' ' || CAST({named} AS VARCHAR(20)) END",
}


def next_keys(original: Original) -> dict[type[models.Model], int]:
    """What the first copy's keys are higher by than the original's: behind everything that is there."""
    with connection.cursor() as cursor:
        found = {}
        for model, keys in original.ranges.items():
            cursor.execute(f"SELECT MAX(id) FROM {model._meta.db_table}")  # noqa: S608
            found[model] = cursor.fetchone()[0] + 1 - keys.first
        return found


class Unindexed:
    """While many rows are written: PostgreSQL's foreign keys and plain indexes of these tables are away.

    Put back they are made, and the keys checked, once over the whole table and not row by row. SQLite keeps them.
    """

    def __init__(self, tables: Iterable[str]):
        self.tables = list(tables)
        self.again: list[str] = []

    def __enter__(self) -> None:
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in self.tables:
                cursor.execute(FOREIGN, [table])
                keys = cursor.fetchall()
                cursor.execute(PLAIN, [table])
                indexes = cursor.fetchall()
                self.again += [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {how}' for name, how in keys]
                self.again += [how for _, how in indexes]
                for name, _ in keys:
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                for name, _ in indexes:
                    cursor.execute(f'DROP INDEX "{name}"')

    def __exit__(self, kind, *_) -> None:
        """Indexes first: a key is then checked quickly. After a failure the transaction takes everything back."""
        if kind is not None:
            return
        with connection.cursor() as cursor:
            for statement in sorted(self.again, key=lambda text: text.startswith("ALTER")):
                cursor.execute(statement)


FOREIGN = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
PLAIN = """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = %s::regclass AND NOT i.indisunique
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""
