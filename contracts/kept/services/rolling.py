"""Kept figures are brought from one evening to the next, in steps: what became due, late, ended or left a window is made anew."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Q

from contracts.kept.calculations.attention import ending_by
from contracts.kept.calculations.windows import windows_of
from contracts.kept.models import AskedPeriod, Kept, KeptContract, KeptDay, KeptDistrict, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors.amounts import added_up
from contracts.kept.selectors.statement import adapted
from contracts.kept.selectors.suppliers import described_otherwise
from contracts.kept.services.folding import fold
from contracts.kept.services.upkeep import write, write_new
from socialvalue.common import clock

STEP = 200
# From nothing, where nobody reads them yet: longer steps add up more before it is written
STEP_FROM_NOTHING = 1000
# What PostgreSQL may sort and count in memory meanwhile; with its own 4 MB it does so on disk
MEMORY = "64MB"


def roll() -> int:
    """Bring every council's kept figures to today; how many contracts were written anew.

    Each step is a transaction of its own; one that was broken off is gone on with. Two at once: the second does nothing.
    """
    return sum(rebuild(pk) for pk in _new()) + sum(roll_council(pk) for pk in behind())


def _new() -> list[int]:
    """Councils (keys) with a contract in force of which nothing is kept yet, as after an upgrade."""
    with connection.cursor() as cursor:
        cursor.execute(NEW)
        return [pk for (pk,) in cursor.fetchall()]


NEW = """SELECT o.id FROM socialvalue_organisation o WHERE o.kind = 'council'
AND NOT EXISTS (SELECT 1 FROM contracts_keptday d WHERE d.council_id = o.id)
AND EXISTS (SELECT 1 FROM contracts_contract c WHERE c.council_id = o.id AND c.status <> 'draft') ORDER BY o.id"""


def behind() -> list[int]:
    """Councils (keys) whose kept figures do not speak of today, or are just being brought there."""
    return list(KeptDay.objects.exclude(as_of=clock.today(), rolling_to=None).order_by("pk").values_list("pk", flat=True))


def roll_council(council: int, size: int | None = None) -> int:
    """Bring one council's kept figures to today, ``size`` contracts a step (``STEP``)."""
    today, count = clock.today(), 0
    KeptDay.objects.filter(pk=council).update(rolling_to=today)
    while (step := _step(council, today, size or STEP)) is not None:
        count += step
    add_up_anew(council)
    with transaction.atomic():
        day = KeptDay.objects.select_for_update().get(pk=council)
        if not Kept.objects.filter(council=council).exclude(as_of=today).exists():
            KeptDay.objects.filter(pk=day.pk).update(as_of=today, rolling_to=None, from_nothing=False)
    fold(council)
    return count


def add_up_anew(council: int) -> None:
    """Of figures made from nothing: the sums, from all the rows, period by period. Otherwise nothing."""
    day = KeptDay.objects.get(pk=council)
    if (
        not day.from_nothing
        or day.rolling_to is None
        or Kept.objects.filter(council=council).exclude(as_of=day.rolling_to).exists()
    ):
        return
    for period in sorted(windows_of(clock.today())):
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in added_up(council, period):
                cursor.execute(sql, params)


@transaction.atomic
def _step(council: int, today: date, size: int) -> int | None:
    """The next contracts: those in which the new day makes a difference are written. None where all speak of today."""
    rows = Kept.objects.filter(council=council).exclude(as_of=today).order_by("pk")
    heads = list(rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)[:size])
    if not heads:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORY])
    touched = touched_by(heads, today)
    if KeptDay.objects.filter(pk=council, from_nothing=True).exists():
        write_new(touched, today)
    else:
        write(touched, today)
    Kept.objects.filter(pk__in=[head.pk for head in heads]).update(as_of=today, changed=False)
    return len(touched)


def touched_by(heads: list[Kept], today: date) -> list[int]:
    """The contracts (keys) of which something else is to be said today than on the day their rows speak of.

    Something changed since; a return became due or late; the last day came or comes into sight; a supplier is described
    otherwise; or the months moved on.
    """
    moved = {day for day in {head.as_of for head in heads} if day > today or windows_of(day) != windows_of(today)}
    found = {head.pk for head in heads if head.changed or head.as_of in moved}
    rest = [head for head in heads if head.pk not in found]
    if rest:
        first = min(head.as_of for head in rest)
        keys = [head.pk for head in rest]
        found |= _due_or_ending(keys, first, today) | described_otherwise(keys, today)
    return sorted(found)


def _due_or_ending(contracts: list[int], first: date, today: date) -> set[int]:
    """Due from ``first`` on is late after it, and due by ``today`` is expected; one that ended is no longer asked after."""
    with connection.cursor() as cursor:
        cursor.execute(DUE.format(contracts=", ".join(["%s"] * len(contracts))), adapted([*contracts, first, today]))
        found = {pk for (pk,) in cursor.fetchall()}
    ends = Q(contract__ends_on__range=(first, today)) | Q(contract__ends_on__range=(ending_by(first), ending_by(today)))
    return found | set(Kept.objects.filter(ends, pk__in=contracts).values_list("pk", flat=True))


DUE = """SELECT DISTINCT o.contract_id FROM contracts_obligation o JOIN contracts_kpi k ON k.obligation_id = o.id
JOIN contracts_duereturn d ON d.kpi_id = k.id WHERE o.contract_id IN ({contracts}) AND d.due_on BETWEEN %s AND %s"""


def rebuild(council: int) -> int:
    """Make a council's kept figures from nothing, as of today; how many contracts. In steps, as ``roll_council`` does it."""
    today = clock.today()
    with transaction.atomic():
        begun = {"as_of": today, "rolling_to": today, "from_nothing": True}
        KeptDay.objects.update_or_create(council_id=council, defaults=begun)
        for model in (KeptSum, KeptTally, KeptKpi, KeptContract):
            model.objects.filter(council=council).delete()
        AskedPeriod.objects.filter(council=council).delete()
        KeptDistrict.objects.filter(contract__council=council).delete()
        Kept.objects.filter(council=council).delete()
        with connection.cursor() as cursor:
            cursor.execute(HEADS, adapted([today - timedelta(days=1), council]))
    return roll_council(council, STEP_FROM_NOTHING)


HEADS = """INSERT INTO contracts_kept (contract_id, council_id, as_of, changed)
SELECT c.id, c.council_id, %s, 1 = 1 FROM contracts_contract c WHERE c.council_id = %s AND c.status <> 'draft'"""
