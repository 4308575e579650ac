"""Print the figures of a span as JSON: ``manage.py figures --from DATE --to DATE``. Exit 1 with the reason when it cannot."""

from django.core.management.base import BaseCommand, CommandError

from measurement.figures.documents.data import figures_json
from measurement.figures.selectors.councils import council_called
from measurement.figures.selectors.scope import Days, Scope
from socialvalue.common import clock
from socialvalue.common.errors import Refused

COUNCIL_HELP = (
    "Which council: its name, its code in the national geography (such as E10000016) or its number. "
    "Needed only where there are several; then the refusal lists them."
)
AS_OF_HELP = "As known on the evening of this day; today where left out."


class Command(BaseCommand):
    help = "Print what was promised and delivered as JSON (figures/1, docs/figures.md): periods that ended from DATE to DATE."

    def add_arguments(self, parser):
        # Not “required” to argparse, so that what is wrong is said in our words and with exit code 1
        parser.add_argument("--from", dest="starts_on", default="", metavar="DATE", help="First day, such as 2026-04-01.")
        parser.add_argument("--to", dest="ends_on", default="", metavar="DATE", help="Last day, such as 2026-09-30.")
        parser.add_argument("--as-of", default="", metavar="DATE", help=AS_OF_HELP)
        parser.add_argument("--council", metavar="REFERENCE", help=COUNCIL_HELP)

    def handle(self, *, starts_on, ends_on, as_of, council, **_):
        with clock.fixed():
            try:
                span = Days(starts_on, ends_on, as_of).read()
                scope = Scope(council_called(council).pk, span.starts_on, span.ends_on, span.as_of)
            except Refused as refusal:
                raise CommandError("\n".join(message for _, message in refusal.problems)) from None
            self.stdout.write(figures_json(scope), ending="")
