"""A bidder lost phone and recovery codes and no council can help: ``manage.py remove_second_step``. Two people, by name."""

from django.core.management.base import BaseCommand, CommandError

from socialvalue.accounts.administration.services.last_way_in import remove_second_step
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.errors import Refused


class Command(BaseCommand):
    help = (
        "Remove the lost second step of somebody who acts for a supplier, where no council has a contract with it or has opened "
        "a bid of it. Both names and the reason stand in the audit record. The person, their colleagues, and every administrator "
        "and lead director of the council are told."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="With which they sign in.")
        parser.add_argument("--council", required=True, help="The council whose tender it is, as its name stands on its pages.")
        parser.add_argument("--operator", required=True, help="Your own name.")
        parser.add_argument("--second", required=True, help="The name of the second person, who spoke to them too.")
        parser.add_argument("--how", required=True, help="How you both know that it is they.")
        parser.add_argument("--reason", required=True, help="What happened, and why no council can help.")

    def handle(self, *args, **options):
        council = Organisation.objects.councils().filter(name__iexact=options["council"].strip()).first()
        if council is None:
            raise CommandError(f"There is no council called “{options['council']}”")
        said = {name: options[name] for name in ("operator", "second", "how", "reason")}
        try:
            with clock.fixed():
                user = remove_second_step(options["email"], council, **said)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            f"The second step of {user} is removed, and they are signed out everywhere. Everybody concerned is told."
        )
