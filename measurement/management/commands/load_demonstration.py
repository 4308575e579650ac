from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from measurement.demonstration.load import load
from socialvalue.common import clock


class Command(BaseCommand):
    help = "Load the demonstration: Kent's published cases with illustrative figures. A second time it does nothing."

    def handle(self, *args, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration is loaded only where DEMONSTRATION=1 is set: its password is public.")
        if load(clock.today(), say=self.stdout.write):
            self.stdout.write("The demonstration is loaded.")
        else:
            self.stdout.write("The demonstration was loaded before; nothing was changed.")
