"""Grants of the demonstration: what each is for, what is paid of it, one that is to be evaluated soon, one that waits for a word.

All of it is illustrative.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal as D
from functools import partial
from typing import TYPE_CHECKING

from contracts.grants import services
from contracts.grants.enums import Did, Next
from contracts.grants.models import GrantPayment
from contracts.grants.selectors import known_of
from contracts.grants.services import Evaluated, GrantDetails
from contracts.register.models import Contract
from socialvalue.law.days import add_months

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar


@dataclass(frozen=True)
class Smart:
    """``due``: days from today until its evaluation. ``payments``: (for what, months after its first day, share of its value)."""

    purpose: str
    outcomes: tuple[str, ...]
    conditions: str
    due: int
    payments: tuple[tuple[str, int, D], ...]
    written: Evaluated | None = None


# Title of the contract → what is said of it
SMART: dict[str, Smart] = {
    "Befriending grants": Smart(
        purpose="Try a weekly visit or walk with a volunteer for people over 75 who live alone, in Dover and Thanet.",
        outcomes=("CD1", "CD2"),
        conditions="Volunteers are checked before their first visit. Half of the people were not known to a service before.",
        due=24,
        payments=(("First year", 0, D("0.5")), ("Second year, once the first is reported", 12, D("0.4"))),
    ),
    "Innovation grant: digital skills for young carers": Smart(
        purpose="Find out whether lessons on one’s own phone, in the evening, reach young carers who miss school.",
        outcomes=("LE1",),
        conditions="Every lesson is free, and nothing is asked of the family but its consent.",
        due=60,
        payments=(("To begin", 1, D("0.6")), ("Once 20 have finished", 9, D("0.4"))),
        written=Evaluated(
            did=Did.PARTLY,
            did_words="31 young carers took part and 19 finished. Those who finished came back to school more often than before.",
            learned="Evenings work. Those under 14 need somebody beside them, not a phone alone.",
            proposes=Next.CHANGE,
            why="For those over 14 it can become part of the carers’ contract. For the younger ones another way has to be found.",
        ),
    ),
}


def at_signing(registrar: "Registrar", contract: Contract) -> None:
    """What a grant is for is said before it begins, and its payments are planned."""
    one = SMART.get(contract.title)
    if one is None:
        return
    by, today = registrar.cast.manager, registrar.stage.today
    details = GrantDetails(
        purpose=one.purpose,
        outcomes=[registrar.stage.outcome(code) for code in one.outcomes],
        conditions=one.conditions,
        evaluation_due_on=today + timedelta(days=one.due),
    )
    services.say_what_for(contract, details, by=by)
    for for_what, months, share in one.payments:
        day = add_months(contract.starts_on, months)
        amount = (contract.total_value or D(0)) * share
        made = services.plan_payment(contract, by=by, for_what=for_what, due_on=day, amount=amount)
        if day < today:
            registrar.later(day, partial(_pay, registrar, made.pk, day))
    if one.written is not None:
        registrar.later(today - timedelta(days=2), partial(_evaluate, registrar, contract.pk, one.written))


def _pay(registrar: "Registrar", key: int, day: date) -> None:
    payment = GrantPayment.objects.get(pk=key)
    services.record_payment(payment, by=registrar.cast.manager, paid_on=day, paid=payment.amount)


def _evaluate(registrar: "Registrar", key: int, written: Evaluated) -> None:
    contract = Contract.objects.get(pk=key)
    services.write_evaluation(contract, written, by=registrar.cast.manager, facts=known_of(contract))
