"""Promises in whole steps: rounded so that the parts always add up to the whole. Pure: ``Fraction`` and ``Decimal``."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PLACES = Decimal("0.0001")
NOTHING = Decimal(0)


class CannotShare(ValueError):
    """What is left of a promise over the term has no period to stand in. ``promised`` and ``carried`` are in the KPI's unit."""

    field = "target"

    def __init__(self, promised: Decimal, carried: Decimal):
        self.promised, self.carried = promised, carried
        super().__init__(f"{promised} promised over the term, {carried} in periods that cannot change")

    @property
    def too_much(self) -> bool:
        """The periods that cannot change carry more than the promise; otherwise there is no period for the rest."""
        return self.carried > self.promised


@dataclass(frozen=True)
class Carried:
    """What a period that cannot change carries; its place in months from the contract's first day."""

    from_month: Fraction
    to_month: Fraction
    amount: Decimal

    @property
    def months(self) -> Fraction:
        return self.to_month - self.from_month


@dataclass(frozen=True)
class Ladder:
    """``amount`` for ``months`` months in whole steps: what has fallen due by a month is rounded down, or ``up``."""

    amount: Decimal
    months: Fraction
    up: bool = False

    def between(self, first: Fraction, last: Fraction) -> Decimal:
        """What falls due from one month to another."""
        return self._at(last) - self._at(first)

    def _at(self, month: Fraction) -> Decimal:
        return stepped(Fraction(self.amount) * month / self.months, step_of(self.amount), up=self.up)


def step_of(*amounts: Decimal) -> Decimal:
    """Whole amounts stay whole; others are split to four places, the most that are kept."""
    return Decimal(1) if all(amount == amount.to_integral_value() for amount in amounts) else PLACES


def stepped(exact: Fraction, step: Decimal, *, up: bool = False) -> Decimal:
    """The whole steps in ``exact``, rounded down or ``up``."""
    units = exact / Fraction(step)
    return Decimal(-(-units // 1) if up else units // 1) * step


def rest_of(amount: Decimal, fixed: Sequence[Carried], rows: Sequence[object]) -> Decimal:
    """What the ``fixed`` periods leave of a promise over the term. Raises CannotShare when the free ``rows`` cannot carry it."""
    carried = sum((old.amount for old in fixed), NOTHING)
    if carried > amount or (carried < amount and not rows):
        raise CannotShare(amount, carried)
    return amount - carried


def shared(rest: Decimal, weights: Sequence[Fraction], step: Decimal, *, up: bool = False) -> list[Decimal]:
    """``rest`` in whole steps by ``weights``: how much has fallen due is rounded, so that the parts add up to it."""
    total, so_far, before = sum(weights, Fraction(0)), Fraction(0), NOTHING
    parts = []
    for weight in weights:
        so_far += weight
        reached = stepped(Fraction(rest) * so_far / total, step, up=up)
        parts.append(reached - before)
        before = reached
    return parts
