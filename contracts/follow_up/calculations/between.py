"""Rules between measures: what the first ones make together is at most, or exactly, what the second is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.follow_up.enums import Compares


@dataclass(frozen=True)
class Rule:
    """One rule of a council. ``parts`` and ``whole`` are keys of measures; ``names`` says what each is called."""

    pk: int
    compares: str
    parts: tuple[str, ...]
    whole: str
    names: Mapping[str, str]


def broken(rule: Rule, reported: Mapping[str, Decimal]) -> tuple[Decimal, Decimal] | None:
    """(what the parts make, what the whole is) where the rule does not hold; None where it does or cannot be told.

    Missing is not nought. Parts are exactly the whole only where each was reported; where some are missing, those that are
    there may still not be more than it.
    """
    whole = reported.get(rule.whole)
    known = [reported[part] for part in rule.parts if part in reported]
    if whole is None or not known:
        return None
    made = sum(known, Decimal(0))
    all_there = len(known) == len(rule.parts)
    if rule.compares == Compares.EQUAL and all_there:
        return None if made == whole else (made, whole)
    return (made, whole) if made > whole else None
