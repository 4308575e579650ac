"""Who is outside: a row for each person around a return, with the word of the refusal."""

from decimal import Decimal

import pytest

from contracts.independent.models import Confirmation
from contracts.independent.permissions import (
    check_can_ask,
    check_can_confirm,
    check_can_record_outside,
    check_can_settle,
    check_is_outside,
)
from contracts.independent.selectors import outsiders
from contracts.returns import services as returns
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.independent.steps import NOW, outsider, verified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    kpi_return, who = verified()
    first = who.council.directorates.first()
    second = Directorate.objects.create(council=who.council, name="Highways", code="HW")
    within, beside = people.person(who.council), people.person(who.council)
    people.give(within, who.council, Role.CONTRACT_MANAGER, directorate=first)
    people.give(beside, who.council, Role.CONTRACT_MANAGER, directorate=second)
    tied = outsider(who)
    enter_tie(tied, by=people.person(who.council, Role.ADMINISTRATOR), supplier=who.supplier)
    _, there = build.active_contract()
    cast = {
        "reported it": who.reporter,
        "verified and manages it": who.manager,
        "directs it": who.director,
        "a member": who.member,
        "of its directorate": within,
        "of another directorate": beside,
        "of the whole council": outsider(who),
        "lately with the supplier": tied,
        "another council": there.director,
    }
    return kpi_return, {label: people.fresh(user) for label, user in cast.items()}


def answer(check, *args) -> str:
    try:
        check(*args)
    except DomainError as refusal:
        return refusal.message
    return "yes"


LACKS = "Your role does not include: verify KPI returns"
OUTSIDE = {
    "reported it": LACKS,
    "verified and manages it": "You made or verified this return",
    "directs it": "You answer for this contract",
    "a member": LACKS,
    "of its directorate": "You work in the directorate of this contract",
    "of another directorate": "yes",
    "of the whole council": "yes",
    "lately with the supplier": "You work for one of these suppliers, or worked",
    "another council": LACKS,
}


def test_who_is_outside(stage):
    kpi_return, cast = stage
    found = {label: answer(check_is_outside, user, kpi_return) for label, user in cast.items()}
    assert {label: said for label, said in found.items() if not said.startswith(OUTSIDE[label])} == {}
    assert set(outsiders(kpi_return)) == {cast["of another directorate"], cast["of the whole council"]}


def test_who_asks_and_who_enters_what_a_body_outside_found(stage):
    kpi_return, cast = stage
    may_ask = {label for label, user in cast.items() if answer(check_can_ask, user, kpi_return) == "yes"}
    may_enter = {label for label, user in cast.items() if answer(check_can_record_outside, user, kpi_return) == "yes"}
    officers = {"directs it", "of its directorate", "of another directorate", "of the whole council"}
    assert may_ask == officers | {"verified and manages it"}
    assert may_enter == officers


def test_somebody_who_wrote_in_it_is_not_outside():
    contract, who = build.active_contract()
    due = build.first_due(contract)
    version = build.submitted_return(due, who)
    returns.query_return(version, by=who.manager, comment="Which three?")
    helper = people.person(who.council, Role.CONTRACT_MANAGER)
    draft = returns.save_return(due, by=helper, value=Decimal(4))
    returns.verify_return(
        returns.submit_return(draft, by=who.reporter, change_reason="One more was found in the list of June."),
        by=who.manager,
        comment=build.SEEN,
    )
    found = answer(check_is_outside, people.fresh(helper), Return.objects.get(due=due))
    assert found.startswith(("You changed this return yourself", "You made or verified this return"))


def test_only_who_was_asked_answers_and_only_another_hand_settles(stage):
    kpi_return, cast = stage
    other = cast["of another directorate"]
    one = Confirmation.objects.create(kpi_return=kpi_return, asked_by=cast["directs it"], asked_of=other)
    assert answer(check_can_confirm, other, one) == "yes"
    assert answer(check_can_confirm, cast["of the whole council"], one) == "Somebody else was asked to check this return"
    one.finding, one.answered_at, one.answered_by = "differs", NOW, other
    one.save()
    assert answer(check_can_confirm, other, one) == "You have answered this already"
    assert answer(check_can_settle, other, one).startswith("This is your own finding")
    assert answer(check_can_settle, cast["verified and manages it"], one) == "yes"
    assert answer(check_can_settle, cast["directs it"], one).startswith("Your role does not include: create contracts")
