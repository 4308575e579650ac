"""A return is waived by the contract manager, with a reason, and both sides hear it."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations.models import Obligation
from contracts.obligations.services import end_obligation
from contracts.returns.services import query_return, save_return
from contracts.schedule.models import DueReturn
from contracts.schedule.permissions import can_owe_again, can_waive, check_can_waive
from contracts.schedule.services import owe_again, waive
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
WHY = "The service was closed in that quarter."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 8, 1, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    return contract, who, build.first_due(contract)


def test_it_is_no_longer_owed_and_says_why_and_by_whom(stage):
    contract, who, due = stage
    assert DueReturn.objects.overdue(clock.today()).count() == 1
    given_up = waive(due, by=who.manager, reason=f"  {WHY} ")
    assert (given_up.waived_by, given_up.waived_reason, given_up.waived_at) == (who.manager, WHY, clock.now())
    assert DueReturn.objects.overdue(clock.today()).count() == 0
    assert (given_up.target, DueReturn.objects.count()) == (3, 12)
    event = timeline(contract).first()
    assert (event.verb, event.actor, event.reason) == ("waive return", who.manager, WHY)
    message = who.reporter.messages.get(key__startswith="return-waive")
    assert message.subject == f"A return for {contract.title} is waived"
    assert f"{who.manager} decided so" in message.body
    assert (message.private, WHY in message.body) == (WHY, False), "the reason stands on the page alone"
    assert message.url == reverse("return", args=[due.pk])


def test_it_is_owed_again(stage):
    contract, who, due = stage
    with pytest.raises(WrongState, match="This return is due: nobody has waived it"):
        owe_again(due, by=who.manager, reason=WHY)
    waive(due, by=who.manager, reason=WHY)
    with pytest.raises(WrongState, match="This return is waived already"):
        waive(due, by=who.manager, reason=WHY)
    again = owe_again(due, by=who.manager, reason="It was open after all.")
    assert (again.waived_at, again.waived_by, again.waived_reason) == (None, None, "")
    assert DueReturn.objects.overdue(clock.today()).count() == 1
    assert timeline(contract).first().verb == "owe return again"
    assert [m.subject for m in who.reporter.messages.filter(key__startswith="return-").order_by("pk")][
        1
    ] == f"A return for {contract.title} is due again"


@pytest.mark.parametrize("reason", ["", "ok", "as discussed"])
def test_an_empty_reason_is_refused(stage, reason):
    contract, who, due = stage
    with pytest.raises(Refused, match="Say why this return is waived") as refusal:
        waive(due, by=who.manager, reason=reason)
    assert refusal.value.field == "reason"
    due.refresh_from_db()
    assert due.waived_at is None


def test_what_was_handed_in_counts_and_cannot_be_given_up(stage):
    contract, who, due = stage
    save_return(due, by=who.reporter, value=Decimal(3))
    assert can_waive(who.manager, due)
    sent = build.submitted_return(due, who)
    with pytest.raises(WrongState, match="A return was submitted for this period, so it cannot be waived"):
        waive(due, by=who.manager, reason=WHY)
    query_return(sent, by=who.manager, comment="Which ones?")
    with pytest.raises(WrongState, match="A return was submitted for this period and sent back, so it cannot"):
        waive(due, by=who.manager, reason=WHY)
    due.refresh_from_db()
    assert (due.waived_at, can_waive(who.manager, due)) == (None, False)


def test_one_that_was_handed_in_before_stays_owed_whatever_became_of_it_since(stage):
    """Handed in, sent back, begun anew: the first day it came in is kept, and with it the period."""
    contract, who, due = stage
    query_return(build.submitted_return(due, who), by=who.manager, comment="Which ones?")
    save_return(due, by=who.reporter, value=Decimal(2))
    assert not can_waive(who.manager, DueReturn.objects.get(pk=due.pk))
    other = DueReturn.objects.order_by("starts_on")[1]
    save_return(other, by=who.reporter, value=Decimal(2))
    assert can_waive(who.manager, other)


@pytest.mark.parametrize("who_asks", ["reporter", "director", "member"])
def test_nobody_but_a_contract_manager_gives_it_up(stage, who_asks):
    contract, who, due = stage
    with pytest.raises(NotAllowed, match="Your role does not include"):
        waive(due, by=people.fresh(getattr(who, who_asks)), reason=WHY)
    assert not can_owe_again(getattr(who, who_asks), due)


def test_another_councils_manager_does_not_either(stage):
    contract, who, due = stage
    with pytest.raises(NotAllowed, match="Your role does not include"):
        check_can_waive(build.parties().manager, due)


def test_of_a_draft_nothing_is_owed():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    with pytest.raises(WrongState, match="The contract has not started: no return is due yet"):
        waive(build.first_due(contract), by=who.manager, reason=WHY)


def test_of_the_councils_own_duty_the_supplier_hears_nothing():
    contract, who = build.active_contract(kpi={"client_side": True})
    waive(build.first_due(contract), by=who.manager, reason=WHY)
    assert who.reporter.messages.filter(key__startswith="return-").count() == 0


def test_an_ended_obligation_asks_for_nothing_again(stage):
    contract, who, due = stage
    end_obligation(Obligation.objects.get(), by=who.manager, reason=WHY)
    later = DueReturn.objects.order_by("starts_on").last()
    assert (later.waived_by, later.waived_reason) == (who.manager, WHY)
    with pytest.raises(WrongState, match="The obligation of this return has ended"):
        owe_again(later, by=who.manager, reason=WHY)


@pytest.mark.parametrize("verb, words", [("waive", "Waive this return?"), ("owe-again", "Make this return due again?")])
def test_the_pages_ask_and_then_do_it(client, stage, verb, words):
    contract, who, due = stage
    if verb == "owe-again":
        waive(due, by=who.manager, reason=WHY)
    client.force_login(who.manager)
    url = reverse(f"return-{verb}", args=[due.pk])
    assert words in client.get(url).content.decode()
    refused = client.post(url, {"reason": "ok"}).content.decode()
    assert "Say why this return is" in refused
    assert client.post(url, {"reason": WHY}).url == reverse("return", args=[due.pk])
    due.refresh_from_db()
    assert (due.waived_at is None) is (verb == "owe-again")
    client.force_login(who.reporter)
    assert client.get(url).status_code == 403
    client.force_login(build.parties().manager)
    assert client.get(url).status_code == 404
