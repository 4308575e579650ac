"""A council with as many contracts as one likes, in bulk rows, for measuring. Not through the services: nobody reads these."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.enums import Kind
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from measurement.figures.selectors.scope import first_of_month
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Directorate, Membership, Organisation, User
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.framework.enums import Direction
from socialvalue.framework.models import Measure
from socialvalue.framework.services.shipped import load_kent

DIRECTORATES = [
    ("ASC", "Adult Social Care"),
    ("CYP", "Children and Young People"),
    ("GET", "Growth and Transport"),
    ("SCS", "Corporate Services"),
]
SERVICES = [
    "Short breaks",
    "Home care",
    "Highway repairs",
    "School meals",
    "Cleaning",
    "Supported living",
    "Street lighting",
    "Advice",
]
QUARTERS = 8
INDICATORS = 7
BATCH = 2000


@dataclass(frozen=True)
class Made:
    council: Organisation
    member: User
    contracts: int
    indicators: int
    returns: int


def make(contracts: int, today: date, *, seed: int = 20261120) -> Made:
    """``contracts`` contracts with seven KPIs each and eight quarters of returns, some of them missing or not verified."""
    chance = random.Random(seed)  # noqa: S311 - figures to measure with, no secrets
    council = Organisation.objects.create(name="Measured County Council", kind=OrganisationKind.COUNCIL)
    load_kent(council)
    directorates = [Directorate.objects.create(council=council, code=c, name=n) for c, n in DIRECTORATES]
    people = [_person(council, f"bench{n}@example.org", f"Officer {n}", Role.CONTRACT_MANAGER) for n in (1, 2)]
    member = _person(council, "bench-member@example.org", "Member", Role.MEMBER)
    rows = _contracts(council, directorates, people[0], contracts, today, chance)
    kpis = _kpis(rows, list(Measure.objects.select_related("outcome")), chance)
    returns = _returns(kpis, people, today, chance)
    return Made(council, member, contracts, len(kpis), returns)


def _person(council, email: str, name: str, role: str) -> User:
    user = User.objects.create_user(email, "demonstration", name=name)
    Membership.objects.create(user=user, organisation=council, role=role)
    return user


def _contracts(council, directorates, manager, count: int, today: date, chance) -> list[Contract]:
    rows = []
    for n in range(count):
        months = chance.choice([2, 14, 26, 40])
        rows.append(
            Contract(
                reference=f"C{n:06d}",
                council=council,
                directorate=chance.choice(directorates),
                title=f"{chance.choice(SERVICES)} {n:05d}",
                status=ContractStatus.ACTIVE,
                starts_on=first_of_month(today, 3 * QUARTERS),
                ends_on=first_of_month(today, -months) - timedelta(days=1),
                total_value=Decimal(chance.randrange(20, 9000) * 1000),
                route="tender",
                manager=None if chance.random() < 0.03 else manager,
                lead_director=manager,
                illustrative=True,
            )
        )
    return Contract.objects.bulk_create(rows, BATCH)


def _kpis(contracts: list[Contract], measures: list[Measure], chance) -> list[Kpi]:
    obligations = []
    for contract in contracts:
        for n, measure in enumerate(chance.sample(measures, INDICATORS), start=1):
            obligations.append(
                Obligation(
                    contract=contract,
                    code=f"O{n}",
                    basis="required" if n % 2 else "offered",
                    wording=measure.name,
                    measure=measure,
                    outcome=measure.outcome,
                    priority_id=measure.outcome.priority_id,
                    status=AgreementStatus.AGREED,
                )
            )
    Obligation.objects.bulk_create(obligations, BATCH)
    return Kpi.objects.bulk_create([_kpi(o, chance) for o in obligations], BATCH)


def _kpi(obligation: Obligation, chance) -> Kpi:
    measure = obligation.measure
    assert measure is not None, "an obligation of the bench is made from a measure"
    level = measure.unit == "%"
    target = Decimal(chance.randrange(50, 96) if level else chance.randrange(2, 30))
    higher = measure.direction == Direction.HIGHER
    return Kpi(
        obligation=obligation,
        number=int(obligation.code[1:]),
        wording=obligation.wording[:300],
        unit=measure.unit,
        direction=measure.direction,
        target=target,
        minimum=target * (Decimal("0.9") if higher else Decimal("1.1")),
        frequency="quarter",
        kind=chance.choice([Kind.RATIO, Kind.LEVEL]) if level else Kind.SUM,
        agreed_at=clock.now(),
    )


def _returns(kpis: list[Kpi], people: list[User], today: date, chance) -> int:
    due = []
    for kpi in kpis:
        for q in range(QUARTERS):
            starts_on = first_of_month(today, 3 * (QUARTERS - q))
            ends_on = first_of_month(starts_on, -3) - timedelta(days=1)
            due.append(
                DueReturn(
                    kpi=kpi,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    due_on=ends_on + timedelta(days=20),
                    target=kpi.target,
                    minimum=kpi.minimum,
                )
            )
    DueReturn.objects.bulk_create(due, BATCH)
    rows = [row for row in (_return(d, people, chance) for d in due) if row is not None]
    Return.objects.bulk_create(rows, BATCH)
    return len(rows)


def _return(due: DueReturn, people: list[User], chance) -> Return | None:
    fate = chance.random()
    if fate < 0.08 or due.target is None:
        return None
    better = due.kpi.direction == Direction.HIGHER
    factor = Decimal(chance.choice(["0.8", "0.93", "1", "1.05", "1.1"]))
    value = (due.target * (factor if better else 2 - factor)).quantize(Decimal("0.01"))
    at = datetime.combine(due.due_on, time(10), tzinfo=LONDON)
    submitted = {
        "due": due,
        "value": value,
        "first_submitted_at": at,
        "submitted_at": at,
        "submitted_by": people[0],
        "created_by": people[0],
    }
    if due.kpi.kind == Kind.RATIO:
        submitted |= {"numerator": value * 2, "denominator": Decimal(200)}
    if fate < 0.14:
        return Return(**submitted, status=ReturnStatus.SUBMITTED)
    return Return(**submitted, status=ReturnStatus.VERIFIED, decided_at=at + timedelta(days=4), decided_by=people[1])
