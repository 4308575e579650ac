"""Read the whole record and name the first place where it is not as it was linked: ``manage.py check_audit``."""

from django.core.management.base import BaseCommand, CommandError

from socialvalue.common.counting import many
from socialvalue.ledger.calculations import is_digest
from socialvalue.ledger.selectors import Head, lag, unlinked
from socialvalue.ledger.services import read_whole


class Command(BaseCommand):
    help = (
        "Read the record from its first entry to its last and say whether each is as it was linked; where one is not, which, "
        "and what stands before and after it. Writes nothing. Ends with an error where something was changed."
    )

    def add_arguments(self, parser):
        help_text = "A number and a digest that somebody outside kept: also say whether the record still has it there."
        parser.add_argument("--head", nargs=2, metavar=("NUMBER", "DIGEST"), help=help_text)

    def handle(self, *args, **options):
        found = read_whole(known=self.known(options["head"]))
        if found.broken:
            raise CommandError(f"{found.words}. Up to place {found.head.number:,} everything is as it was linked.")
        self.stdout.write(f"{many(found.head.number, 'entry', 'entries')}, each as it was linked.")
        if found.head.number:
            self.stdout.write(f"The last is number {found.head.number}, digest {found.head.digest}")
        if found.without:
            self.stdout.write(f"{many(found.without, 'entry is', 'entries are')} older than the digests of entries.")
        if waiting := unlinked(whole=True).count():
            self.stdout.write(
                f"{many(waiting, 'entry waits', 'entries wait')} for a link, for up to {int(lag().total_seconds())} s."
            )

    def known(self, given: list[str] | None) -> Head | None:
        if given is None:
            return None
        number, digest = given
        if not number.isdecimal() or int(number) < 1 or not is_digest(digest.lower()):
            raise CommandError("--head takes a number from 1 and a digest of 64 letters a to f and digits.")
        return Head(int(number), digest.lower())
