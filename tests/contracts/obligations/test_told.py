"""Whatever the council enters alone, the supplier's people hear of: once, with the day, the old and the new, and the reason."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.models import KpiChange, Obligation
from contracts.register import timed
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
WHY = "The service grew by a third."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def stage():
    return build.active_contract()


def told(who):
    """What the supplier's person hears, as (subject, body, address); of the contract's start another test tells."""
    rows = who.reporter.messages.exclude(key__startswith="contract-started:").order_by("pk")
    assert all(m.action and m.why == f"You get this because {who.supplier} delivers this contract." for m in rows)
    # A reason is on the page of messages, and in no email
    return [(m.subject, f"{m.body}\n\n{m.private}" if m.private else m.body, m.url) for m in rows]


def test_an_early_end(stage):
    contract, who = stage
    end_contract(contract, by=who.manager, reason=f" {WHY} ", ended_on=date(2025, 7, 5))
    assert told(who) == [
        (
            "Carers’ short breaks ended on 5 July 2025",
            f"{who.manager} ended Carers’ short breaks ({contract.reference}) on 5 July 2025, before the agreed last day, "
            "31 March 2028.\n\nReturns due until then still have to be made. No returns are due for later periods.\n\n"
            f"{who.manager} says why: {WHY}",
            reverse("contract", args=[contract.pk]),
        )
    ]


def test_an_end_on_its_last_day_without_a_reason():
    contract, who = build.active_contract(ends_on=date(2025, 7, 10))
    end_contract(contract, by=who.manager)
    ((subject, body, _),) = told(who)
    assert subject == "Carers’ short breaks ended on 10 July 2025"
    assert body.startswith(
        f"{who.manager} ended Carers’ short breaks ({contract.reference}) on 10 July 2025.\n\nReturns due until then"
    )


def test_the_end_that_comes_by_itself_once(stage):
    contract, who = build.active_contract(ends_on=date(2025, 9, 30))
    with clock.at(datetime(2025, 10, 1, 9)):
        timed.apply(clock.now())
        timed.apply(clock.now())
    assert told(who) == [
        (
            "Carers’ short breaks has ended",
            f"Carers’ short breaks ({contract.reference}) has ended; returns due until then still have to be made. "
            "Its last day was 30 September 2025.",
            reverse("contract", args=[contract.pk]),
        )
    ]


def test_changed_dates_each_time_and_not_where_they_stay(stage):
    contract, who = stage
    services.change_dates(contract, by=who.manager, reason=WHY)
    assert told(who) == []
    services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2027, 3, 31))
    assert told(who) == [
        (
            "The dates of Carers’ short breaks changed",
            "The dates of Carers’ short breaks changed. Last day 31 March 2028 → 31 March 2027. The schedule of returns moves with "
            f"them.\n\nEntered by {who.manager}.\n\n{who.manager} says why: {WHY}",
            reverse("contract", args=[contract.pk]),
        )
    ]
    services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2028, 3, 31))
    services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2027, 3, 31))
    assert len(told(who)) == 3


def test_a_contract_that_goes_on(stage):
    contract, who = stage
    services.carry_on(contract, by=who.manager, until=date(2029, 3, 31), reason=WHY)
    ((subject, body, _),) = told(who)
    assert subject == "Carers’ short breaks is extended until 31 March 2029"
    assert body == (
        "Carers’ short breaks is extended until 31 March 2029. Returns continue without a gap.\n\n"
        f"Entered by {who.manager}.\n\n{who.manager} says why: {WHY}"
    )


def test_a_proposed_change_one_that_takes_its_place_and_one_that_is_withdrawn(stage):
    contract, who = stage
    kpi = build.kpi_of(contract)
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=Decimal(5), reported_from=date(2025, 4, 1))
    services.edit_kpi(build.kpi_of(contract), by=who.manager, reason=WHY, target=Decimal("4.5"), minimum=None)
    services.withdraw_change(KpiChange.objects.get(outcome="open"), by=who.manager, reason="The growth did not come about.")
    name, url = "KPI 1. Apprenticeships started", reverse("contract-handover", args=[contract.pk])
    counts = "It takes effect once both sides agree it. Until then the KPI stays as it is."
    both = "target 3 apprenticeships → 4.5 apprenticeships; minimum 2 apprenticeships → none"
    assert told(who) == [
        (
            "A change of KPI 1 is proposed for Carers’ short breaks",
            f"{name}: target 3 apprenticeships → 5 apprenticeships.\n\n{counts}\n\n{who.manager} says why: {WHY}",
            url,
        ),
        (
            "A change of KPI 1 is proposed for Carers’ short breaks",
            f"{name}: {both}. It takes the place of the change that was proposed before.\n\n"
            f"{counts}\n\n{who.manager} says why: {WHY}",
            url,
        ),
        (
            "The proposed change of KPI 1 of Carers’ short breaks is withdrawn",
            f"{name} stays as it is. It was to change: {both}.\n\n"
            f"The obligation is agreed as it was.\n\n{who.manager} says why: The growth did not come about.",
            url,
        ),
    ]


def test_a_withdrawn_change_of_what_is_still_to_be_agreed_asks_for_it(stage):
    contract, who = stage
    services.edit_kpi(build.kpi_of(contract), by=who.manager, reason=WHY, target=Decimal(5))
    services.reword(Obligation.objects.get(), by=who.manager, wording="Five a quarter.", reason=WHY)
    services.withdraw_change(KpiChange.objects.get(), by=who.manager, reason="The growth did not come about.")
    assert "Please agree the obligation as it stands." in told(who)[-1][1]


def test_a_rewording_and_an_obligation_that_ended(stage):
    contract, who = stage
    services.reword(Obligation.objects.get(), by=who.manager, wording="Five a quarter.", reason=WHY)
    services.end_obligation(Obligation.objects.get(), by=who.manager, reason="The service is smaller.")
    assert told(who) == [
        (
            "Obligation O1 was reworded: Carers’ short breaks",
            f"{who.manager} changed the words of obligation O1 of “Carers’ short breaks” ({contract.reference}). The page has the new "
            "words, the old ones and the reason. The new wording takes effect once both sides agree it.",
            reverse("contract-handover", args=[contract.pk]),
        ),
        (
            "Obligation O1 of Carers’ short breaks has ended",
            "“Five a quarter.” has ended. Returns that no longer have to be made: 11. Returns due before that still have to be made.\n\n"
            f"{who.manager} says why: The service is smaller.",
            reverse("contract", args=[contract.pk]),
        ),
    ]


def test_everybody_of_every_supplier_hears_it_once_and_nobody_of_what_was_refused():
    who = build.parties()
    other = people.supplier()
    colleague = people.person(other, Role.SUPPLIER)
    contract, _ = build.active_contract(who, suppliers=[who.supplier, other])
    with pytest.raises(Refused, match="Enter why the contract is extended"):
        services.carry_on(contract, by=who.manager, until=date(2029, 3, 31), reason="ok")
    services.carry_on(contract, by=who.manager, until=date(2029, 3, 31), reason=WHY)
    on = {"key__startswith": "contract-goes-on:"}
    heard = [person.messages.filter(**on).count() for person in (who.reporter, colleague, who.manager)]
    assert heard == [1, 1, 0]
    outsider = build.parties().reporter
    assert outsider.messages.count() == 0


def test_in_house_there_is_nobody_to_tell():
    contract, who = build.draft_contract(suppliers=[], route="in_house")
    services.agree(build.obligation(contract, who), by=who.manager)
    services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2027, 3, 31))
    assert who.reporter.messages.count() == 0
