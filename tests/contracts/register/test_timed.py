"""Contracts end by themselves the day after their last."""

from datetime import date, datetime

import pytest

from contracts.register import timed
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract
from measurement.clockwork.timed import due_events, poll
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
LAST = date(2028, 3, 31)


def moment(day: date, hour=9, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LONDON)


def on(day: date) -> int:
    with clock.at(moment(day)):
        return timed.apply(clock.now())


@pytest.fixture
def stage():
    with clock.at(datetime(2025, 7, 10, 9)):
        return build.active_contract()


def test_it_ends_the_day_after_its_last_and_only_once(stage):
    contract, who = stage
    rows = list(DueReturn.objects.values_list("starts_on", "ends_on", "target"))
    assert on(LAST) == 0
    assert Contract.objects.get().status == "active"
    assert on(date(2028, 4, 1)) == 1
    ended = Contract.objects.get()
    assert (ended.status, ended.ended_on, ended.ended_reason) == ("ended", LAST, "")
    event = timeline(ended).first()
    assert (event.actor, event.actor_label) == (None, "The system")
    assert event.sentence == "ended the contract: its last day is over"
    assert on(date(2028, 4, 1)) == 0
    assert list(DueReturn.objects.values_list("starts_on", "ends_on", "target")) == rows


def test_a_run_that_comes_late_ends_it_on_its_last_day(stage):
    assert on(date(2028, 9, 9)) == 1
    assert Contract.objects.get().ended_on == LAST


def test_the_clock_lists_and_applies_it(stage):
    contract, _ = stage
    with clock.at(moment(LAST, 23, 59)):
        assert [e for e in due_events(clock.now()) if e.what == "end the contract"] == []
    with clock.at(moment(date(2028, 4, 1), 0, 0)):
        events = [e for e in due_events(clock.now()) if e.what == "end the contract"]
        assert [(e.when, e.subject) for e in events] == [(moment(date(2028, 4, 1), 0, 0), contract.reference)]
        assert poll(clock.now())["contracts ended"] == 1


def test_drafts_and_contracts_ended_already_are_left_alone(stage):
    contract, who = stage
    with clock.at(datetime(2025, 7, 10, 9)):
        draft, _ = build.draft_contract(who)
        end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 7, 1))
    assert on(date(2028, 4, 1)) == 0
    contract.refresh_from_db()
    draft.refresh_from_db()
    assert (contract.ended_on, draft.status) == (date(2025, 7, 1), "draft")


@pytest.mark.parametrize("day, words", [(date(2025, 3, 31), "Begins on 1 April 2025"), (date(2025, 4, 1), "Active")])
def test_a_contract_that_has_not_begun_says_when_it_will(day, words):
    with clock.at(moment(day)):
        contract, _ = build.active_contract()
        assert contract.status_words == words
