"""Kept figures follow what they are figures of, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import connection, transaction

from contracts.kept.calculations.windows import STANDARD
from contracts.kept.models import Kept, KeptContract, KeptDay, KeptDistrict
from contracts.kept.selectors import rows
from contracts.kept.selectors.amounts import sums
from contracts.kept.selectors.at_once import rows_at_once, written_at_once
from contracts.kept.selectors.rows import Statement, marks
from contracts.kept.selectors.statement import adapted
from socialvalue.common import clock
from socialvalue.common.planned import planned_once


@transaction.atomic(savepoint=False)
def keep(*contracts: int) -> None:
    """Write the kept figures of these contracts (keys) anew. Called last by whatever changed something they say.

    Rows that speak of an earlier evening stay what they were and are marked: the next roll takes the change in. Drafts have
    no figures. Two statements on PostgreSQL: the lock, and what is written.
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
    # Of several nothing is held while some are made: somebody may be making them, and wait for one of the others
    if len(contracts) == 1 and (found := _locked(contracts)):
        return found
    _begin(contracts)
    return _locked(contracts)


def _locked(contracts: Collection[int]) -> list[Kept]:
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
    """Judge these contracts as of ``day``, write what is otherwise than it was, and bring it into the sums. They are locked."""
    if not contracts:
        return
    with connection.cursor() as cursor:
        for sql, params in _statements(list(contracts), day):
            cursor.execute(sql, adapted(params))


def write_new(contracts: Sequence[int], day: date) -> None:
    """The rows of contracts of which none is kept yet, without the sums: those are made of all rows at the end.

    Where some are (a night's work that was broken off, and goes on with another day) they are written as always.
    """
    if not contracts:
        return
    if (
        KeptContract.objects.filter(contract__in=contracts).exists()
        or KeptDistrict.objects.filter(contract__in=contracts).exists()
    ):
        write(contracts, day)
        return
    keys = list(contracts)
    with connection.cursor() as cursor:
        cursor.execute(DISTRICTS.format(contracts=marks(keys)), keys)
        for sql, params in _rows(keys, day):
            cursor.execute(sql, adapted(params))


def _rows(keys: list[int], day: date) -> Iterable[Statement]:
    if connection.vendor == "postgresql":
        yield rows_at_once(keys, day)
    else:
        yield from made(rows.kpis(keys, day), rows.over_months(keys, day), rows.over_quarters(keys, day))


def _statements(keys: list[int], day: date) -> Iterable[Statement]:
    """In their order; only keys and days are parameters. What somebody asked for speaks of an evening that is over, and stays."""
    if connection.vendor == "postgresql":
        statement = written_at_once(keys, day)
        # Of one contract, as after each act of somebody, planning it would be most of the work
        yield planned_once(*statement) if len(keys) == 1 else statement
        return
    some = marks(keys)
    yield from sums(keys, "-")
    for table in ("keptkpi", "keptcontract"):
        yield f"DELETE FROM contracts_{table} AS k WHERE contract_id IN ({some}) AND {STANDARD}", keys  # noqa: S608
    yield f"DELETE FROM contracts_keptdistrict WHERE contract_id IN ({some})", keys  # noqa: S608
    yield DISTRICTS.format(contracts=some), keys
    yield from _rows(keys, day)
    yield from sums(keys, "+")


def made(kpis: Statement, *contracts: Statement) -> Iterable[Statement]:
    """Rows of KPIs and of contracts, written."""
    for table, columns, (sql, params) in (
        ("keptkpi", rows.KPI, kpis),
        *(("keptcontract", rows.CONTRACT, statement) for statement in contracts),
    ):
        yield f"INSERT INTO contracts_{table} ({', '.join(columns)}) {sql}", params


DISTRICTS = """INSERT INTO contracts_keptdistrict (contract_id, district_id)
SELECT contract_id, district_id FROM contracts_contract_districts WHERE contract_id IN ({contracts})"""
