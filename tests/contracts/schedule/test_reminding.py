"""Reminders: once each per contract, due day and stage, and none for what is handed in or not owed."""

from datetime import date, datetime

import pytest

from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Obligation
from contracts.obligations.services import add_kpi
from contracts.schedule import services
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, waive
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


def remind_on(*day, hour=9):
    moment = datetime(*day, hour, tzinfo=clock.LONDON)
    with clock.at(moment):
        return services.remind(moment)


def test_reminders_go_out_once_each_and_stop_when_it_is_handed_in():
    contract, who = build.active_contract(obligations=2)  # due 20 July 2025, two KPIs: one message
    assert remind_on(2025, 7, 12) == 0
    assert remind_on(2025, 7, 13) == 2  # the supplier and the manager
    assert remind_on(2025, 7, 13) == 0
    assert remind_on(2025, 7, 20) == 0
    assert remind_on(2025, 7, 21) == 2
    assert remind_on(2025, 7, 27) == 2
    assert remind_on(2025, 7, 28) == 0
    with clock.at(datetime(2025, 7, 29, 9)):
        for due in DueReturn.objects.filter(due_on="2025-07-20"):
            build.submitted_return(due, who)
    assert remind_on(2025, 8, 20) == 0
    subjects = list(who.reporter.messages.filter(key__startswith="returns-due:").order_by("pk").values_list("subject", flat=True))
    assert subjects[0].startswith("Due 20 July 2025: 2 returns")
    assert all(s.startswith("Overdue: 2 returns") for s in subjects[1:])
    assert len(subjects) == 3


def test_a_late_run_sends_the_stage_it_finds():
    contract, who = build.active_contract()
    assert remind_on(2025, 8, 15) == 2
    assert "26 days ago" in who.manager.messages.get(key__startswith="returns-due:").body
    assert remind_on(2025, 8, 16) == 0


def test_the_council_alone_is_reminded_of_its_own_duty():
    contract, who = build.active_contract(kpi={"client_side": True})
    assert remind_on(2025, 7, 21) == 1
    assert who.manager.messages.filter(key__startswith="returns-due:").exists()
    assert not who.reporter.messages.filter(key__startswith="returns-due:").exists()


def test_drafts_of_contracts_remind_nobody_and_those_who_left_are_left_alone():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    assert remind_on(2025, 7, 21) == 0
    active, _ = build.active_contract(who)
    who.reporter.memberships.update(ended_at=clock.now())
    assert remind_on(2025, 7, 21) == 1


def test_after_the_end_of_the_contract_its_last_returns_are_still_chased():
    contract, who = build.active_contract()
    with clock.at(datetime(2025, 7, 12, 9)):
        end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 6, 30))
    assert remind_on(2025, 7, 13) == 2
    assert remind_on(2025, 7, 21) == 2
    assert who.reporter.messages.filter(subject=f"Overdue: a return for {contract.title}").count() == 1
    # What would have come after its last day is asked of nobody
    assert remind_on(2025, 10, 21) == 2
    assert DueReturn.objects.count() == 1


def test_nobody_is_reminded_of_what_both_sides_have_not_agreed_nor_of_what_was_given_up():
    contract, who = build.active_contract()
    waive(build.first_due(contract), by=who.manager, reason="The service was closed in that quarter.")
    terms = KpiTerms(wording="Placements", unit="placements", frequency="quarter", reported_from=date(2025, 4, 1))
    kpi = add_kpi(Obligation.objects.get(), terms, by=who.manager)
    who.reporter.messages.all().delete()
    assert kpi.due_returns.filter(due_on="2025-07-20").count() == 1
    assert remind_on(2025, 7, 21) == 0
