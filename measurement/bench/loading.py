"""A register of as many contracts as one likes, for measuring: ten lived through by the services, the others their copies.

Deterministic by its seed and its day. Everything is marked illustrative, and its suppliers fictional.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from django.core.management.color import no_style
from django.db import connection, models, transaction

from contracts.kept import services as kept
from contracts.register.models import Contract
from measurement.bench import copies
from measurement.bench.copies import COPIED, PLAN, RING, Original, Range, Unindexed
from measurement.bench.lives import LIVES, Around, Living
from measurement.bench.rows import Crowd

SEED = 20261120
# Copies a statement: a thousand contracts, forty thousand returns
STEP = 100
# The record of what was done is written for one copy in so many: 2 million values would have 30 million rows of it
HISTORY_EVERY = 10
Keys = dict[type[models.Model], int]


@dataclass
class Loader:
    """Makes the ten, then copies: ``grow`` may be called again for more."""

    around: Around
    today: date
    seed: int = SEED
    say: Callable[[str], object] = lambda text: None

    @transaction.atomic
    def begin(self) -> None:
        """The ten contracts, by the services."""
        living = Living(self.around, self.today, seed=self.seed)
        marks = [_last_keys()]
        for life in LIVES:
            living.live(life)
            marks.append(_last_keys())
        # The last keys of the first one, of the first two and so on: a load need not be a multiple of ten
        self.ends = marks[1:]
        first, last = marks[0], marks[-1]
        one = self.around
        ranges = {model: Range(first[model] + 1, last[model]) for model in COPIED}
        self.original = Original(ranges, one.manager, one.director, one.reporter, one.supplier, one.council)
        self.chance = Random(self.seed + 1)  # noqa: S311 - figures to measure with, no secrets
        self.crowd = Crowd(one, self.chance)

    def grow(self, contracts: int) -> int:
        """Until the council has ``contracts`` contracts; how many were added. Kept figures are made anew.

        Foreign keys are checked before it is committed: as a whole on SQLite, by putting them back on PostgreSQL.
        """
        added = self._added(contracts)
        self.say("counting the tables")
        _count()
        return added

    @transaction.atomic
    def _added(self, contracts: int) -> int:
        missing = contracts - Contract.objects.filter(council=self.around.council).count()
        if missing > 0:
            with Unindexed(model._meta.db_table for model in COPIED):
                self._write(missing)
            self._finish()
        self.say("keeping figures")
        kept.rebuild(self.around.council.pk)
        return max(missing, 0)

    def _write(self, missing: int) -> None:
        whole, rest = divmod(missing, len(LIVES))
        turns = whole + (1 if rest else 0)
        self._plan(turns)
        shifts = copies.next_keys(self.original)
        all_of = self.ends[-1]
        for first, after in pairwise([*range(0, whole, STEP), whole]):
            copies.copy(self.original, first, after - 1, shifts, all_of)
            self.say(f"contracts {after * len(LIVES):,} of {missing:,}")
        if rest:
            copies.copy(self.original, whole, whole, shifts, self.ends[rest - 1])

    def _plan(self, turns: int) -> None:
        """Who stands in each copy: a supplier has about 25 contracts, a manager 60."""
        with connection.cursor() as cursor:
            for name in ("bench_copies", "bench_ring"):
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(PLAN)
            cursor.execute(RING)
            marks = ", ".join(["%s"] * 11)
            rows = [(turn, *self.crowd.of(turn, turns), int(turn % HISTORY_EVERY == 0)) for turn in range(turns)]
            cursor.executemany(f"INSERT INTO bench_copies VALUES ({marks})", rows)  # noqa: S608
            ring = [(place, district.pk) for place, district in enumerate(self.around.districts)]
            cursor.executemany("INSERT INTO bench_ring VALUES (%s, %s)", ring)

    def _finish(self) -> None:
        self.say("checking keys")
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
                cursor.execute(statement)
            cursor.execute("ANALYZE")
        connection.check_constraints()


def _count() -> None:
    """What a server does by itself over a night: the planner knows how many rows there are, and what went is given back."""
    whole = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if whole else "ANALYZE")


def _last_keys() -> Keys:
    with connection.cursor() as cursor:
        found = {}
        for model in COPIED:
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {model._meta.db_table}")  # noqa: S608
            found[model] = cursor.fetchone()[0]
        return found
