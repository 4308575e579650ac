"""What of a grant is planned and paid, and how its evaluation stands. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.grants.enums import EvaluationState

NOTHING = Decimal(0)
# Days before an evaluation is due from which on it is called soon; as its first warning
SOON = 60
DAYS_A_MONTH = Decimal("30.4375")


@dataclass(frozen=True)
class Amount:
    """A payment: planned for a day, and what was paid of it (None: nothing yet)."""

    planned: Decimal
    due_on: date
    paid: Decimal | None = None
    paid_on: date | None = None

    def is_late(self, today: date) -> bool:
        return self.paid is None and self.due_on < today


@dataclass(frozen=True)
class Sums:
    """Of one grant. ``left`` of its value is neither paid nor planned; None where its value over the term is not known."""

    planned: Decimal
    paid: Decimal
    to_pay: Decimal
    left: Decimal | None


def sums_of(amounts: Iterable[Amount], value: Decimal | None) -> Sums:
    amounts = list(amounts)
    paid = sum((one.paid for one in amounts if one.paid is not None), NOTHING)
    to_pay = sum((one.planned for one in amounts if one.paid is None), NOTHING)
    planned = sum((one.planned for one in amounts), NOTHING)
    return Sums(planned, paid, to_pay, None if value is None else value - paid - to_pay)


def room_for(amounts: Iterable[Amount], value: Decimal | None, amount: Decimal) -> Decimal | None:
    """By how much ``amount`` on top of these passes the value of the grant; None where it does not, or there is no value."""
    left = sums_of(amounts, value).left
    return None if left is None or amount <= left else amount - left


def state_of(due_on: date | None, today: date) -> EvaluationState:
    """How a grant stands with its evaluation on a day; ``due_on`` None: it is agreed."""
    if due_on is None:
        return EvaluationState.AGREED
    if due_on < today:
        return EvaluationState.OVERDUE
    return EvaluationState.SOON if (due_on - today).days <= SOON else EvaluationState.LATER


def term_words(days: int) -> str:
    """A length of so many days in the words of a list: “3 months”, “1 year”, “1 year and 6 months”, “20 days”."""
    months = int((Decimal(days) / DAYS_A_MONTH).quantize(Decimal(1)))
    if months == 0:
        return _many(days, "day")
    years, rest = divmod(months, 12)
    return " and ".join(_many(count, unit) for count, unit in ((years, "year"), (rest, "month")) if count)


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
