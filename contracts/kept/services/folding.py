"""Many amounts of one key made one, so that reading stays short. What is read before and after is the same."""

from django.db import connection, transaction

from contracts.kept.models import KeptDay, KeptSum, KeptTally

# With fewer loose rows than this a council is left alone
FOLD_FROM = 500
OF_SUM = (
    "council_id",
    "period",
    "directorate_id",
    "district_id",
    "supplier_kind",
    "priority_id",
    "measure_id",
    "unit",
    "kind",
    "direction",
    "client_side",
)
OF_TALLY = OF_SUM[:5]


@transaction.atomic
def fold(council: int) -> None:
    """Make one row of every key of this council's sums and tallies; those that come to nothing go.

    Two at once wait for each other. On PostgreSQL it is one statement, so that a row that is committed meanwhile is either
    folded or left, never lost.
    """
    KeptDay.objects.select_for_update().get(pk=council)
    for model, dims in ((KeptSum, OF_SUM), (KeptTally, OF_TALLY)):
        _fold(model, dims, council)


def _fold(model: type[KeptSum] | type[KeptTally], dims: tuple[str, ...], council: int) -> None:
    table = model._meta.db_table
    amounts = [str(field.column) for field in model._meta.concrete_fields if field.column not in (*dims, "id")]
    names, by = ", ".join([*dims, *amounts]), ", ".join(dims)
    sums = ", ".join(f"SUM({name}) AS {name}" for name in amounts)
    some = " OR ".join(f"SUM({name}) <> 0" for name in amounts)
    folded = f"SELECT {by}, {sums} FROM {{of}} GROUP BY {by} HAVING {some}"  # noqa: S608 - names of columns only
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            gone = f"WITH gone AS (DELETE FROM {table} WHERE council_id = %s RETURNING {names}) "  # noqa: S608
            cursor.execute(f"{gone}INSERT INTO {table} ({names}) {folded.format(of='gone')}", [council])
            return
        # One writer at a time: nothing comes in between
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608
        [last] = cursor.fetchone()
        of = f"(SELECT * FROM {table} WHERE council_id = %s AND id <= %s)"  # noqa: S608
        cursor.execute(f"INSERT INTO {table} ({names}) {folded.format(of=of)}", [council, last])
        cursor.execute(f"DELETE FROM {table} WHERE council_id = %s AND id <= %s", [council, last])  # noqa: S608


def fold_what_is_loose() -> int:
    """Fold every council with many loose rows; how many there were."""
    count = 0
    for council in KeptDay.objects.values_list("pk", flat=True):
        loose = KeptTally.objects.filter(council=council)[FOLD_FROM : FOLD_FROM + 1].exists()
        if loose or KeptSum.objects.filter(council=council)[FOLD_FROM : FOLD_FROM + 1].exists():
            fold(council)
            count += 1
    return count
