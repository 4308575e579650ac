"""The program that links the record: ``manage.py link_record``. One is enough; a second waits its turn and does no harm."""

import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from socialvalue.ledger.services import link_up

EVERY = 5.0
# An entry that was committed long after it was begun lies too far back for the quick look
WHOLE_EVERY = 3600.0


class Command(BaseCommand):
    help = (
        "Tie each entry of the record to all entries before it, as they are committed, until told to stop. On PostgreSQL "
        "connect as the linker, the only role that may write links (manage.py database_roles)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Link what waits in the whole record and end.")
        parser.add_argument("--every", type=float, default=EVERY, help="Seconds between two looks.")

    def handle(self, *args, **options):
        if options["once"]:
            self.stdout.write(f"Linked: {link_up(whole=True):,}")
            return
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        looked = -WHOLE_EVERY
        while not stopping.is_set():
            whole = time.monotonic() - looked >= WHOLE_EVERY
            try:
                link_up(whole=whole)
                looked = time.monotonic() if whole else looked
            except DatabaseError as away:
                # Said and tried again: what waits is linked when the database is back
                self.stderr.write(f"The database did not take the links: {str(away).strip()}")
            close_old_connections()
            stopping.wait(options["every"])
