"""What several tests of supply chains do."""

from datetime import date, datetime
from decimal import Decimal

from contracts.register.models import Contract
from contracts.supply import services
from contracts.supply.models import SupplyLink, SupplyPeriod
from contracts.supply.services import LinkDetails
from socialvalue.common import clock

NOW = date(2026, 11, 2)
QUARTER = (2026, 2)
WHY = "The invoices of the three partners say the same."


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON))


def fresh(period: SupplyPeriod) -> SupplyPeriod:
    return SupplyPeriod.objects.get(pk=period.pk)


def begun(contract: Contract, who, quarter: tuple[int, int] = QUARTER) -> SupplyPeriod:
    return services.begin_quarter(contract, by=who.reporter, quarter=quarter)


def link(period: SupplyPeriod, who, name: str = "Deal Neighbours", **details) -> SupplyLink:
    """An organisation of tier 1 with 30 % of the work and 25 % of the fee."""
    fields = {"tier": 1, "work": Decimal(30), "fee": Decimal(25), "easy": 2, "usual": 10, "hard": 8}
    return services.add_link(fresh(period), LinkDetails(name=name, **{**fields, **details}), by=who.reporter)


def sent(period: SupplyPeriod, who, *, easy=18, usual=20, hard=2) -> SupplyPeriod:
    return services.send_quarter(fresh(period), by=who.reporter, easy=easy, usual=usual, hard=hard)


def whole(contract: Contract, who, quarter: tuple[int, int] = QUARTER) -> SupplyPeriod:
    """A quarter with one organisation beneath the supplier, sent."""
    period = begun(contract, who, quarter)
    if not period.links.exists():
        link(period, who)
    return sent(period, who)
