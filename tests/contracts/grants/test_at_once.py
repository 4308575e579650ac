"""Two people at once: payments never pass what a grant is worth, and what it did is written, and decided on, once."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db.models import Sum

from contracts.grants import services
from contracts.grants.models import GrantEvaluation, GrantPayment
from contracts.grants.services import Evaluated
from contracts.register.models import Contract
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from tests.builders import people
from tests.contracts.at_once import at_once

from .steps import AGREED, WORDS, at, evaluated, running_grant

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 9, tzinfo=clock.LONDON)


@pytest.fixture
def stage():
    """A grant of £24,000 in force, with a second contract manager."""
    with at(date(2026, 4, 2)):
        contract, who = running_grant()
        return contract, who, people.person(who.council, "contract_manager")


def plan(contract, by, amount: int):
    mine = Contract.objects.get(pk=contract.pk)
    return services.plan_payment(mine, by=people.fresh(by), for_what="A half", due_on=DAY, amount=Decimal(amount))


def test_two_payments_that_fit_alone_do_not_fit_together(stage):
    contract, who, second = stage
    said = at_once(NOW, lambda: plan(contract, who.manager, 13000), lambda: plan(contract, second, 13000))
    refused = "That is £2,000 more than is left of the grant’s £24,000: enter less, or change its value"
    assert sorted(said) == ["", refused]
    assert [one.amount for one in GrantPayment.objects.all()] == [13000]


def test_six_at_once_stop_at_its_value(stage):
    contract, who, second = stage
    acts = [lambda: plan(contract, who.manager, 7000), lambda: plan(contract, second, 7000)] * 3
    said = at_once(NOW, *acts)
    assert said.count("") == 3
    assert GrantPayment.objects.aggregate(all=Sum("amount"))["all"] == 21000


def test_one_payment_is_recorded_as_paid_once(stage):
    contract, who, second = stage
    with at(DAY):
        payment = plan(contract, who.manager, 12000)

    def pay(by, paid: int):
        mine = GrantPayment.objects.select_related("contract").get(pk=payment.pk)
        services.record_payment(mine, by=people.fresh(by), paid_on=DAY, paid=Decimal(paid), expected_version=payment.version)

    said = at_once(NOW, lambda: pay(who.manager, 12000), lambda: pay(second, 11000))
    assert said.count("") == 1
    row = GrantPayment.objects.get()
    assert row.paid == (12000 if said[0] == "" else 11000)
    assert row.paid_said_by == (who.manager if said[0] == "" else second)
    assert AuditEvent.objects.filter(verb="recorded a payment").count() == 1


def test_a_payment_is_paid_or_taken_off_the_plan_and_never_both(stage):
    contract, who, second = stage
    with at(DAY):
        payment = plan(contract, who.manager, 12000)

    def mine() -> GrantPayment:
        return GrantPayment.objects.select_related("contract").get(pk=payment.pk)

    found = [mine(), mine()]
    said = at_once(
        NOW,
        lambda: services.record_payment(found[0], by=people.fresh(who.manager), paid_on=DAY, paid=Decimal(12000)),
        lambda: services.drop_payment(found[1], by=people.fresh(second)),
    )
    assert said.count("") == 1
    assert GrantPayment.objects.filter(paid=12000).count() == (1 if said[0] == "" else 0) == GrantPayment.objects.count()


def test_what_it_did_is_written_once(stage):
    contract, who, second = stage

    def write(by):
        told = Evaluated(did="yes", proposes="continue", **WORDS)
        services.write_evaluation(Contract.objects.get(pk=contract.pk), told, by=people.fresh(by), facts=["Nothing was paid"])

    said = at_once(NOW, lambda: write(who.manager), lambda: write(second))
    assert sorted(said) == ["", "An evaluation is written already and waits for a second person"]
    assert GrantEvaluation.objects.count() == 1


def test_an_evaluation_is_agreed_to_or_taken_back_and_never_both(stage):
    contract, who, _ = stage
    with at(DAY):
        made = evaluated(contract, who)

    def mine() -> GrantEvaluation:
        return GrantEvaluation.objects.select_related("contract").get(pk=made.pk)

    found = [mine(), mine()]
    said = at_once(
        NOW,
        lambda: services.decide_evaluation(found[0], by=people.fresh(who.director), accept=True, decision=AGREED),
        lambda: services.withdraw_evaluation(found[1], by=people.fresh(who.manager)),
    )
    assert said.count("") == 1
    agreed = said[0] == ""
    row = GrantEvaluation.objects.get()
    assert bool(row.accepted) is agreed
    # Only what was agreed to lets the grant end
    assert (Contract.objects.get(pk=contract.pk).evaluation_due_on is None) is agreed
