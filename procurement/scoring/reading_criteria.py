"""Reading the tree of criteria: kinds, weights that total 100, minimums and price formulas."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from . import kinds as words
from .fields import Problems, choice, mapping, misspelt, number, out_of_place, sequence, text
from .numbers import full_text
from .prices import FORMULAS
from .record import Criterion
from .source import below
from .weights import missing_weight

FORMS = ("specified", "open")
KNOWN = ("id", "kind", "weight", "form", "minimum", "formula", "ceiling", "floor", "children")
Pricing = tuple[str | None, Fraction | None, Fraction | None]  # formula, ceiling, floor
DEEPEST = 50  # levels of groups; a tree that anybody can explain to a bidder has three


class CriteriaReader:
    """Reads one tree; afterwards `kinds` holds the kind of every criterion by id, also of those with
    problems.
    """

    def __init__(self, problems: Problems, maximum: Fraction | None):
        self.problems = problems
        self.maximum = maximum
        self.kinds: dict[str, str | None] = {}
        self.price_path: str | None = None

    def read(self, value: object, path: str = "criteria", depth: int = 1) -> tuple[Criterion, ...]:
        """A set of siblings with all below them. Those without a usable id or kind are left out."""
        siblings = sequence(value, path, self.problems)
        if siblings is None:
            return ()
        if not siblings:
            self.problems.add(path, "is empty")
            return ()
        if depth > DEEPEST:
            self.problems.add(path, f"is nested more than {DEEPEST} levels deep")
            return ()
        before = len(self.problems)
        found = [self._criterion(one, f"{path}[{place}]", depth) for place, one in enumerate(siblings)]
        criteria = tuple(criterion for criterion in found if criterion is not None)
        weights_known = len(criteria) == len(siblings) and all(
            criterion.kind == words.PASS_FAIL or criterion.weight is not None for criterion in criteria
        )
        if weights_known:
            self._check_total(criteria, path, before)
        return criteria

    def _check_total(self, siblings: tuple[Criterion, ...], path: str, place: int) -> None:
        missing = missing_weight(siblings)
        if missing:
            total = full_text(100 - missing)
            what = f"{full_text(abs(missing))} is {'missing' if missing > 0 else 'too much'}"
            problem = Problems()
            problem.add(path, f"the weights total {total}, not 100: {what}")
            self.problems[place:place] = problem  # before the problems of what is nested below

    def _criterion(self, value: object, path: str, depth: int) -> Criterion | None:
        data = mapping(value, path, self.problems)
        if data is None:
            return None
        misspelt(data, path, self.problems, KNOWN)
        identity = self._identity(data.get("id"), below(path, "id"))
        kind = choice(data.get("kind"), below(path, "kind"), self.problems, words.KINDS)
        if identity is not None:
            self.kinds.setdefault(identity, kind)
        weight = None
        if kind == words.PASS_FAIL:
            out_of_place(data, path, self.problems, ["weight"], "a pass_fail criterion has no weight")
        else:
            weight = self._weight(data.get("weight"), below(path, "weight"))
        form = minimum = formula = ceiling = floor = None
        if kind is not None:
            form, minimum = self._form(data, path, kind), self._minimum(data, path, kind)
            formula, ceiling, floor = self._price(data, path, kind)
        children: tuple[Criterion, ...] = ()
        if kind == words.GROUP or (kind is None and isinstance(data.get("children"), list | tuple)):
            children = self.read(data.get("children"), below(path, "children"), depth + 1)
        elif kind is not None:
            out_of_place(data, path, self.problems, ["children"], "only a group has children")
        # A criterion with a problem is never computed; it is kept so that the sum of its siblings can be
        # checked.
        return Criterion(identity or "", kind or "", weight, form, minimum, formula, ceiling, floor, children)

    def _identity(self, value: object, path: str) -> str | None:
        identity = text(value, path, self.problems)
        if identity is not None and identity in self.kinds:
            self.problems.add(path, "is the id of an earlier criterion too")
        return identity

    def _weight(self, value: object, path: str) -> Fraction | None:
        weight = number(value, path, self.problems)
        if weight is not None and weight <= 0:
            self.problems.add(path, f"{full_text(weight)} is not more than 0")
        return weight

    def _form(self, data: Mapping[str, Any], path: str, kind: str) -> str | None:
        if kind == words.SOCIAL_VALUE:
            return choice(data.get("form"), below(path, "form"), self.problems, FORMS)
        out_of_place(data, path, self.problems, ["form"], "only a social_value criterion has a form")
        return None

    def _minimum(self, data: Mapping[str, Any], path: str, kind: str) -> Fraction | None:
        if kind not in words.SCORED:
            why = "only a quality or social_value criterion has a minimum"
            out_of_place(data, path, self.problems, ["minimum"], why)
            return None
        if data.get("minimum") is None:
            return None
        return on_scale(data["minimum"], below(path, "minimum"), self.problems, self.maximum)

    def _price(self, data: Mapping[str, Any], path: str, kind: str) -> Pricing:
        if kind != words.PRICE:
            why = "only a price criterion has this"
            out_of_place(data, path, self.problems, ["formula", "ceiling", "floor"], why)
            return None, None, None
        if self.price_path is not None:
            self.problems.add(path, f"is a second price criterion; {self.price_path} is one already")
        self.price_path = self.price_path or path
        formula = choice(data.get("formula"), below(path, "formula"), self.problems, FORMULAS)
        if formula != "linear_to_ceiling":  # a ceiling left from another choice of formula is not looked at
            return formula, None, None
        ceiling, floor = (number(data.get(end), below(path, end), self.problems) for end in ("ceiling", "floor"))
        if ceiling is not None and floor is not None and ceiling <= floor:
            what = f"{full_text(ceiling)} is not above the floor {full_text(floor)}"
            self.problems.add(below(path, "ceiling"), what)
        return formula, ceiling, floor


def on_scale(value: object, path: str, problems: Problems, maximum: Fraction | None) -> Fraction | None:
    """A number from 0 to the scale's maximum (None: the maximum itself was unreadable and is not compared
    with).
    """
    score = number(value, path, problems)
    if score is not None and score < 0:
        problems.add(path, f"{full_text(score)} is less than 0")
    elif score is not None and maximum is not None and score > maximum:
        problems.add(path, f"{full_text(score)} is more than the scale's maximum {full_text(maximum)}")
    else:
        return score
    return None
