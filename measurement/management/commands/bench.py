"""The part of ``make bench`` that runs in Django: load, open, do, write down. ``scripts/bench.py`` brings database and server."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from measurement.bench.last_minute import prepare
from measurement.bench.run import Around, Procurement, at_size
from measurement.bench.scoring import to_score
from measurement.bench.table import as_page, merged
from measurement.clockwork.timed import poll
from measurement.management.commands.load_bench import check_is_for_it, first_contracts, person, staff_of


class Command(BaseCommand):
    help = "Measure with so many contracts. For make bench, which brings an empty database and a web server."

    def add_arguments(self, parser):
        parser.add_argument("--contracts", type=int, nargs="+", required=True, metavar="N")
        parser.add_argument("--port", type=int, required=True, help="Where the web server answers.")
        parser.add_argument("--web", type=int, required=True, metavar="PID", help="The web server's first process.")
        parser.add_argument("--database", type=int, metavar="PID", help="The database server's first process, where it has one.")
        parser.add_argument("--rows", type=Path, required=True, metavar="FILE", help="Its rows of another engine or size stay.")
        parser.add_argument("--page", type=Path, required=True, metavar="FILE")

    def handle(self, *, contracts, port, web, database, rows, page, **_):
        check_is_for_it()
        around = Around(web, database, port, poll, self.say)
        loader = first_contracts(say=self.say)
        staff = staff_of(loader.around.council)
        self.say("an evaluation to save a score in")
        sheet = to_score(staff, loader.crowd, person("evaluator1"))
        for size in sorted(contracts):
            last = (lambda: prepare(staff, loader.crowd)) if size == max(contracts) else None
            write(rows, page, at_size(loader, size, around, Procurement(sheet, last)))

    def say(self, words: str) -> None:
        self.stdout.write(words)


def write(rows: Path, to: Path, found: list[dict]) -> None:
    """After each size, so that a run that is broken off has said what it knows."""
    known = json.loads(rows.read_text()) if rows.exists() else []
    everything = merged(known, found)
    rows.write_text("[\n" + ",\n".join(json.dumps(row) for row in everything) + "\n]\n")
    to.write_text(as_page(everything))
