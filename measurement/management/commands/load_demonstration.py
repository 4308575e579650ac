import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from measurement.demonstration.aside import loaded_aside
from measurement.demonstration.load import is_loaded, load
from socialvalue.common import clock

SAY_EVERY_SECONDS = 5


class Command(BaseCommand):
    help = "Load the demonstration: Kent's published cases with illustrative figures. A second time it does nothing."

    def handle(self, *args, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration is loaded only where DEMONSTRATION=1 is set: its password is public.")
        if is_loaded():
            self.stdout.write("The demonstration was loaded before; nothing was changed.")
            return
        self.said, self.said_at = "", 0.0
        try:
            with loaded_aside(connection):
                load(clock.today(), say=self.say)
        finally:
            settings.DEMONSTRATION_PROGRESS.unlink(missing_ok=True)
        self.stdout.write("The demonstration is loaded.")

    def say(self, text: str) -> None:
        """For the pages each time; on the terminal when another kind of thing begins, and every few seconds."""
        settings.DEMONSTRATION_PROGRESS.write_text(text)
        kind = text.rstrip("0123456789, of")
        if kind != self.said or time.monotonic() - self.said_at > SAY_EVERY_SECONDS:
            self.stdout.write(text[0].upper() + text[1:])
            self.said, self.said_at = kind, time.monotonic()
