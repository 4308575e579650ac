"""A quarter that locks 60 days after its due day (20 July 2025): the last day is 18 September 2025."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from contracts.schedule import services
from contracts.schedule.models import DueReturn, LockException
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.returns.period import stage as period

SAID = date(2025, 5, 2)
LAST, AFTER = datetime(2025, 9, 18, 12), datetime(2025, 9, 19, 12)
OPENED, UNTIL = datetime(2025, 10, 1, 12), date(2025, 10, 10)
LATE = "The payroll system was being replaced all summer."
WHY = "Figures of last summer have to stand before the report is made."


@dataclass(frozen=True)
class Locked:
    stage: period.Stage
    admin: User

    @property
    def contract(self):
        return self.stage.contract

    @property
    def who(self) -> build.Parties:
        return self.stage.who

    @property
    def due(self) -> DueReturn:
        return DueReturn.objects.get(pk=self.stage.dues[0].pk)


def quarter(count: int = 2, days: int | None = 60, **kpi) -> Locked:
    """Two KPIs of the quarter to 30 June 2025; the administrator said on 2 May that returns lock."""
    who = build.parties()
    admin = people.person(who.council, Role.ADMINISTRATOR)
    with clock.at(datetime(2025, 5, 2, 9)):
        services.set_lock(who.council, by=admin, from_day=SAID, days=days, reason=WHY)
    with clock.at(period.TODAY):
        return Locked(period.begin(count, who, **kpi), admin)


def quarter_of_2024(who: build.Parties, admin: User):
    """A contract of three months of 2024, each of which locked a fortnight after its due day; nothing else of the council locks."""
    january = datetime(2024, 1, 2, 9)
    with clock.at(january):
        services.set_lock(who.council, by=admin, from_day=january.date(), days=14, reason=WHY)
        contract, _ = build.active_contract(
            who, title="Three months", starts_on=date(2024, 1, 1), ends_on=date(2024, 3, 31), kpi={"frequency": "month"}
        )
        services.set_lock(who.council, by=admin, from_day=date(2024, 5, 1), days=None, reason=WHY)
    return contract


@contextmanager
def day(moment: datetime):
    with clock.at(moment):
        yield


def asked(scene: Locked, side="supplier", by=None) -> LockException:
    by = by or (scene.who.reporter if side == "supplier" else scene.who.manager)
    return services.ask_to_open(scene.contract, period.ENDS_ON, by=by, reason=LATE, side=side)


def opened(scene: Locked, side="supplier", until: date = UNTIL) -> LockException:
    by = scene.who.manager if side == "supplier" else scene.who.director
    return services.grant(asked(scene, side), by=by, until=until)
