"""The first administrator of a council, or one where nobody is left to confirm another: ``manage.py make_administrator``."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from socialvalue.accounts.administration.services.first import make_administrator, new_council
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.errors import Refused


class Command(BaseCommand):
    help = (
        "Make somebody an administrator of a council without a second person of that council. It stands in the audit record "
        "with your name and the reason, and every administrator and lead director of the council is told by email."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="Of the new administrator, who gets a link with which they set a password.")
        parser.add_argument("--name", required=True, help="Of the new administrator.")
        parser.add_argument("--council", required=True, help="The council’s name, as it stands on its pages.")
        parser.add_argument("--operator", required=True, help="Your own name: it stands in the record.")
        parser.add_argument("--reason", required=True, help="Why no second person of the council confirms it.")
        parser.add_argument("--new-council", action="store_true", help="Make the council: it is not there yet.")

    def handle(self, *args, **options):
        try:
            with clock.fixed(), transaction.atomic():
                council = self.council(options)
                made = make_administrator(
                    council,
                    email=options["email"],
                    name=options["name"],
                    operator=options["operator"],
                    reason=options["reason"],
                )
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{made.user} is an administrator of {council}. A link to set a password goes to {made.user.email}.")

    def council(self, options) -> Organisation:
        if options["new_council"]:
            return new_council(options["council"], operator=options["operator"])
        councils = Organisation.objects.councils()
        found = councils.filter(name__iexact=options["council"].strip()).first()
        if found is None:
            there = ", ".join(council.name for council in councils) or "none yet"
            raise Refused(f"There is no council called “{options['council']}”. There is: {there}. --new-council makes it.")
        return found
