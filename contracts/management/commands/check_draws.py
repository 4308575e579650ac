"""Work every draw of returns out again from the seed of its day; ends with 1 where one does not come out as it is kept."""

from django.core.management.base import BaseCommand, CommandError

from contracts.draws.models import Draw
from contracts.draws.selectors import that_do_not_come_out


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        wrong = [f"{row.key} of {row.day.day}" for row in that_do_not_come_out()]
        if wrong:
            raise CommandError(f"{len(wrong)} draws do not come out as they are kept: {', '.join(wrong[:20])}")
        self.stdout.write(f"{Draw.objects.count():,} draws come out as they are kept.")
