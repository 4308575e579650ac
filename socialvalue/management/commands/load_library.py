"""What a real installation starts with: ``manage.py load_library [--kent-for COUNCIL]``. A second time it does nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.framework.models import Framework
from socialvalue.framework.services import shipped
from socialvalue.places.services import load_districts


class Command(BaseCommand):
    help = "Load districts, the UN goals and the frameworks that come with the product. A second time it does nothing."

    def add_arguments(self, parser):
        parser.add_argument("--kent-for", metavar="COUNCIL", help="Also Kent’s outcomes and priorities, for this council.")
        parser.add_argument("--derbyshire", action="store_true", help="Also Derbyshire’s structure, for everybody.")

    def handle(self, *args, **options):
        with clock.fixed(), transaction.atomic():
            self.stdout.write(f"{load_districts()} new districts")
            self.stdout.write(f"{shipped.load_goals()} new goals")
            for one in (*shipped.NATIONAL, *((shipped.DERBYSHIRE,) if options["derbyshire"] else ())):
                self.load(one)
            if options["kent_for"]:
                self.load(shipped.KENT, self.council(options["kent_for"]))

    def load(self, one: shipped.Shipped, council=None) -> None:
        there = Framework.objects.filter(code=one.code).exists()
        if not there:
            shipped.load_kent(council) if council else shipped.load(one)
        self.stdout.write(f"{one.name}: {'was there already' if there else 'loaded'}")

    def council(self, name: str) -> Organisation:
        councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL)
        found = councils.filter(name__iexact=name).first()
        if found is None:
            raise CommandError(
                f"There is no council called “{name}”. There is: {', '.join(c.name for c in councils) or 'none yet'}."
            )
        return found
