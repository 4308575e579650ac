"""What several tests of framework agreements do."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.call_offs import services
from contracts.call_offs.calculations.details import AgreementDetails, Direct, LotDetails
from contracts.call_offs.models import CallOff, FrameworkAgreement, FrameworkLot, MiniCompetition
from contracts.call_offs.services.competing import Wanted
from contracts.register.calculations.details import ContractDetails
from contracts.register.enums import Route
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from tests.builders import people
from tests.builders import tendering as tenders

NOW = datetime(2026, 3, 2, 9, tzinfo=clock.LONDON)
TODAY = NOW.date()
FIRST, LAST = date(2025, 4, 1), date(2029, 3, 31)
WHY = "The depot of this supplier is the nearest to the school."
CLAUSE = "Clause 12.3"
UNSET = object()


@dataclass
class Scene:
    """A council's agreement of £1,000,000 for four years: lot 1 “Roofs” up to £400,000, lot 2 “Windows”; one supplier on each."""

    council: Organisation
    agreement: FrameworkAgreement
    manager: User
    director: User
    commissioner: User
    member: User
    roofer: Organisation
    glazier: Organisation
    roofing: User = field(repr=False, default=None)
    glazing: User = field(repr=False, default=None)

    @property
    def roofs(self) -> FrameworkLot:
        return self.agreement.lots.get(number=1)

    @property
    def windows(self) -> FrameworkLot:
        return self.agreement.lots.get(number=2)

    def fresh(self) -> FrameworkAgreement:
        return FrameworkAgreement.objects.get(pk=self.agreement.pk)


def details(who: dict, **changes) -> AgreementDetails:
    given = {
        "title": "Repairs of schools",
        "directorate": who["council"].directorates.first(),
        "starts_on": FIRST,
        "ends_on": LAST,
        "ceiling": Decimal(1_000_000),
        "manager": who["manager"],
        "lead_director": who["director"],
    }
    return AgreementDetails(**given | changes)


def officers(council: Organisation | None = None) -> dict:
    council = council or people.council()
    return {
        "council": council,
        "manager": people.person(council, Role.CONTRACT_MANAGER),
        "director": people.person(council, Role.LEAD_DIRECTOR),
        "commissioner": people.person(council, Role.COMMISSIONER),
        "member": people.person(council, Role.MEMBER),
    }


LOTS = (LotDetails(title="Roofs", ceiling=Decimal(400_000)), LotDetails(title="Windows"))


def agreed(*, lots=LOTS, suppliers: bool = True, council: Organisation | None = None, **changes) -> Scene:
    """An agreement; ``lots=()``: not divided, with both suppliers on it. The clock stands after its first day."""
    who = officers(council)
    made = services.add_agreement(details(who, **changes), by=who["manager"], council=who["council"], lots=lots)
    roofer, glazier = people.supplier("Oast Roofing", fictional=False), people.supplier("Weald Windows", fictional=False)
    scene = Scene(agreement=made, roofer=roofer, glazier=glazier, **who)
    scene.roofing, scene.glazing = people.person(roofer, Role.SUPPLIER), people.person(glazier, Role.SUPPLIER)
    if suppliers:
        join(scene, scene.roofs, roofer)
        join(scene, scene.windows if lots else scene.roofs, glazier)
    return scene


def join(scene: Scene, lot: FrameworkLot, supplier: Organisation, **options):
    return services.join_lots(scene.agreement, [lot], by=scene.manager, supplier=supplier, **options)[0]


def contract_details(scene: Scene, value=50_000, **changes) -> ContractDetails:
    given = {
        "title": "Roof of the primary school",
        "directorate": scene.agreement.directorate,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2027, 3, 31),
        "route": Route.FRAMEWORK,
        "total_value": Decimal(value),
        "manager": scene.manager,
        "lead_director": scene.director,
    }
    return ContractDetails(**given | changes)


def direct(**changes) -> Direct:
    return Direct(**{"ground": "mechanism", "terms": CLAUSE, "reason": WHY} | changes)


def called_off(scene: Scene, value=50_000, *, lot=None, supplier=None, by=None, **changes) -> CallOff:
    """Directly, to the roofer on lot 1 unless told otherwise."""
    return services.call_off_new(
        lot or scene.roofs,
        contract_details(scene, value, **changes),
        direct(),
        by=by or scene.manager,
        supplier=supplier or scene.roofer,
    )


def wanted(**changes) -> Wanted:
    given = {
        "title": "Windows of three schools",
        "description": "New windows in three schools, in the holidays.",
        "people": "Pupils and staff",
        "category": "Building works",
        "value": Decimal(120_000),
        "contract_starts_on": clock.today() + timedelta(days=150),
        "contract_ends_on": clock.today() + timedelta(days=500),
    }
    return Wanted(**given | changes)


def competing(scene: Scene, lot: FrameworkLot | None = None, **options) -> MiniCompetition:
    """A mini-competition for the suppliers of lot 2, drafted for a commission that is ready."""
    if "commission" not in options:
        options["commission"] = tenders.commission(council=scene.council, by=scene.commissioner)
    return services.start_competition(lot or scene.windows, wanted(), by=scene.commissioner, pattern="none", **options)


def published(competition: MiniCompetition) -> Tender:
    """Its tender with criteria and a deadline in five weeks, checked and published."""
    tender = competition.tender
    by = tender.drafted_by
    tender = tendering.set_deadline(tender, by=by, deadline=clock.now() + timedelta(days=35))
    tender = tenders.with_criteria(tender)
    tendering.send_for_checking(tender, by=by)
    return tendering.publish(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER))


@contextmanager
def on(day: date):
    """The clock at nine on that day."""
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON)):
        yield
