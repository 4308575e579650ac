"""What three contracts cost: each April what the ledger says of the year before, and this year so far. Illustrative."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from contracts.register.models import Contract
from contracts.spend.enums import Source
from contracts.spend.services import Paid, say_spent
from socialvalue.accounts.models import User
from socialvalue.law.periods import days_of_financial_year, financial_year

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

# Reference → of what it is worth for so many days, how much was spent in them
SHARES = {"KCC-HTM": Decimal("0.97"), "KCC-0001": Decimal("1.02"), "KCC-0006": Decimal("0.88")}
BOOKED = timedelta(days=20)
POUNDS = Decimal(100)


def plan(registrar: "Registrar") -> None:
    """On the day on which each year's books are closed, and a week ago."""
    today = registrar.stage.today
    for contract in Contract.objects.filter(reference__in=SHARES, manager__isnull=False).select_related("manager"):
        assert contract.manager is not None
        for year in range(financial_year(contract.starts_on), financial_year(today) + 1):
            last = days_of_financial_year(year)[1]
            closed = last + BOOKED <= today
            up_to, day = (last, last + BOOKED) if closed else (today - timedelta(days=14), today - timedelta(days=7))
            if contract.starts_on <= up_to and financial_year(up_to) == year:
                source = Source.LEDGER if closed else Source.INVOICES
                registrar.later(day, partial(_say, contract.pk, year, up_to, source, contract.manager))


def _say(pk: int, year: int, up_to: date, source: Source, by: User) -> None:
    contract = Contract.objects.get(pk=pk)
    value = contract.worth
    if value is None or contract.ends_on is None:
        return
    first = max(contract.starts_on, days_of_financial_year(year)[0])
    days = Decimal((min(up_to, contract.ends_on) - first).days + 1)
    term = Decimal((contract.ends_on - contract.starts_on).days + 1)
    amount = (value * days / term * SHARES[contract.reference]).quantize(Decimal(1)) // POUNDS * POUNDS
    say_spent(contract, Paid(year=year, amount=amount, up_to=up_to, source=source, note="Illustrative"), by=by)
