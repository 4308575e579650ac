"""Fill an empty database for measuring: ``manage.py load_bench --contracts 5000``."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from contracts.kept import services as kept
from contracts.register.models import Contract
from contracts.returns.models import Return
from measurement.bench.lives import Around
from measurement.bench.loading import SEED, Loader
from measurement.bench.tenders import Staff
from measurement.demonstration import cast
from measurement.demonstration.load import load
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import FrameworkVersion, Measure
from socialvalue.places.models import District

MARK = "bench"


class Command(BaseCommand):
    help = (
        "Load the demonstration and a register of many contracts beside it, all illustrative, to measure with. The database must "
        f"be migrated, empty, and have “{MARK}” in its name; DEMONSTRATION=1 must be set, since the accounts' password is public."
    )

    def add_arguments(self, parser):
        parser.add_argument("--contracts", type=int, required=True, metavar="N", help="Contracts of the council in all.")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--check", action="store_true", help="Compare every kept figure afterwards.")

    def handle(self, *, contracts, seed, check, **_):
        check_is_for_it()
        began = time.monotonic()
        with clock.fixed():
            loader = first_contracts(seed=seed, say=self.say)
            loader.grow(contracts)
            if check and (unlike := kept.check(loader.around.council, clock.today(), everything=True)):
                raise CommandError("\n".join(unlike))
        count, values = Contract.objects.count(), Return.objects.exclude(first_submitted_at=None).count()
        self.stdout.write(f"{count:,} contracts with {values:,} reported values after {time.monotonic() - began:.0f} s.")

    def say(self, words: str) -> None:
        self.stdout.write(f"{words[0].upper()}{words[1:]}")


def check_is_for_it() -> None:
    """Raise CommandError unless the database is empty and marked for measuring."""
    if not settings.DEMONSTRATION:
        raise CommandError("Set DEMONSTRATION=1: the password of every account made here is public.")
    if MARK not in str(connection.settings_dict["NAME"]).rpartition("/")[2]:
        raise CommandError(f"This database is not marked for measuring: its name must have “{MARK}” in it.")
    if Organisation.objects.exists() or User.objects.exists():
        raise CommandError("This database is not empty: what is measured would mix with what is in it.")


def first_contracts(*, seed: int = SEED, say=lambda text: None) -> Loader:
    """The demonstration, and in its council the ten contracts that copies are made of."""
    load(clock.today(), say=lambda text: None)
    say("the ten contracts that are copied")
    loader = Loader(around(), clock.today(), seed=seed, say=say)
    loader.begin()
    return loader


def around() -> Around:
    """The demonstration's people."""
    council = Organisation.objects.get(name=cast.COUNCIL)
    supplier = person("supplier1")
    shipped = {"version__framework__council": council, "version__status": VersionStatus.PUBLISHED}
    measures = Measure.objects.filter(**{f"outcome__priority__{name}": value for name, value in shipped.items()})
    return Around(
        council=council,
        directorate=council.directorates.earliest("pk"),
        manager=person("manager"),
        director=person("director"),
        supplier=supplier.memberships.get().organisation,
        reporter=supplier,
        measures=tuple(measures.select_related("outcome__priority").order_by("pk")),
        districts=tuple(District.objects.filter(county="Kent").order_by("pk")),
    )


def person(account: str) -> User:
    return User.objects.get(email=f"{account}@demo.example")


def staff_of(council: Organisation) -> Staff:
    """The demonstration's people who buy, and the council's framework."""
    published = FrameworkVersion.objects.filter(framework__council=council, status=VersionStatus.PUBLISHED)
    return Staff(person("commissioner"), person("procurement"), person("lead"), council, published.latest("pk"))
