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
    """Which parts others do not read: 1 to 4. Where that is one alone of parts that make a whole, the next smallest as well.

    Otherwise it would be the whole less the others.
    """
    few = {key for key, amount in said.items() if 0 < amount < FEWEST_SHOWN}
    if len(few) == 1 and not overlaps:
        others = sorted((amount, key) for key, amount in said.items() if key not in few and amount > 0)
        few |= {key for _, key in others[:1]}
    return frozenset(few)


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
