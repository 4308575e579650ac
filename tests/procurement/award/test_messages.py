"""What bidders and officers hear of an award: the result in the subject, until when it can be challenged, when it is over."""

import copy
from datetime import date, datetime, timedelta

import pytest

from procurement.award import timed
from procurement.award.models import Award
from procurement.award.selectors.standstill import standstill
from procurement.award.services.telling import _ask, _challenge
from procurement.tendering.services import terminate
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.law.rules import RULE_SETS, rules_on
from socialvalue.notifications.models import Message
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 10, tzinfo=clock.LONDON)


@pytest.fixture(scope="module")
def told_once(module_database):
    scene = scenes.closed(bids=2, panellists=1)
    with clock.at(MONDAY):
        return awards.told(scene)


@pytest.fixture
def told(told_once):
    return copy.deepcopy(told_once)


def message_of(bid) -> Message:
    user = bid.supplier.memberships.get().user
    return Message.objects.get(recipient=user, key__startswith="assessment-summary:")


def test_winner_and_loser_read_their_result_each_in_words_of_their_own(told):
    title = told.tender.title
    lost = told.tender.bids.exclude(pk=told.bid_id).get()
    winner, loser = message_of(told.bid), message_of(lost)
    assert winner.subject == loser.subject == f"Your result: {title}", "who looks over a shoulder reads no result"
    assert winner.body.startswith("You were successful. ")
    assert loser.body.startswith("You were not successful. ")
    assert "The standstill lasts until the end of 11 November 2026, and the contract can be made from 12 November" in winner.body
    assert "The standstill lasts until the end of 11 November 2026: the contract is not made before 12 November" in loser.body
    assert "claim" not in winner.body
    assert {winner.action, loser.action} == {"Read your assessment summary"}
    assert not winner.for_information, "it cannot be switched off"
    # No score, no reason, no other bidder by email
    assert told.reason not in loser.body + loser.private
    assert told.bid.supplier.name not in loser.body + loser.private


def test_until_when_it_can_be_challenged_is_the_laws_day(told):
    lost = told.tender.bids.exclude(pk=told.bid_id).get()
    body = message_of(lost).body
    assert "by the end of 11 November 2026" in body
    # 30 days beginning with 2 November
    assert "has to be started by 1 December 2026, 30 days from today" in body


def test_below_the_threshold_no_claim_under_the_act_is_promised(told):
    period = standstill(told, date(2026, 11, 2), {})
    told.tender.value = told.tender.commission.estimated_value = rules_on(told.tender.started_on).light_touch_threshold - 1
    below = _challenge(told, period)
    assert below == ""


@pytest.mark.parametrize(("address", "expected"), [("", "ask {name}"), ("ask@kent.example", "write to ask@kent.example")])
def test_the_result_says_how_to_ask(told, address, expected):
    council = told.tender.council
    council.email = address
    where = expected.format(name=council.name)
    assert _ask(told) == f"If you have a question about the result, {where} and quote {told.tender.reference}."


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.name)
def test_the_days_to_challenge_begin_with_the_day_itself(rules):
    assert rules.challenge_days == 30
    assert rules.last_day_to_challenge(date(2026, 11, 2)) == date(2026, 12, 1)


def over(award: Award) -> list[tuple[int, str]]:
    rows = Message.objects.filter(key__startswith=f"standstill-over:{award.pk}:")
    return sorted((m.recipient_id, m.subject) for m in rows)


def test_when_the_standstill_is_over_those_who_make_the_contract_and_the_winner_hear_of_it_once(told):
    manager = people.person(told.tender.council, Role.CONTRACT_MANAGER)
    winner = told.bid.supplier.memberships.get().user
    last = datetime(2026, 11, 11, 23, 59, tzinfo=clock.LONDON)
    assert (timed.due(last), timed.apply(last)) == ([], 0)
    first = last + timedelta(minutes=1)
    assert [(e.when, e.what) for e in timed.due(first)] == [(first, "say that the standstill is over")]
    assert [timed.apply(first), timed.apply(first + timedelta(days=9)), timed.due(first)] == [2, 0, []]
    title = told.tender.title
    assert over(told) == sorted([(manager.pk, f"Make the contract: {title}"), (winner.pk, f"The standstill is over: {title}")])
    asked = Message.objects.get(recipient=manager, key__startswith="standstill-over:")
    assert (asked.url, asked.due_on) == (f"/contracts/make/{told.pk}/", told.tender.contract_starts_on)


def test_a_procurement_that_was_ended_meanwhile_tells_nobody(told):
    people.person(told.tender.council, Role.CONTRACT_MANAGER)
    officer = people.person(told.tender.council, Role.PROCUREMENT_OFFICER)
    terminate(told.tender, by=officer, reason="The money for it has gone.")
    assert timed.apply(datetime(2026, 11, 20, tzinfo=clock.LONDON)) == 0
    assert over(told) == []
