"""Which contracts are over, past their end, with an end at all, planned on and published: each as the services leave it."""

from datetime import date, datetime, timedelta

import pytest

from contracts.obligations.services import run_on
from contracts.register.models import Contract
from contracts.register.services import start_contract
from contracts.schedule.services import end_contract
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.grants import steps as grants
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
START, LAST = date(2025, 4, 1), date(2028, 3, 31)
AFTER = LAST + timedelta(days=1)
WHY = "The service is still needed while the new tender runs."


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON))


@pytest.fixture(scope="module")
def contracts(module_database) -> dict[str, Contract]:
    """All from 1 April 2025, and where nothing else is said to 31 March 2028, on the day after that, before the clock ran."""
    with at(date(2025, 7, 10)):
        who = build.parties()
        found = {
            "last day is over": build.active_contract(who)[0],
            "last day is today": build.active_contract(who, ends_on=AFTER)[0],
            "never started": build.draft_contract(who)[0],
            "runs on": build.active_contract(who)[0],
            "runs on, ended": build.active_contract(who)[0],
            "no end": build.active_contract(who, ends_on=None)[0],
            "no end, ended": build.active_contract(who, ends_on=None)[0],
            "ended early": build.active_contract(who)[0],
        }
        days, outcomes = {"starts_on": START, "ends_on": LAST}, grants.outcomes(who.council)
        for name in ("grant", "grant, evaluated"):
            draft, _ = grants.draft_grant(who, **days, title=name)
            draft = grants.said(draft, who, found=outcomes, evaluation_due_on=date(2028, 2, 1))
            found[name] = start_contract(draft, by=who.manager)
    with at(date(2027, 5, 31)):
        for name in ("no end, ended", "ended early"):
            end_contract(found[name], by=who.manager, reason=WHY)
    with at(LAST):
        for name in ("runs on", "runs on, ended"):
            found[name] = run_on(found[name], by=who.manager, without_end=False, reason=WHY)
        grants.agreed(found["grant, evaluated"], who, proposes="end")
    with at(AFTER):
        end_contract(found["runs on, ended"], by=who.manager, reason=WHY, ended_on=AFTER)
    return found


ASKED = {
    "over": lambda day: Contract.objects.over(day),
    "past their end": lambda day: Contract.objects.past_their_end(day),
    "with an end": lambda day: Contract.objects.with_an_end(),
    "public": lambda day: Contract.objects.public(),
}
ON_THE_LAST_DAY = """
                   over  past their end  with an end  public
last day is over   no    no              yes          yes
last day is today  no    no              yes          yes
never started      no    no              yes          no
runs on            no    no              no           yes
runs on, ended     no    no              yes          yes
no end             no    no              no           yes
no end, ended      no    no              yes          yes
ended early        no    no              yes          yes
grant              no    no              yes          yes
grant, evaluated   no    no              yes          yes
"""
THE_DAY_AFTER = """
                   over  past their end  with an end  public
last day is over   yes   no              yes          yes
last day is today  no    no              yes          yes
never started      no    no              yes          no
runs on            no    yes             no           yes
runs on, ended     no    no              yes          yes
no end             no    no              no           yes
no end, ended      no    no              yes          yes
ended early        no    no              yes          yes
grant              no    yes             yes          yes
grant, evaluated   yes   no              yes          yes
"""


@pytest.mark.parametrize(("day", "expected"), [(LAST, ON_THE_LAST_DAY), (AFTER, THE_DAY_AFTER)])
def test_how_they_stand_on_the_last_day_and_the_day_after(contracts, day, expected):
    found = {word: set(ask(day)) for word, ask in ASKED.items()}
    truth.says(
        expected,
        {name: {word: "yes" if one in rows else "no" for word, rows in found.items()} for name, one in contracts.items()},
    )


def test_what_has_no_end_in_sight_is_planned_on_a_year_ahead_until_it_has_ended(contracts):
    """Both run to the end of a year of their own: planned until 31 March 2027 and 2029, so from 1 April a year before."""
    endless, on = contracts["no end"], contracts["runs on"]
    assert (endless.planned_until, on.planned_until) == (date(2027, 3, 31), date(2029, 3, 31))
    assert set(Contract.objects.to_plan_on(date(2026, 3, 31))) == set()
    assert set(Contract.objects.to_plan_on(date(2026, 4, 1))) == {endless}
    assert set(Contract.objects.to_plan_on(date(2028, 3, 31))) == {endless}
    assert set(Contract.objects.to_plan_on(date(2028, 4, 1))) == {endless, on}
