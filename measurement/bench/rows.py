"""The people and suppliers around copied contracts, in bulk rows: as from before the service was there."""

from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from measurement.bench.lives import Around
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Directorate, Membership, Organisation, User
from socialvalue.common.clock import LONDON

PASSWORD = "demonstration"  # noqa: S105 - as the demonstration's, which is on its sign-in page
# Before anything they did: whose people they were then decides who reads of it in the record
SINCE = datetime(2015, 4, 1, 9, tzinfo=LONDON)
CONFIRMED = "Fictional: it was made to measure with"
# Copies of the ten contracts that one supplier, and one manager with one lead director, has: about 25 and 60 contracts
OF_A_SUPPLIER, OF_A_MANAGER = 3, 6

# One is the original's, another is somebody else
LEAST = 2


class Crowd:
    """Whom each copy is with. People and suppliers are made as they are needed, and serve later loads too."""

    def __init__(self, around: Around, chance: Random):
        self.around, self.chance = around, chance
        self.directorates = list(Directorate.objects.filter(council=around.council).order_by("pk"))
        self.managers = [around.manager]
        self.directors = [around.director]
        self.suppliers = [(around.supplier, around.reporter)]
        # Hashed once: a thousand times it would take five minutes
        self.password = make_password(PASSWORD)

    def of(self, turn: int, turns: int) -> tuple:
        """The columns of ``bench_copies`` between the turn and the history."""
        self._enough(turns)
        supplier, reporter = self.chance.choice(self.suppliers)
        manager, director = self.chance.choice(self.managers), self.chance.choice(self.directors)
        directorate = self.chance.choice(self.directorates)
        people = [part for person in (manager, director, reporter) for part in (person.pk, str(person))]
        return (directorate.pk, *people, supplier.pk, str(supplier))

    def _enough(self, turns: int) -> None:
        managers, suppliers = turns // OF_A_MANAGER + LEAST, turns // OF_A_SUPPLIER + LEAST
        council = self.around.council
        for held, role, called, wanted in (
            (self.managers, Role.CONTRACT_MANAGER, "Contract manager", managers),
            (self.directors, Role.LEAD_DIRECTOR, "Lead director", managers // 4 + LEAST),
        ):
            names = [f"{called} {n}" for n in range(len(held), wanted)]
            held += self.people(names, [council] * len(names), role)
        names = [f"Supplier {n}" for n in range(len(self.suppliers), suppliers)]
        bodies = Organisation.objects.bulk_create(self.supplier(name) for name in names)
        self.suppliers += zip(bodies, self.people(names, bodies, Role.SUPPLIER), strict=True)

    def supplier(self, name: str) -> Organisation:
        return Organisation(
            name=f"{name} to measure with",
            kind=OrganisationKind.SUPPLIER,
            fictional=True,
            email=f"office.{name.lower().replace(' ', '')}@bench.example",
            sme=self.chance.random() < 0.6,
            vcse=self.chance.random() < 0.2,
            created_at=SINCE,
            confirmed_at=SINCE,
            confirmed_by=self.around.manager,
            confirmed_how=CONFIRMED,
        )

    def people(self, names: list[str], bodies: list[Organisation], role: str) -> list[User]:
        users = User.objects.bulk_create(
            User(
                email=f"{name.lower().replace(' ', '')}@bench.example",
                name=f"{name} (to measure with)",
                password=self.password,
                date_joined=SINCE,
                tour_ended_at=SINCE,
            )
            for name in names
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=body, role=role, started_at=SINCE)
            for user, body in zip(users, bodies, strict=True)
        )
        return users
