"""Reminders: once each per contract, due day and stage, and none for what is handed in or not owed."""

import re
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Obligation
from contracts.obligations.services import add_kpi, agree
from contracts.performance.lateness import REMINDED
from contracts.register.services import start_contract
from contracts.returns.services import query_return, undo_submit
from contracts.schedule import services
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, owe_again, reminding, waive
from socialvalue.common import clock
from socialvalue.jobs.models import Turn
from socialvalue.jobs.services.turns import turn
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


# ---- what is looked at ----


def of_one_council(count: int, who=None):
    contract, who = build.active_contract(who)
    for number in range(1, count):
        build.active_contract(who, reference=f"C-{number}", title=f"Contract {number}")
    return who


@pytest.mark.parametrize("contracts", [1, 3])
def test_with_nothing_to_say_a_run_asks_four_short_questions(contracts, django_assert_num_queries):
    of_one_council(contracts)
    assert remind_on(2025, 7, 21) == 2 * contracts
    moment = datetime(2025, 7, 21, 10, tzinfo=clock.LONDON)
    with clock.at(moment), django_assert_num_queries(4):
        assert services.remind(moment) == 0


@pytest.mark.parametrize("contracts", [1, 3])
def test_telling_takes_as_many_statements_for_many_as_for_one(contracts, django_assert_num_queries):
    of_one_council(contracts)
    with turn("reminders of returns"):
        pass
    moment = datetime(2025, 7, 21, 9, tzinfo=clock.LONDON)
    with clock.at(moment), django_assert_num_queries(20):
        assert services.remind(moment) == 2 * contracts


def test_a_set_at_a_time_says_the_same(monkeypatch):
    who = of_one_council(3)
    monkeypatch.setattr(reminding, "SET", 1)
    assert remind_on(2025, 7, 21) == 6
    assert remind_on(2025, 7, 21) == 0
    assert who.reporter.messages.filter(key__startswith="returns-due:").count() == 3


def test_wherever_a_run_is_killed_the_next_says_the_rest_and_nothing_twice(monkeypatch):
    who = of_one_council(2)
    monkeypatch.setattr(reminding, "SET", 1)
    moment, messages = datetime(2025, 7, 21, 9, tzinfo=clock.LONDON), who.reporter.messages.filter(key__startswith="returns-due:")

    class Killed(BaseException):
        pass

    def only(statements):
        left = iter(range(statements))

        def execute(go_on, *args):
            if next(left, None) is None:
                raise Killed
            return go_on(*args)

        return connection.execute_wrapper(execute)

    reached = set()
    for statements in range(1, 60, 4):
        undo = transaction.savepoint()
        with clock.at(moment):
            with only(statements), suppress(Killed):
                services.remind(moment)
            reached.add(messages.count())
            Turn.objects.update(until=timezone.now())
            services.remind(moment)
            assert messages.count() == who.manager.messages.filter(key__startswith="returns-due:").count() == 2
            assert not DueReturn.objects.filter(due_on="2025-07-20").exclude(reminded=2).exists()
        transaction.savepoint_rollback(undo)
    assert reached == {0, 1, 2}


def test_a_run_that_is_still_at_it_is_left_alone():
    of_one_council(1)
    with turn("reminders of returns"):
        assert remind_on(2025, 7, 21) == 0
    assert remind_on(2025, 7, 21) == 2


def sent_back(due, who):
    version = build.submitted_return(due, who)
    assert remind_on(2025, 7, 28) == 0
    query_return(version, by=who.director, comment="Which quarter is this of?")


def taken_back(due, who):
    version = build.submitted_return(due, who)
    assert remind_on(2025, 7, 28, hour=9) == 0
    undo_submit(version, by=who.reporter)


def waived_and_asked_for_again(due, who):
    waive(due, by=who.manager, reason="The service was closed in that quarter.")
    assert remind_on(2025, 7, 28) == 0
    owe_again(due, by=who.manager, reason="It was open after all, says the provider.")


@pytest.mark.parametrize("owed_again", [sent_back, taken_back, waived_and_asked_for_again])
def test_what_is_owed_again_is_reminded_of_again(owed_again):
    contract, who = build.active_contract()
    assert remind_on(2025, 7, 21) == 2
    with clock.at(datetime(2025, 7, 28, 9)):
        owed_again(build.first_due(contract), who)
    assert remind_on(2025, 7, 28) == 2  # seven days late now
    assert remind_on(2025, 7, 28) == 0


def test_a_contract_that_starts_late_is_reminded_of_what_is_overdue_then():
    contract, who = build.draft_contract()
    made = build.obligation(contract, who)
    assert remind_on(2025, 7, 21) == 0
    with clock.at(datetime(2025, 7, 22, 9)):
        agree(made, by=who.manager)
        made.refresh_from_db()
        agree(made, by=who.reporter)
        start_contract(contract, by=who.manager)
    assert remind_on(2025, 7, 22) == 2


@pytest.mark.postgres
@pytest.mark.parametrize("stage", range(len(REMINDED)))
def test_whether_there_is_anything_to_say_is_found_in_an_index_alone(stage):
    """No row of the table is looked at: another index would find what is due, and its rows would say whether it was said."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    returns = DueReturn.objects.at_stage(stage, date(2025, 7, 13)).values("due_on")[:1].explain()
    assert re.search(r"Index Only Scan using contracts_d_reminde\w+ .*\n\s+Index Cond: \(\(reminded = ", returns), returns
    assert "Sort" not in returns


def test_rows_of_a_draft_are_looked_at_and_left():
    contract, who = build.draft_contract()
    body = agree(agree(build.obligation(contract, who), by=who.reporter), by=who.manager)
    day = date(2025, 7, 13)
    first = DueReturn.objects.filter(kpi__obligation=body).order_by("due_on").first()
    assert list(DueReturn.objects.at_stage(0, day)[:1]) == ([first] if first else [])
    assert list(DueReturn.objects.to_remind_of(0, day)) == []
    assert remind_on(2025, 7, 13) == 0
