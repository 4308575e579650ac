"""Section 52 of the Procurement Act 2023: for which contracts an authority sets KPIs before it enters them. Pure.

The sum and the number stand in the rule set of the day the procurement started; here are the grounds on which a contract above
that sum has fewer, dated like the rest of the law.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from socialvalue.law.modifications import ACT_SINCE
from socialvalue.law.rules import rules_on

# VAT at the standard rate, since 4 January 2011 (Value Added Tax Act 1994, section 2)
MOST_VAT = Decimal("1.20")
SECTION = "Procurement Act 2023, section 52"
# For whoever enters a value or a reason
TOLD = (
    "Section 52 of the Procurement Act 2023 asks for KPIs before a contract of more than £5 million with VAT is entered. It "
    "leaves out some kinds of contract. Council policy asks for KPIs in any case."
)
OF_VALUE = "Over the term, with possible extensions. Above £5 million the law asks for KPIs."


@dataclass(frozen=True)
class Ground:
    """Why a contract above the sum has too few KPIs. ``since`` is the first day on which a procurement for it started."""

    key: str
    label: str
    source: str
    # What its reason has to say
    asks: str
    since: date = ACT_SINCE


GROUNDS = (
    Ground(
        "unsuitable",
        "Its performance cannot appropriately be assessed by KPIs",
        SECTION,
        "Say what of the contract cannot be counted, and how else it is looked after. The notice says so too.",
    ),
    Ground("framework", "It is a framework agreement, and not a contract under one", SECTION, "Name the framework agreement."),
    Ground("concession", "It is a concession contract", SECTION, "Say who bears the risk, and of what."),
    Ground("private_utility", "A private utility awards it", SECTION, "Name the utility."),
    Ground(
        "before",
        "Its procurement started before the Act",
        "The Procurement Act 2023 holds for procurements started from 24 February 2025",
        "Say when it was advertised, or on what older contract it rests.",
    ),
)
BY_KEY = {ground.key: ground for ground in GROUNDS}


@dataclass(frozen=True)
class Duty:
    """Whether the law asks for KPIs: None where the value with VAT would have to be known. ``because``: why not, in words."""

    asked: bool | None
    fewest: int
    above: Decimal
    because: str = ""


def duty(
    started_on: date, *, with_vat: Decimal | None, without_vat: Decimal | None, light_touch: bool = False, bought: bool = True
) -> Duty:
    """What section 52 asks of a contract. Pounds over the term, each None where it is not known.

    ``started_on``: when the procurement started, or the contract where nobody knows better. ``bought``: no grant and no service
    of the council's own.
    """
    rules = rules_on(started_on)
    above, fewest = rules.kpi_duty_above, rules.kpi_duty_count

    def no(because: str) -> Duty:
        return Duty(False, fewest, above, because)

    if not bought:
        return no("it is no public contract")
    if started_on < ACT_SINCE:
        return no("it is older than the Procurement Act 2023")
    if light_touch:
        return no("it is a light touch contract")
    least = with_vat if with_vat is not None else without_vat
    if least is not None and least > above:
        return Duty(True, fewest, above)
    if with_vat is None and without_vat is not None and without_vat * MOST_VAT > above:
        return Duty(None, fewest, above)
    return no(f"it is of £{above:,.0f} or less, VAT included")
