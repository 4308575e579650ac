"""Payments of a grant: planned, then paid. Planned and paid together never pass what the grant is worth."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from contracts.grants.calculations import room_for
from contracts.grants.models import GrantPayment
from contracts.grants.permissions import check_can_record_payment, check_can_shape_grant
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day, plain_money

PAID = "This payment is recorded as paid already"


@transaction.atomic
def plan_payment(contract: Contract, *, by: User, for_what: str, due_on: date, amount: Decimal) -> GrantPayment:
    """Plan a payment of a grant. Raises Refused where all of them would pass its value."""
    contract = locked(contract, NOTHING_READ)
    check_can_shape_grant(by, contract)
    problems: list[tuple[str | None, str]] = []
    if not for_what.strip():
        problems.append(("for_what", "Enter what the payment is for"))
    if amount <= 0:
        problems.append(("amount", "Enter an amount above £0"))
    if due_on < contract.starts_on:
        problems.append(("due_on", "Enter the grant’s first day or a later one"))
    problems += _passes(contract, amount, "amount")
    if problems:
        raise Refused(problems)
    made = GrantPayment.objects.create(contract=contract, for_what=for_what.strip(), due_on=due_on, amount=amount, planned_by=by)
    _record("planned a payment", f"planned {plain_money(amount)} for {plain_day(due_on)}: {made.for_what}", made, by)
    return made


@transaction.atomic
def record_payment(
    payment: GrantPayment, *, by: User, paid_on: date, paid: Decimal, expected_version: Shown = AS_READ
) -> GrantPayment:
    """Record that it was paid, and how much: £0 where it was withheld. Raises Refused as ``plan_payment``."""
    contract = locked(payment.contract, NOTHING_READ)
    payment = locked(payment, expected_version)
    check_can_record_payment(by, contract)
    if payment.is_paid:
        raise WrongState(PAID)
    problems: list[tuple[str | None, str]] = []
    if paid_on > clock.today():
        problems.append(("paid_on", "Enter today or a day before: what is to be paid later is planned"))
    if paid_on < contract.starts_on:
        problems.append(("paid_on", "Enter the grant’s first day or a later one"))
    if paid < 0:
        problems.append(("paid", "Enter £0 or more"))
    problems += _passes(contract, paid, "paid", besides=payment)
    if problems:
        raise Refused(problems)
    save_changes(payment, paid_on=paid_on, paid=paid, paid_said_by=by)
    words = f"{plain_money(paid)} paid on {plain_day(paid_on)}"
    planned = "" if paid == payment.amount else f", of {plain_money(payment.amount)} planned"
    _record("recorded a payment", f"recorded {words}{planned}: {payment.for_what}", payment, by)
    return payment


@transaction.atomic
def drop_payment(payment: GrantPayment, *, by: User, expected_version: Shown = AS_READ) -> None:
    """Take a planned payment off the plan, until it is paid; the record says which it was."""
    contract = locked(payment.contract, NOTHING_READ)
    payment = locked(payment, expected_version)
    check_can_shape_grant(by, contract)
    if payment.is_paid:
        raise WrongState(PAID)
    words = f"took {plain_money(payment.amount)} planned for {plain_day(payment.due_on)} off the plan: {payment.for_what}"
    _record("dropped a payment", words, payment, by)
    payment.delete()


def _passes(contract: Contract, amount: Decimal, field: str, besides: GrantPayment | None = None) -> list[tuple[str | None, str]]:
    """The contract is locked, so nobody plans another payment meanwhile."""
    others = contract.grant_payments.exclude(pk=besides.pk) if besides else contract.grant_payments.all()
    over = room_for((one.amounts for one in others), contract.total_value, amount)
    if over is None:
        return []
    value = plain_money(contract.total_value)
    return [(field, f"That is {plain_money(over)} more than is left of the grant’s {value}: enter less, or change its value")]


def _record(verb: str, sentence: str, payment: GrantPayment, by: User) -> None:
    record(verb, sentence, by=by, about=payment.contract, council=payment.contract.council)
