"""Periods that somebody chose are counted by a job, in steps of so many contracts, and kept until the night."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction

from contracts.kept.calculations.windows import asked_quarters
from contracts.kept.models import AskedPeriod, Kept, KeptContract, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors import rows
from contracts.kept.selectors.amounts import sums
from contracts.kept.selectors.asked import midnight
from contracts.kept.selectors.statement import adapted
from contracts.kept.services.folding import fold
from contracts.kept.services.upkeep import made
from socialvalue.common import clock

STEP = 200
DELETED_AT_ONCE = 5000


def ask(council: int, starts_on: date, ends_on: date, as_of: date) -> AskedPeriod:
    """The period of a council (key), to be counted once however many people ask. ``as_of`` is an evening that is over."""
    asked, _ = AskedPeriod.objects.get_or_create(council_id=council, starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    return asked


def count(period: int, report: Callable[[int, int], None]) -> None:
    """Count it to its end. ``report(done, of)`` hears of each step. After a stop it goes on where it was; two share it."""
    asked = AskedPeriod.objects.get(pk=period)
    done, of = 0, Kept.objects.filter(council=asked.council_id).count()
    if asked.done_to:
        done = Kept.objects.filter(council=asked.council_id, pk__lte=asked.done_to).count()
    while some := _step(period):
        done += some
        report(min(done, of), of)
    fold(asked.council_id)


@transaction.atomic
def _step(period: int) -> int:
    """The next contracts; how many, 0 where all are counted."""
    asked = AskedPeriod.objects.select_for_update().get(pk=period)
    heads = Kept.objects.filter(council=asked.council_id, pk__gt=asked.done_to).order_by("pk")
    keys = list(heads.values_list("pk", flat=True)[:STEP])
    if keys:
        _write(asked, keys)
        asked.done_to = keys[-1]
    elif asked.finished_at is None:
        asked.finished_at = clock.now()
    asked.save(update_fields=["done_to", "finished_at"])
    return len(keys)


def _write(asked: AskedPeriod, keys: list[int]) -> None:
    chosen, quarters = {asked.code: (asked.starts_on, asked.ends_on)}, asked_quarters(asked.code, asked.ends_on)
    day = asked.as_of
    codes = ", ".join(f"'{code}'" for code in (*chosen, *quarters))
    with connection.cursor() as cursor:
        for sql, params in (
            *made(rows.kpis(keys, day, chosen), rows.over_months(keys, day, chosen), rows.over_quarters(keys, day, quarters)),
            *sums(keys, "+", f"k.period IN ({codes})"),
        ):
            cursor.execute(sql, adapted(params))


def forget_asked() -> int:
    """Take away what was asked for before today; how many periods. A step is so many rows."""
    today = midnight()
    old = list(AskedPeriod.objects.filter(asked_at__lt=today))
    for asked in old:
        # No page reads it from here on
        AskedPeriod.objects.filter(pk=asked.pk).update(finished_at=None, asked_at=today - timedelta(days=1))
        codes = [asked.code, *asked_quarters(asked.code, asked.ends_on)]
        for model in (KeptSum, KeptTally, KeptContract, KeptKpi):
            mine = model.objects.filter(council=asked.council_id, period__in=codes)
            while some := list(mine.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
                model.objects.filter(pk__in=some).delete()
        asked.delete()
    return len(old)
