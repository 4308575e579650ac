"""One size after another: load, open everything, do everything, write down what it took."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from contracts.register.models import Contract
from contracts.returns.models import Return
from measurement.bench import acts, last_minute
from measurement.bench.copies import Original
from measurement.bench.last_minute import Crowded
from measurement.bench.loading import Loader
from measurement.bench.measuring import Bench, Machines
from measurement.bench.scoring import Sheet, changes
from measurement.bench.visits import visits
from socialvalue.common import clock

LOAD = "load"


@dataclass(frozen=True)
class Around:
    """The web server at ``port`` and the database, each by its first process. ``poll``: what is done each minute, of a room
    beside this one.
    """

    web: int
    database: int | None
    port: int
    poll: Callable[[datetime], object]
    say: Callable[[str], object]


@dataclass(frozen=True)
class Procurement:
    """What is measured of buying, whatever the number of contracts: a score to save, and (at the largest size) a last minute."""

    sheet: Sheet
    last_minute: Callable[[], Crowded] | None = None


def at_size(loader: Loader, contracts: int, around: Around, buying: Procurement) -> list[dict]:
    """The rows of one size."""
    other_work, say, mine = os.getloadavg()[0], around.say, os.getpid()
    bench = Bench(Machines(mine, around.database), around.port, contracts)
    say(f"{contracts:,} contracts")
    rows = [bench.act(LOAD, lambda: loader.grow(contracts), root=mine, once=True, kind="load")]
    rows[0] |= {"there_are": Contract.objects.count(), "values": Return.objects.exclude(first_submitted_at=None).count()}
    rows += _visited(bench, loader.original, around, buying.sheet)
    for name, run, once in _acts(loader.original, around.poll):
        rows.append(bench.act(name, run, root=mine, once=once))
        say(f"  {name}: {rows[-1]['cpu_ms']} ms of processor time")
    next(row for row in rows if row["name"] == acts.REBUILD)["unlike"] = acts.unlike(loader.original)
    if buying.last_minute:
        rows.append(_last_minute(bench, buying.last_minute, around))
    return _stamped(rows, other_work)


def _visited(bench: Bench, original: Original, around: Around, sheet: Sheet) -> list[dict]:
    rows = []
    bench.machines = Machines(around.web, around.database)
    for visit in visits(original):
        rows.append(bench.visit(visit))
        around.say(f"  {visit.name}: {rows[-1]['cpu_ms']} ms of processor time")
    rows.append(bench.send(acts.SAVE_A_SCORE, sheet.account, sheet.path, changes()))
    around.say(f"  {acts.SAVE_A_SCORE}: {rows[-1]['cpu_ms']} ms of processor time")
    bench.close()
    return rows


def _last_minute(bench: Bench, prepare: Callable[[], Crowded], around: Around) -> dict:
    """Last, since it leaves a tender and its bids behind."""
    around.say(f"  {acts.LAST_MINUTE}: preparing bids")
    ready = prepare()
    bench.machines = Machines(around.web, around.database)
    row = bench.crowd(acts.LAST_MINUTE, lambda: last_minute.run(ready, around.port))
    around.say(f"  {acts.LAST_MINUTE}: {row['accepted']} of {row['suppliers']} accepted, 95 % within {row['p95_ms']} ms")
    return row


def _acts(original: Original, poll: Callable[[datetime], object]) -> list[tuple[str, Callable[[], object], bool]]:
    """Name, what is done, and whether once is enough."""
    return [
        (acts.WITHOUT_UPKEEP, acts.verify(original, keeping=False), False),
        (acts.WITH_UPKEEP, acts.verify(original, keeping=True), False),
        (acts.REBUILD, acts.rebuild(original), True),
        (acts.NOTHING_TO_SEND, lambda: poll(clock.now()), False),
        (acts.REPORT, acts.report(original), True),
    ]


def _stamped(rows: list[dict], load: float) -> list[dict]:
    """Each with the day and the machine it was measured on; ``load``: what else ran there when it began."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return [row | {"measured_on": clock.today().isoformat(), "machine": machine, "other_work": round(load, 1)} for row in rows]
