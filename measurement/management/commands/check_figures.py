"""Compute every figure again, row by row: ``manage.py check_figures``. Exit 0 when all are equal, 1 otherwise."""

from django.core.management.base import BaseCommand, CommandError

from contracts.kept import services as kept
from contracts.kept.selectors.days import evening_of
from measurement.figures.selectors.councils import council_called
from measurement.figures.selectors.recomputed import differences
from measurement.figures.selectors.scope import Days, Scope, last_months
from measurement.management.commands.figures import AS_OF_HELP, COUNCIL_HELP
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.errors import Refused


class Command(BaseCommand):
    help = (
        "Compute every KPI's figure again from its rows, and compare what is kept. Name each that differs, and put what is kept "
        "right. Exit 0 when all are equal, 1 otherwise."
    )

    def add_arguments(self, parser):
        usual = "the last twelve whole months where left out."
        parser.add_argument("--from", dest="starts_on", default="", metavar="DATE", help=f"First day; {usual}")
        parser.add_argument("--to", dest="ends_on", default="", metavar="DATE", help=f"Last day; {usual}")
        parser.add_argument("--as-of", default="", metavar="DATE", help=AS_OF_HELP)
        parser.add_argument("--council", metavar="REFERENCE", help=COUNCIL_HELP)

    def handle(self, *, starts_on, ends_on, as_of, council, **_):
        with clock.fixed():
            if not starts_on and not ends_on:
                starts_on, ends_on = (day.isoformat() for day in last_months(12))
            try:
                span = Days(starts_on, ends_on, as_of).read()
                scope = Scope(council_called(council).pk, span.starts_on, span.ends_on, span.as_of)
            except Refused as refusal:
                raise CommandError("\n".join(message for _, message in refusal.problems)) from None
            count, unlike = differences(scope)
            unlike += self._kept(scope)
        for words in unlike:
            self.stderr.write(words)
        if unlike:
            raise CommandError(f"{len(unlike)} of the figures of {count} KPIs differ ({scope.words})")
        self.stdout.write(f"The figures of {count} {'KPI' if count == 1 else 'KPIs'} are equal ({scope.words}).")

    def _kept(self, scope: Scope) -> list[str]:
        """What is kept, where it speaks of today, against the statement; it is put right."""
        if scope.as_of != clock.today() or evening_of(scope.council_id).day != scope.as_of:
            return []
        return kept.check(Organisation.objects.get(pk=scope.council_id), scope.as_of, everything=True)
