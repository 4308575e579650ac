"""What is owed, outstanding and overdue, as the database and as the pure rule say it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from contracts.obligations.models import Obligation
from contracts.obligations.services import add_kpi, agree, end_obligation
from contracts.overview.pages.contract import contract_context
from contracts.performance.lateness import is_overdue
from contracts.performance.spans import Span
from contracts.register.services import start_contract
from contracts.returns.needs import needs
from contracts.returns.selectors import chased_by, due_for, state_of
from contracts.returns.services import query_return, save_return
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, waive
from contracts.standing.selectors.kpis import attention
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
# The first quarter's return of a contract from 1 April 2025
DUE = date(2025, 7, 20)


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON))


@pytest.mark.parametrize("late, expected", [(-1, False), (0, False), (1, True)])
def test_every_page_agrees_on_the_day_a_return_becomes_overdue(late, expected):
    with at(date(2025, 3, 20)):
        contract, who = build.active_contract()
    due, today = build.first_due(contract), DUE + timedelta(days=late)
    assert due.due_on == DUE
    manager = people.fresh(who.manager)
    with at(today):
        said = {
            "queryset": DueReturn.objects.overdue(today).filter(pk=due.pk).exists(),
            "row": state_of(due_for(manager, due.pk).get(), due.kpi, today).overdue,
            "tag": state_of(due_for(manager, due.pk).get(), due.kpi, today).tag[0] == "Overdue",
            "contracts list": attention([contract.pk], Span(date(2025, 4, 1), date(2025, 6, 30), today))[contract.pk].counts.late
            == 1,
            "contract page": contract_context(contract, manager)["overdue"] == [due],
            "chased": list(chased_by(manager, today)) == [due],
            "home of the supplier": [n.kind for n in needs(people.fresh(who.reporter), clock.now())] == ["overdue"],
        }
    assert said == dict.fromkeys(said, expected)


def test_rows_of_every_fate_are_overdue_in_the_database_exactly_when_the_pure_rule_says_so():
    with at(date(2025, 12, 1)):
        kept, who = build.active_contract(obligations=2, kpi={"frequency": "month"})
        draft, _ = build.draft_contract(who)
        build.obligation(draft, who)
        rows = list(DueReturn.objects.filter(kpi__obligation__contract=kept).order_by("starts_on", "pk"))
        save_return(rows[0], by=who.reporter, value=None)
        build.submitted_return(rows[1], who)
        build.verified_return(rows[2], who)
        query_return(build.submitted_return(rows[3], who), by=who.manager, comment="Which ones?")
        end_obligation(Obligation.objects.filter(contract=kept).last(), by=who.manager, reason="It is no longer wanted.")
        in_or_waived = {rows[1].pk, rows[2].pk}
    waived = set(DueReturn.objects.exclude(waived_at=None).values_list("pk", flat=True))
    assert waived
    days = {day + timedelta(days=n) for day in {row.due_on for row in rows[:20]} for n in (-1, 0, 1)}
    for day in sorted(days):
        expected = {r.pk for r in rows if is_overdue(r.due_on, day, handed_in=r.pk in in_or_waived, waived=r.pk in waived)}
        assert set(DueReturn.objects.overdue(day).values_list("pk", flat=True)) == expected, day


def test_nothing_is_owed_before_the_start_nor_for_periods_after_an_early_end():
    draft, who = build.draft_contract()
    build.obligation(draft, who)
    contract, _ = build.active_contract(who)
    with at(date(2026, 1, 1)):
        end_contract(contract, by=who.manager, reason="The service moved", ended_on=date(2025, 10, 1))
    long_after = date(2030, 1, 1)
    owed = DueReturn.objects.overdue(long_after).order_by("starts_on").values_list("starts_on", flat=True)
    assert list(owed) == [date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)]


@pytest.mark.parametrize("last, owed", [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_a_return_that_was_begun_for_a_period_after_the_last_day_stays_and_is_not_owed(last, owed):
    with at(date(2025, 12, 1)):
        contract, who = build.active_contract()
    with at(date(2026, 1, 10)):
        running = DueReturn.objects.get(starts_on=date(2026, 1, 1))
        save_return(running, by=who.reporter, value=None)
        end_contract(contract, by=who.manager, reason="The service moved", ended_on=last)
        assert DueReturn.objects.filter(pk=running.pk).exists()
        for known_by in (None, clock.now() + timedelta(days=1)):
            assert (running in DueReturn.objects.owed(known_by)) is owed
            assert DueReturn.objects.owed(known_by).count() == 3 + owed


def test_what_both_sides_agreed_is_owed_once_the_contract_is_in_force():
    draft, who = build.draft_contract()
    agree(agree(build.obligation(draft, who), by=who.reporter), by=who.manager)
    assert DueReturn.objects.owed().count() == DueReturn.objects.owed(clock.now() + timedelta(days=1)).count() == 0
    start_contract(draft, by=who.manager)
    assert DueReturn.objects.owed().count() == DueReturn.objects.count() > 0


def test_a_period_is_owed_as_known_until_the_moment_it_is_given_up():
    """Agreed at nine, given up at noon: at nine nothing is known of either, a moment later it is owed, after noon given up."""
    nine, noon = (datetime(2025, 3, 20, hour, tzinfo=clock.LONDON) for hour in (9, 12))
    moment = timedelta(seconds=1)
    with clock.at(nine):
        contract, who = build.active_contract()
    first = build.first_due(contract)
    with clock.at(noon):
        waive(first, by=who.manager, reason="The service had not begun yet.")
    for known_by, is_owed, is_given_up in [
        (nine, False, False),
        (nine + moment, True, False),
        (noon, True, False),
        (noon + moment, False, True),
    ]:
        assert (first in DueReturn.objects.owed(known_by)) is is_owed, known_by
        assert list(DueReturn.objects.given_up(known_by)) == ([first] if is_given_up else []), known_by
    assert first not in DueReturn.objects.owed()
    rest = set(DueReturn.objects.exclude(pk=first.pk))
    assert rest
    assert set(DueReturn.objects.owed()) == set(DueReturn.objects.owed(noon + moment)) == rest


def test_a_period_of_what_was_never_agreed_is_not_given_up():
    draft, who = build.draft_contract()
    build.obligation(draft, who)
    DueReturn.objects.update(waived_at=clock.now(), waived_reason="No longer wanted.")
    assert DueReturn.objects.exclude(waived_at=None).count() > 0
    assert DueReturn.objects.given_up(clock.now() + timedelta(days=1)).count() == 0


@pytest.mark.parametrize("late, reminded", [(-1, True), (0, True), (1, False)])
def test_nobody_is_reminded_of_what_was_due_before_its_kpi_was_brought_over(late, reminded):
    """Both KPIs owe their first quarter; the second came from earlier records around the day on which that was due."""
    came = DUE + timedelta(days=late)
    with at(came):
        contract, who = build.draft_contract()
        body = build.obligation(contract, who)
        here = body.kpis.get()
        brought = add_kpi(body, replace(here.terms(), wording="Places kept"), by=who.manager, brought_over_on=came)
        agree(agree(Obligation.objects.get(), by=who.reporter), by=who.manager)
        start_contract(contract, by=who.manager)
    first = {"due_on": DUE}
    assert {row.kpi for row in DueReturn.objects.outstanding().filter(**first)} == {here, brought}
    assert {row.kpi for row in DueReturn.objects.to_be_reminded().filter(**first)} == ({here, brought} if reminded else {here})
    later = DueReturn.objects.to_be_reminded().filter(due_on__gt=came)
    assert {row.kpi for row in later} == {here, brought}
