"""Measure the pages at 10 and 100 times the demonstration against the bare SQL of their figures."""

import platform
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections

from contracts.kept import services as kept
from contracts.register.models import Contract
from measurement.bench.pages import pages
from measurement.bench.rows import make
from measurement.bench.timing import Measured, measure
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day

DEMONSTRATION = 40
HEAD = """# Performance

Measured by `make bench` (`manage.py bench --write docs/performance.md`), which makes a throw-away database with 10 and 100
times the demonstration's {base} contracts, seven KPIs each and eight quarters of returns. A page goes through Django's test
client, rendered whole. Beside it, one after the other in the same run, stand the statements that make the same figures again from
due rows and returns, through the driver with every row read: what the page would have to wait for if its figures were not kept
([why](decisions/0030-figures-that-are-kept.md)). The ratio is page ÷ statements: lowest, median and highest of {repeats} pairs.
With kept figures it falls as the register grows. No page's number of queries may grow. What a list of 25 rows and a search ask
are the page's own statements; there the fixed cost of signing in, filtering and rendering decides the ratio.

{machine}

| page | contracts | returns | page, ms | made again, ms | page − again, ms | ratio low | median | high | queries |
|---|---|---|---|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Measure pages at 10 and 100 times the demonstration. Without --database a throw-away SQLite file is used."

    def add_arguments(self, parser):
        parser.add_argument(
            "--times", type=int, nargs="+", default=[10, 100], help="Multiples of the demonstration's 40 contracts."
        )
        parser.add_argument("--repeats", type=int, default=7)
        parser.add_argument("--write", metavar="FILE", help="Write the table to this file.")
        parser.add_argument(
            "--database", action="store_true", help="Use the configured database, which must be migrated and empty."
        )

    def handle(self, *, times, repeats, write, database, **_):
        settings.ALLOWED_HOSTS = ["*"]
        settings.SECURE_SSL_REDIRECT = False
        lines = []
        for factor in times:
            with tempfile.TemporaryDirectory() as folder:
                if database:
                    self._check_empty()
                else:
                    self._throw_away(Path(folder) / "bench.sqlite3")
                lines += self._measure(factor * DEMONSTRATION, repeats)
                connections.close_all()
            if database:
                break
        text = HEAD.format(base=DEMONSTRATION, repeats=repeats, machine=self._machine()) + "\n".join(lines) + "\n"
        if write:
            Path(write).write_text(text)
            self.stdout.write(f"Written to {write}")

    def _check_empty(self):
        if Contract.objects.exists():
            self.stderr.write("The configured database holds contracts: measuring would mix with them. Give an empty one.")
            raise SystemExit(2)

    def _throw_away(self, path: Path) -> None:
        """A database of its own: the configured one is neither read nor written."""
        if connection.vendor != "sqlite":
            self.stderr.write("The configured database is not SQLite: give --database and an empty one.")
            raise SystemExit(2)
        connection.close()
        connection.settings_dict["NAME"] = str(path)
        call_command("migrate", run_syncdb=True, verbosity=0)

    def _measure(self, contracts: int, repeats: int) -> list[str]:
        with clock.fixed():
            today = clock.today()
            made = make(contracts, today)
            began = time.process_time()
            kept.rebuild(made.council.pk)
            self.stdout.write(f"  figures kept after {time.process_time() - began:.1f} s of processor time")
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            self.stdout.write(f"{made.contracts} contracts, {made.indicators} KPIs, {made.returns} returns")
            rows = []
            for name, page, sql in pages(made, today):
                result = measure(name, page, sql, repeats)
                rows.append(self._line(result, made))
                self.stdout.write(
                    f"  {name}: page {result.page * 1000:.0f} ms, SQL {result.sql * 1000:.0f} ms, "
                    f"ratio {result.low:.2f} / {result.middle:.2f} / {result.high:.2f}, {result.queries} queries"
                )
            return rows

    def _line(self, r: Measured, made) -> str:
        cells = [
            r.name, f"{made.contracts:,}", f"{made.returns:,}", f"{r.page * 1000:.0f}", f"{r.sql * 1000:.0f}",
            f"{(r.page - r.sql) * 1000:.0f}",
            f"{r.low:.2f}", f"{r.middle:.2f}", f"{r.high:.2f}", str(r.queries),
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"

    def _machine(self) -> str:
        program = f"{connection.vendor}, Python {platform.python_version()}, {platform.machine()}"
        return f"{program}, measured on {plain_day(clock.today())}."
