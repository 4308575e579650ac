"""Where three KPIs of the highways contract stood before it. Illustrative."""

from datetime import timedelta
from decimal import Decimal

from contracts.obligations.enums import BaselineBasis
from contracts.obligations.models import Kpi
from contracts.obligations.services.baseline import Before, set_baseline
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.law.days import add_months

# Number of the KPI → what is known, the value in its unit, whose word it is
KNOWN = {
    2: (BaselineBasis.RECORDS, Decimal(81), "The council’s register of complaints of the year before (illustrative)"),
    6: (BaselineBasis.UNMEASURED, None, "The contractor before was never asked for postcodes (illustrative)"),
    9: (BaselineBasis.COUNTED, Decimal(78), "Last annual report of the contractor before, section on waste (illustrative)"),
}


def say_before(contract: Contract, *, by: User) -> None:
    """Of the year before the contract began."""
    first, last = add_months(contract.starts_on, -12), contract.starts_on - timedelta(days=1)
    for kpi in Kpi.objects.filter(obligation__contract=contract, number__in=KNOWN).order_by("number"):
        basis, value, source = KNOWN[kpi.number]
        days = {} if value is None else {"starts_on": first, "ends_on": last}
        set_baseline(kpi, Before(basis=basis, value=value, source=source, **days), by=by)
