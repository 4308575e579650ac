"""Kept figures follow what they are figures of, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import connection, transaction

from contracts.kept.calculations.windows import STANDARD
from contracts.kept.models import Kept, KeptDay
from contracts.kept.selectors import rows
from contracts.kept.selectors.contracts import COUNTS
from contracts.kept.selectors.rows import ALIKE, RETURNS, STANDINGS, SUMS, Statement, marks
from contracts.kept.selectors.statement import adapted
from socialvalue.common import clock


@transaction.atomic
def keep(*contracts: int) -> None:
    """Write the kept figures of these contracts (keys) anew. Called last by whatever changed something they say.

    Rows that speak of an earlier evening stay what they were and are marked: the next roll takes the change in. Drafts have
    no figures.
    """
    today = clock.today()
    heads = lock(contracts)
    if older := [head.pk for head in heads if head.as_of != today and not head.changed]:
        Kept.objects.filter(pk__in=older).update(changed=True)
    if later := [head.pk for head in heads if head.follow_on is None or head.follow_on > today]:
        look_soon(*later)
    write([head.pk for head in heads if head.as_of == today], today)


def look_soon(*contracts: int) -> None:
    """What the returns of these contracts (keys) say is looked through at the next turn."""
    Kept.objects.filter(pk__in=contracts).update(follow_on=clock.today())


def lock(contracts: Collection[int]) -> list[Kept]:
    """Whoever writes kept rows of these contracts holds this first, by rising key; what is missing is made."""
    _begin(contracts)
    return list(Kept.objects.select_for_update().filter(pk__in=contracts).order_by("pk"))


def _begin(contracts: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.council_id FROM contracts_contract c WHERE c.id IN "  # noqa: S608 - keys only
            f"({marks(list(contracts))}) AND c.status <> 'draft' "
            "AND NOT EXISTS (SELECT 1 FROM contracts_kept h WHERE h.contract_id = c.id)",
            list(contracts),
        )
        new: dict[int, list[int]] = defaultdict(list)
        for pk, council in cursor.fetchall():
            new[council].append(pk)
    for council, keys in new.items():
        day = day_to_write(council)
        Kept.objects.bulk_create([Kept(contract_id=pk, council_id=council, as_of=day) for pk in keys], ignore_conflicts=True)


def day_to_write(council: int) -> date:
    """The day that new rows of a council speak of: the one its figures are being brought to, or are kept for; today at first."""
    kept, _ = KeptDay.objects.get_or_create(council_id=council, defaults={"as_of": clock.today()})
    return kept.rolling_to or kept.as_of


def write(contracts: Sequence[int], day: date) -> None:
    """Take what these contracts brought out of the sums, judge them as of ``day``, and add them again. They are locked."""
    if not contracts:
        return
    with connection.cursor() as cursor:
        for sql, params in _statements(contracts, day):
            cursor.execute(sql, adapted(params))


def _statements(contracts: Sequence[int], day: date) -> Iterable[Statement]:
    """In their order; only keys and days are parameters. What somebody asked for speaks of an evening that is over, and stays."""
    keys, some = list(contracts), marks(contracts)
    yield from sums(keys, "-")
    for table in ("keptkpi", "keptcontract"):
        yield f"DELETE FROM contracts_{table} AS k WHERE contract_id IN ({some}) AND {STANDARD}", keys  # noqa: S608
    yield f"DELETE FROM contracts_keptdistrict WHERE contract_id IN ({some})", keys  # noqa: S608
    yield DISTRICTS.format(contracts=some), keys
    yield from _rows(keys, day)
    yield from sums(keys, "+")


def _rows(keys: list[int], day: date) -> Iterable[Statement]:
    if connection.vendor == "postgresql":
        yield rows.written_at_once(keys, day)
    else:
        yield from made(rows.kpis(keys, day), rows.over_months(keys, day), rows.over_quarters(keys, day))


def made(kpis: Statement, *contracts: Statement) -> Iterable[Statement]:
    """Rows of KPIs and of contracts, written."""
    for table, columns, (sql, params) in (
        ("keptkpi", rows.KPI, kpis),
        *(("keptcontract", rows.CONTRACT, statement) for statement in contracts),
    ):
        yield f"INSERT INTO contracts_{table} ({', '.join(columns)}) {sql}", params


def sums(contracts: Sequence[int], sign: str, periods: str = STANDARD) -> Iterable[Statement]:
    """What the rows of some contracts bring to the sums, or (“-”) brought; ``periods``: a condition of ours on ``k.period``."""
    for sql in (_sums(sign), _tallies(sign)):
        yield sql.format(contracts=marks(contracts), periods=periods), [*contracts, *contracts]


DISTRICTS = """INSERT INTO contracts_keptdistrict (contract_id, district_id)
SELECT contract_id, district_id FROM contracts_contract_districts WHERE contract_id IN ({contracts})"""


def _sums(sign: str) -> str:
    """What the KPIs of some contracts bring to the sums, or (“-”) brought: in the whole area, and in each of their districts."""
    counted = {"kpis": "1"} | {name: f"(CASE WHEN k.standing = '{name}' THEN 1 ELSE 0 END)" for name in STANDINGS}
    counted |= {name: f"k.{name}" for name in RETURNS} | {name: f"COALESCE(k.{name}, 0)" for name in SUMS}
    dims = ("council_id", "period", "directorate_id", "supplier_kind", *ALIKE)
    return _added("keptsum", "keptkpi", dims, counted, sign)


def _tallies(sign: str) -> str:
    counted = {name: f"k.{name}" for name in COUNTS} | {
        "contracts": "1",
        "attention": "(CASE WHEN k.attention THEN 1 ELSE 0 END)",
        "owing": "(CASE WHEN k.expected > 0 THEN 1 ELSE 0 END)",
        "owing_late": "(CASE WHEN k.late > 0 THEN 1 ELSE 0 END)",
    }
    return _added("kepttally", "keptcontract", ("council_id", "period", "directorate_id", "supplier_kind"), counted, sign)


def _added(to: str, of: str, dims: tuple[str, ...], counted: dict[str, str], sign: str) -> str:
    names = ", ".join([*dims, "district_id", *counted])
    by = ", ".join(f"k.{name}" for name in dims)
    amounts = ", ".join(f"{sign}SUM({expression})" for expression in counted.values())
    some = "WHERE k.contract_id IN ({contracts}) AND {periods}"
    return (
        f"INSERT INTO contracts_{to} ({names}) "  # noqa: S608 - no part of it comes from a request
        f"SELECT {by}, CAST(NULL AS BIGINT), {amounts} FROM contracts_{of} k {some} "
        f"GROUP BY {by} UNION ALL SELECT {by}, d.district_id, {amounts} FROM contracts_{of} k "
        f"JOIN contracts_keptdistrict d ON d.contract_id = k.contract_id {some} GROUP BY {by}, d.district_id"
    )
