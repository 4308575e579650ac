"""Who benefited: whether the parts make the whole, the share of each, and what is not shown because it is about few people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# Of whom nothing is known
UNKNOWN = "unknown"
# Fewer than so many could be recognised
FEWEST_SHOWN = 5
MOST_GROUPS = 40


@dataclass(frozen=True)
class Group:
    key: str
    name: str


@dataclass(frozen=True)
class Check:
    """``unknown``: what nothing said accounts for, filled up; ``over``: by how much the parts are more than the whole."""

    unknown: Decimal = Decimal(0)
    over: Decimal = Decimal(0)
    beyond: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        return not self.over and not self.beyond


def check(whole: Decimal, said: Mapping[str, Decimal], *, overlaps: bool) -> Check:
    """Groups of which somebody is in one only make the whole: the rest is not known, and shown so. More than the whole is wrong.

    Of groups that overlap none is more than the whole; they need not add up, and no rest is worked out.
    """
    if overlaps:
        return Check(beyond=tuple(key for key, amount in said.items() if amount > whole))
    total = sum(said.values(), Decimal(0))
    if total > whole:
        return Check(over=total - whole)
    return Check(unknown=whole - total)


def filled(whole: Decimal, said: Mapping[str, Decimal], *, overlaps: bool) -> dict[str, Decimal]:
    """With the rest added to what is not known, where the groups make a whole and anything was said."""
    found = dict(said)
    rest = check(whole, said, overlaps=overlaps).unknown if said else Decimal(0)
    if rest:
        found[UNKNOWN] = found.get(UNKNOWN, Decimal(0)) + rest
    return found


def share(amount: Decimal, whole: Decimal) -> Fraction | None:
    """Of a whole of nothing there is no share."""
    return Fraction(amount) / Fraction(whole) if whole else None


@dataclass(frozen=True)
class Shown:
    """One part as somebody reads it; ``amount`` None: it is few people, or another could be worked out from it."""

    group: Group
    amount: Decimal | None
    share: Fraction | None
    target: Decimal | None
    missing: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.amount is None and not self.missing

    @property
    def reaches(self) -> bool | None:
        return None if self.target is None or self.amount is None else self.amount >= self.target


def hidden(said: Mapping[str, Decimal], *, overlaps: bool) -> frozenset[str]:
    """Which parts others do not read: 1 to 4. Of parts that make a whole the next smallest too, until none can be worked out.

    The whole less what is shown is the sum of what is hidden. Where no part is left to be added, the noughts are hidden as well:
    otherwise it would be read off where the few are.
    """
    few = {key for key, amount in said.items() if 0 < amount < FEWEST_SHOWN}
    if overlaps or not few:
        return frozenset(few)
    # Of equal ones all: which of them was added would say which was not the smallest
    others = sorted({amount for amount in said.values() if amount >= FEWEST_SHOWN}, reverse=True)
    while others and _leaves_no_choice([said[key] for key in few]):
        smallest = others.pop()
        few |= {key for key, amount in said.items() if amount == smallest}
    return frozenset(said) if _leaves_no_choice([said[key] for key in few]) else frozenset(few)


def _leaves_no_choice(amounts: Sequence[Decimal]) -> bool:
    """Whether their sum says each of them: one alone, or all of them the least or the most that is hidden."""
    return len(amounts) == 1 or sum(amounts) in (len(amounts), (FEWEST_SHOWN - 1) * len(amounts))


def shown(
    groups: Sequence[Group],
    whole: Decimal,
    said: Mapping[str, Decimal],
    *,
    overlaps: bool,
    targets: Mapping[str, Decimal],
    exact: bool,
) -> list[Shown]:
    """The parts in their order, “Not known” last and only where there is any. ``exact``: for who reports or verifies it."""
    parts = filled(whole, said, overlaps=overlaps)
    few = frozenset() if exact else hidden(parts, overlaps=overlaps)
    rows = [*groups, *([Group(UNKNOWN, "Not known")] if parts.get(UNKNOWN) else [])]
    found = []
    for group in rows:
        amount = parts.get(group.key)
        seen = None if amount is None or group.key in few else amount
        part = share(seen, whole) if seen is not None else None
        found.append(Shown(group, seen, part, targets.get(group.key), missing=amount is None))
    return found
