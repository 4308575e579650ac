"""The tree of award criteria in memory: points of 100, and what the weights lack. Reads attributes only, no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar

from procurement.scoring import effective_weights, missing_weight
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form
from socialvalue.common.templatetags.formats import plain_number

SCORED = (K.QUALITY, K.SOCIAL_VALUE)


class Weighed(Protocol):
    """What the tree reads of a criterion."""

    @property
    def pk(self) -> Any: ...

    @property
    def lot_id(self) -> int: ...

    @property
    def parent_id(self) -> int | None: ...

    @property
    def kind(self) -> str: ...

    @property
    def form(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def weight(self) -> Decimal | None: ...

    @property
    def minimum(self) -> Decimal | None: ...

    @property
    def formula(self) -> str: ...

    @property
    def ceiling(self) -> Decimal | None: ...

    @property
    def floor(self) -> Decimal | None: ...


C = TypeVar("C", bound=Weighed)


@dataclass
class Node(Generic[C]):
    """A criterion with its children. ``points`` is its part of 100; None while a weight above it is missing.

    ``within``: the titles of the groups it stands in, from the top.
    """

    criterion: C
    within: tuple[str, ...] = ()
    points: Fraction | None = None
    children: list["Node[C]"] = field(default_factory=list)

    def as_record(self) -> dict[str, Any]:
        """The node as the evaluation record writes it."""
        c = self.criterion
        entry: dict[str, Any] = {"id": c.key, "kind": c.kind}
        values = {
            "weight": c.weight,
            "form": c.form or None,
            "minimum": c.minimum,
            "formula": c.formula or None,
            "ceiling": c.ceiling,
            "floor": c.floor,
        }
        entry |= {name: str(value) for name, value in values.items() if value is not None}
        if c.kind == K.GROUP:
            entry["children"] = [child.as_record() for child in self.children]
        return entry


def build(criteria: Iterable[C]) -> list[Node[C]]:
    """The roots of the tree of one lot, children in their order, points filled in.

    Raises ValueError for criteria of several: each lot has 100 points of its own, and theirs are never added up.
    """
    nodes = {c.pk: Node(c) for c in criteria}
    if len({node.criterion.lot_id for node in nodes.values()}) > 1:
        raise ValueError("criteria of several lots make no tree: build one for each")
    roots: list[Node[C]] = []
    for node in nodes.values():
        parent = nodes.get(node.criterion.parent_id)
        (parent.children if parent else roots).append(node)
    points = effective_weights([root.as_record() for root in roots])
    for node in walk(roots):
        node.points = points.get(node.criterion.key)
        for child in node.children:
            child.within = (*node.within, node.criterion.title)
    return roots


def build_each(criteria: Iterable[C]) -> list[Node[C]]:
    """The roots of several lots, in the order in which their criteria come: for what goes through all questions of a tender.

    Points stay those of each lot.
    """
    lots: dict[int, list[C]] = {}
    for criterion in criteria:
        lots.setdefault(criterion.lot_id, []).append(criterion)
    return [root for rows in lots.values() for root in build(rows)]


def walk(nodes: Iterable[Node[C]]) -> Iterator[Node[C]]:
    """Every node, parents before children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def leaves(roots: Iterable[Node[C]], *kinds: str) -> list[Node[C]]:
    """Nodes that are not groups, of these kinds or of all."""
    return [n for n in walk(roots) if n.criterion.kind != K.GROUP and (not kinds or n.criterion.kind in kinds)]


def weight_problems(roots: list[Node[C]]) -> list[str]:
    """What keeps the weights from totalling 100 in every group, one sentence each; empty when they do."""
    if not roots:
        return ["There are no award criteria yet"]
    problems = _siblings("The criteria at the top", roots)
    for node in walk(roots):
        if node.criterion.kind != K.GROUP:
            continue
        if node.children:
            problems += _siblings(f"The criteria under {node.criterion.title}", node.children)
        else:
            problems.append(f"The group {node.criterion.title} has no criteria in it")
    return problems


def _siblings(where: str, nodes: list[Node[C]]) -> list[str]:
    entries = [node.as_record() for node in nodes]
    unweighted = [n.criterion.title for n in nodes if n.criterion.kind != K.PASS_FAIL and n.criterion.weight is None]
    missing = missing_weight(entries)
    problems = [f"{title} has no weight yet" for title in unweighted]
    if missing:
        size = abs(missing)
        verb = "is" if size == 1 else "are"
        what = "missing" if missing > 0 else "too much"
        problems.append(f"{where} add up to {plain_number(100 - missing, 4)} %. {plain_number(size, 4)} % {verb} {what}.")
    return problems


@dataclass(frozen=True)
class SocialValueShare:
    """Points of 100 for social value, and how they divide; None where a weight is missing."""

    total: Fraction | None
    specified: Fraction | None
    open: Fraction | None

    def __str__(self) -> str:
        if self.total is None:
            return "Social value’s share is known once every weight is filled in."
        if not self.total:
            return "Social value is not scored."
        sentence = f"Social value is {plain_number(self.total)} of 100 points"
        if self.specified and self.open:
            split = f"{plain_number(self.specified)} for specified requirements, {plain_number(self.open)} for the open question"
            return f"{sentence}: {split}."
        return f"{sentence}, all for {'specified requirements' if self.specified else 'the open question'}."


def social_value_share(roots: list[Node[C]]) -> SocialValueShare:
    """How much of 100 social value has, and its split into specified and open."""
    found = leaves(roots, K.SOCIAL_VALUE)
    known = [(node.criterion.form, node.points) for node in found if node.points is not None]
    if not roots or len(known) < len(found):
        return SocialValueShare(None, None, None)

    def total(form: str) -> Fraction:
        return sum((points for of, points in known if of == form), Fraction(0))

    specified, open_ = total(Form.SPECIFIED), total(Form.OPEN)
    return SocialValueShare(specified + open_, specified, open_)


def suggested_key(kind: str, taken: set[str], slug: str = "") -> str:
    """A short key that no other criterion of the tender has: price, q1, pass1, quality. ``slug``: of a group's title."""
    if kind in (K.PRICE, K.GROUP):
        stem = "price" if kind == K.PRICE else slug[:30] or "group"
        if stem not in taken:
            return stem
    else:
        stem = "pass" if kind == K.PASS_FAIL else "q"
    number = 1 if kind not in (K.PRICE, K.GROUP) else 2
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
