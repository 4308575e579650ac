"""The clock tells what contracts warn of: once each, to whom it concerns, and again when the facts change."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations.services import carry_on
from contracts.register.models import Contract
from contracts.register.services import edit_contract
from contracts.schedule.services import end_contract
from contracts.warnings import services, timed
from measurement.clockwork.timed import due_events, poll
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.jobs.services.turns import turn
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people

from .steps import BEGUN, LAST, at, look, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    with at(BEGUN):
        return build.active_contract()


def change(contract, who, day=BEGUN, **changes):
    with at(day):
        return edit_contract(Contract.objects.get(pk=contract.pk), by=who.manager, **changes)


def test_manager_and_director_hear_of_an_end_90_and_30_days_before_and_on_the_day(stage):
    contract, who = stage
    days = [date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 2), date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 30), LAST]
    assert [look(day) for day in days] == [0, 2, 0, 0, 2, 0, 2]
    subjects = [f"{contract.title} ends on 31 March 2028"] * 2 + [f"{contract.title} ends today"]
    assert (told(who.director), told(who.manager), told(who.reporter)) == (subjects, subjects, [])
    message = who.manager.messages.filter(key__startswith="contract-warning:").latest("pk")
    assert (message.url, message.action, message.due_on, message.council) == (
        reverse("contract", args=[contract.pk]),
        "Extend the contract, or let it end",
        LAST,
        who.council,
    )
    assert message.why == "You get this because you answer for this contract."


def test_one_who_was_told_late_hears_the_last_stage_only_and_one_who_is_too_late_hears_nothing(stage):
    contract, who = stage
    assert look(date(2028, 4, 5)) == 2
    assert told(who.manager) == [f"{contract.title} ended on 31 March 2028"]
    second, other = build.parties(), date(2028, 4, 1) + timedelta(days=31)
    with at(BEGUN):
        build.active_contract(second)
    look(other)
    assert told(second.manager) == []


def test_a_review_is_told_to_the_manager_before_and_once_after_its_day(stage):
    contract, who = stage
    change(contract, who, review_on=date(2026, 5, 31))
    assert [
        look(day) for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2))
    ] == [
        0,
        1,
        0,
        1,
        0,
    ]
    assert told(who.manager) == [
        f"The review of {contract.title} is due on 31 May 2026",
        f"The review of {contract.title} was due on 31 May 2026",
    ]
    assert told(who.director) == []
    # A new date is a new fact; the same one again is none
    change(contract, who, day=date(2026, 6, 2), review_on=date(2026, 6, 20))
    assert [look(date(2026, 6, 2)), look(date(2026, 6, 3))] == [1, 0]
    change(contract, who, day=date(2026, 6, 3), description="Short breaks for carers.")
    assert look(date(2026, 6, 3)) == 0
    change(contract, who, day=date(2026, 6, 4), review_on=None)
    assert look(date(2026, 6, 21)) == 0


def test_a_new_owner_hears_what_stands_and_the_other_does_not_hear_it_twice(stage):
    contract, who = stage
    look(date(2028, 1, 1))
    newcomer = people.person(who.council, Role.CONTRACT_MANAGER)
    change(contract, who, day=date(2028, 1, 5), manager=newcomer)
    assert look(date(2028, 1, 5)) == 1
    said = f"{contract.title} ends on 31 March 2028"
    assert [told(user) for user in (newcomer, who.director, who.manager)] == [[said], [said], [said]]


def test_an_extension_is_asked_for_and_what_was_used_is_no_longer_possible(stage):
    contract, who = stage
    change(contract, who, extension_months=24)
    assert [look(date(2027, 7, 1)), look(date(2027, 7, 2))] == [0, 2]
    assert told(who.director) == [f"Decide by 30 September 2027: is {contract.title} extended?"]
    assert "can be extended by 24 months. The last day to decide is 30 September 2027." in who.director.messages.latest("pk").body
    with at(date(2027, 9, 1)):
        carry_on(Contract.objects.get(), by=who.manager, until=date(2029, 3, 31), reason="The first year of two is used.")
    assert Contract.objects.get().extension_months == 12
    assert look(date(2027, 9, 1)) == 0
    # One more year is possible, and asked for before the new end
    assert [look(date(2028, 7, 1)), look(date(2028, 7, 2))] == [0, 2]
    assert told(who.manager)[-1] == f"Decide by 30 September 2028: is {contract.title} extended?"
    change(contract, who, day=date(2028, 7, 3), extension_months=0)
    assert look(date(2028, 9, 30)) == 0
    assert look(date(2029, 1, 1)) == 0 or told(who.manager)[-1] == f"{contract.title} ends on 31 March 2029"


def test_who_is_missing_is_told_to_the_other_and_again_when_they_are_missing_again(stage):
    contract, who = stage
    missing = Contract.objects.filter(pk=contract.pk)
    missing.update(manager=None, look_on=date(2000, 1, 1))
    assert [look(BEGUN), look(BEGUN)] == [1, 0]
    assert told(who.director) == [f"{contract.title} has no contract manager"]
    assert missing.get().unowned is True
    change(contract, who, manager=who.manager)
    assert (look(BEGUN), missing.get().unowned, missing.get().warns) == (0, False, False)
    missing.update(manager=None, look_on=date(2000, 1, 1))
    assert look(BEGUN) == 1
    assert len(told(who.director)) == 2


@pytest.mark.parametrize("worth, found", [("49999.99", False), ("50000", True)])
def test_a_contract_below_50000_pounds_needs_nobody(worth, found):
    with at(BEGUN):
        contract, who = build.active_contract(total_value=Decimal(worth))
    Contract.objects.update(lead_director=None, look_on=date(2000, 1, 1))
    look(BEGUN)
    assert (Contract.objects.get().unowned, told(who.manager)) == (
        found,
        [f"{contract.title} has no lead director"] if found else [],
    )


def test_drafts_and_contracts_that_have_ended_say_nothing(stage):
    contract, who = stage
    with at(BEGUN):
        build.draft_contract(who, review_on=date(2025, 7, 20))
        end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 7, 1))
    assert look(date(2028, 3, 1)) == 0


def test_the_clock_lists_what_is_to_be_looked_at_and_nothing_afterwards(stage):
    contract, who = stage
    look(BEGUN)
    assert Contract.objects.get().look_on == date(2028, 1, 1)
    with at(date(2027, 12, 31), 23):
        assert [event for event in due_events(clock.now()) if event.what == "tell what contracts warn of"] == []
    with at(date(2028, 1, 1)):
        events = [event for event in due_events(clock.now()) if event.what == "tell what contracts warn of"]
        assert [(event.when, event.what) for event in events] == [
            (datetime(2028, 1, 1, tzinfo=clock.LONDON), "tell what contracts warn of")
        ]
        assert poll(clock.now())["warnings of contracts"] == 2
        assert timed.due(clock.now()) == []


def test_with_nothing_to_look_at_one_statement_is_asked(stage, django_assert_num_queries):
    look(BEGUN)
    with django_assert_num_queries(1):
        assert look(date(2027, 12, 31)) == 0


def test_many_contracts_are_looked_at_set_by_set_and_a_set_that_fails_is_looked_at_again(monkeypatch):
    with at(BEGUN):
        who = build.parties()
        for number in range(5):
            build.active_contract(who, obligations=0, title=f"Contract {number}")
    monkeypatch.setattr(services, "SET", 2)
    Contract.objects.update(review_on=date(2025, 7, 20))
    sets, real = [], services._one_set

    def breaks(today):
        sets.append(today)
        if len(sets) == 3:
            raise RuntimeError("killed")
        return real(today)

    monkeypatch.setattr(services, "_one_set", breaks)
    with pytest.raises(RuntimeError):
        look(BEGUN)
    assert len(told(who.manager)) == 4
    assert look(BEGUN) == 1
    assert told(who.manager) == [f"The review of Contract {number} is due on 20 July 2025" for number in range(5)]


def test_while_another_run_is_at_it_nothing_is_begun(stage):
    with turn("warnings of contracts"):
        assert look(date(2028, 1, 1)) == 0
    assert look(date(2028, 1, 1)) == 2


def test_a_set_costs_the_same_however_many_contracts_are_in_it(django_assert_num_queries):
    """Each with a message to write: told what was told before, and the columns of the look."""
    with at(BEGUN):
        who = build.parties()
        build.active_contract(who, obligations=0, review_on=date(2025, 7, 20))
    look(BEGUN)

    def counted() -> int:
        Contract.objects.update(look_on=date(2000, 1, 1), told=[])
        Message.objects.all().delete()
        with at(BEGUN), django_assert_num_queries(SET_COSTS):
            services._one_set(BEGUN)
        return Contract.objects.filter(warns=True).count()

    assert counted() == 1
    with at(BEGUN):
        for number in range(3):
            build.active_contract(who, obligations=0, review_on=date(2025, 7, 20), title=f"Contract {number}")
    assert counted() == 4


# The transaction's own two are in it
SET_COSTS = 9
