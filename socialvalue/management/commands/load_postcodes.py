"""Load the official file of postcodes: ``manage.py load_postcodes FILE --edition "May 2026"``. Exit 0 or, when refused, 2."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.text import capfirst

from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from socialvalue.places.loading import Loaded, load_postcodes
from socialvalue.places.looking_up import attribution

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Load Code-Point Open or the ONS Postcode Directory in the place of the edition before, all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="The zip as it was downloaded, its folder, or one CSV file.")
        parser.add_argument("--edition", required=True, help="The month of the edition, like “May 2026”.")
        parser.add_argument("--name", default="", help="What pages call the file, where it does not say so itself.")
        parser.add_argument("--fewer", action="store_true", help="It is right that it has far fewer postcodes than before.")

    def handle(self, *args, **options):
        try:
            with clock.fixed():
                path = Path(options["file"])
                done = load_postcodes(path, month=options["edition"], name=options["name"], fewer=options["fewer"])
        except DomainError as refusal:
            self.stderr.write(f"{refusal.message}.")
            self.stderr.write("Nothing was loaded: everything is as it was.")
            sys.exit(2)
        self.tell(done)

    def tell(self, done: Loaded) -> None:
        state = "is loaded already" if done.unchanged else "is loaded"
        self.stdout.write(
            f"{capfirst(str(done.edition))} {state}: {done.edition.postcodes:,} postcodes in {done.sectors:,} sectors."
        )
        self.stdout.write(f"{done.here:,} are in districts that are known here.")
        if done.elsewhere:
            named = [f"{code} ({many:,})" for code, many in list(done.elsewhere.items())[:MOST_NAMED]]
            more = f" and {len(done.elsewhere) - MOST_NAMED} more" if len(done.elsewhere) > MOST_NAMED else ""
            whole = sum(done.elsewhere.values())
            self.stdout.write(f"{whole:,} are in other districts, and count as outside: {', '.join(named)}{more}.")
        for many, words in (
            (done.unplaced, "have no district in the file."),
            (done.ended, "are no longer in use, and still count."),
            (done.unread, "rows have no postcode as they are written today, and were left out."),
            (len(done.ignored), "tables are no list of postcodes, and were left out."),
        ):
            if many:
                self.stdout.write(f"{many:,} {words}")
        self.stdout.write(attribution(done.edition))
