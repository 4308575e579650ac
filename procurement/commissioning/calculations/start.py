"""Whether a contract can still begin on the day it was to begin."""

from datetime import date, timedelta

from procurement.commissioning.calculations.cycle import Facts
from procurement.commissioning.enums import OWN_TENDER_DAYS
from socialvalue.common.clock import LONDON
from socialvalue.law.days import last_of_days, last_of_working_days
from socialvalue.law.rules import rules_on

# A tender in one of these asks nobody for bids yet, or not any more
NOT_OUT = ("", "draft", "returned", "checking", "terminated")


def first_possible(facts: Facts, today: date, *, standstill: bool) -> date:
    """The first day on which a contract can begin: after bids, for which the council gives its own least time, and a standstill.

    No day is counted for reading the bids, so that a day before this one is surely lost. ``standstill``: there is one, as for
    a grant there is not. What is not bought, or has its contract, begins when it begins.
    """
    if not facts.bought or facts.contract:
        return today
    if facts.may_sign_from is not None:
        return max(today, facts.may_sign_from)
    closes = today
    if facts.tender in NOT_OUT:
        closes = last_of_days(OWN_TENDER_DAYS, today)
    elif facts.deadline is not None:
        closes = max(today, facts.deadline.astimezone(LONDON).date())
    if not standstill:
        return closes
    # Bank holidays proclaimed later can only make it later still
    least = rules_on(today).standstill_working_days
    return last_of_working_days(least, closes + timedelta(days=1), {}) + timedelta(days=1)
