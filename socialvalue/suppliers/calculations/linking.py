"""Which organisation somebody means by a name and a number: the one rule, for files, forms and registering. No Django.

Linked without asking is only what cannot be a stranger's doing: a number that an officer confirmed, or one of an organisation
that has no accounts; or, without any number, a name that exactly one organisation has, if that one is confirmed or has no
accounts. Everything else is a question with its candidates.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from socialvalue.suppliers.calculations import names
from socialvalue.suppliers.calculations.numbers import Number, readings

BY_NUMBER, BY_NAME = "number", "name"


@dataclass(frozen=True)
class Known:
    """An organisation as the rule sees it. ``names``: every spelling it has or had; ``numbers``: those it holds."""

    key: int
    names: tuple[str, ...]
    numbers: frozenset[Number] = frozenset()
    sure_numbers: frozenset[Number] = frozenset()
    confirmed: bool = False
    has_accounts: bool = False

    @property
    def trusted(self) -> bool:
        """No stranger made it, or an officer said who it is."""
        return self.confirmed or not self.has_accounts

    def holds(self, wanted: Iterable[Number]) -> bool:
        return not self.numbers.isdisjoint(wanted)

    def surely_holds(self, wanted: Iterable[Number]) -> bool:
        return not (self.sure_numbers if self.has_accounts else self.numbers).isdisjoint(wanted)

    def conflicts(self, wanted: tuple[Number, ...]) -> bool:
        """It has another number of the register that ``wanted`` is of."""
        return not self.holds(wanted) and any(n.scheme in {mine.scheme for mine in self.numbers} for n in wanted[:1])


@dataclass(frozen=True)
class Linked:
    key: int
    how: str


@dataclass(frozen=True)
class New:
    """Nobody known is meant."""


@dataclass(frozen=True)
class Question:
    """``candidates``: keys, the likeliest first; ``why`` reads after the name: “… has another register number”."""

    candidates: tuple[int, ...]
    why: str


@dataclass
class Register:
    """The organisations that are known, found by number and by name."""

    known: dict[int, Known] = field(default_factory=dict)
    _by_number: dict[Number, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, known: Iterable[Known]) -> "Register":
        register = cls()
        for one in known:
            register.add(one)
        return register

    def add(self, one: Known) -> None:
        """Add it, or put it in the place of what was known under its key."""
        self.known[one.key] = one
        for number in one.numbers:
            self._by_number[number].add(one.key)
        for name in one.names:
            self._by_name[names.normalised(name)].add(one.key)

    def holding(self, numbers: Iterable[Number]) -> set[int]:
        return {key for number in numbers for key in self._by_number.get(number, ())}

    def named(self, name: str) -> set[int]:
        return set(self._by_name.get(names.normalised(name), ()))

    def alike(self, name: str, least: int = names.ALIKE) -> list[int]:
        """Keys of organisations with a like name, the likest first; an equal one is the likest."""
        found = {key: max(names.likeness(name, mine) for mine in one.names) for key, one in self.known.items()}
        return sorted((key for key, how in found.items() if how >= least), key=lambda key: (-found[key], key))


def link(name: str, number: str, register: Register) -> Linked | New | Question:
    """Whom ``name`` with ``number`` (as somebody wrote it; may be empty or a placeholder) means, by the rule above."""
    numbers = readings(number)
    if numbers:
        return _by_number(name, numbers, register)
    same = register.named(name)
    if len(same) == 1 and register.known[next(iter(same))].trusted:
        return Linked(next(iter(same)), BY_NAME)
    if len(same) > 1:
        return _asked(same, "is the name of several suppliers", name, register)
    if same:
        return _asked(same, "is a name that somebody registered, and no council has confirmed who they are", name, register)
    alike = register.alike(name)
    return Question(tuple(alike), "is like the name of a supplier here") if alike else New()


def _by_number(name: str, numbers: tuple[Number, ...], register: Register) -> Linked | New | Question:
    holders, same = register.holding(numbers), register.named(name)
    if len(holders) > 1:
        return _asked(holders | same, "has a register number that several suppliers gave", name, register)
    if holders:
        one = register.known[next(iter(holders))]
        if same - holders:
            return _asked(holders | same, "has the name of one supplier and the register number of another", name, register)
        if not one.surely_holds(numbers):
            return _asked(holders, "has a register number that somebody gave, and no council has confirmed it", name, register)
        if all(names.is_unlike(name, mine) for mine in one.names):
            return _asked(holders, "has the register number of a supplier with quite another name", name, register)
        return Linked(one.key, BY_NUMBER)
    if same:
        return _asked(same, "is the name of a supplier here, which has not this register number", name, register)
    alike = [key for key in register.alike(name) if not register.known[key].conflicts(numbers)]
    return Question(tuple(alike), "is like the name of a supplier here") if alike else New()


def _asked(keys: set[int], why: str, name: str, register: Register) -> Question:
    def nearness(key: int) -> tuple[int, int]:
        return -max(names.likeness(name, mine) for mine in register.known[key].names), key

    return Question(tuple(sorted(keys, key=nearness)), why)
