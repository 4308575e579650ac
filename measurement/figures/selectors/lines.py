"""A line of figures: a priority, a directorate or the whole, with its tally and what was delivered of each measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from contracts.performance.combining import ADDED
from contracts.performance.enums import Kind
from contracts.standing.selectors.kpis import SCALE, counts_of, quotient
from measurement.figures.calculations.figures import Figure
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors.scope import Scope
from socialvalue.common.templatetags.formats import plain_number
from socialvalue.framework.models import Measure

TALLIED = (
    "kpis", "on_target", "below_target", "below_minimum", "not_reported", "no_target", "nothing_due",
    "expected", "reported", "waiting", "late",
)  # fmt: skip
# Which columns of the statement belong to which sum of a measure
SUMS = (
    "got", "weight", "compared", "aimed", "wanted", "promised", "least", "without_minimum",
    "expected", "reported", "waiting", "late",
)  # fmt: skip
COUNTED = {
    Kind.SUM: "values of verified returns, added up over periods and contracts",
    Kind.RATIO: "all numerators over all denominators of verified returns, over periods and contracts",
    Kind.LEVEL: "levels, which are not joined over contracts",
    Kind.YES_NO: "periods in which the promise was kept",
    Kind.MILESTONE: "milestones reached",
}


@dataclass(frozen=True)
class Line:
    """One priority, directorate or the whole: its tally, its quantities and where they come from. ``code``: in its framework.

    ``framework`` is that framework's code; ``ids``: of a priority, its keys in every version of the framework.
    """

    key: str
    pk: int | None
    name: str
    tally: Tally
    url: str
    quantities: list[Figure] = field(default_factory=list)
    description: str = ""
    code: str | None = None
    framework: str | None = None
    ids: frozenset[int] = frozenset()

    @property
    def figure(self) -> Figure:
        return self.tally.figure(self.key, self.name, self.url)


def tally_of(rows: Iterable[dict[str, Any]]) -> Tally:
    """The rows of the statement counted. The council's own duties are in no total."""
    return sum((Tally(*(int(r[n] or 0) for n in TALLIED)) for r in rows if not r["client_side"]), Tally())


def numbers(sums: Mapping[str, Any], kind: str) -> str:
    """Of a share, the two numbers behind it: “1,160 of 2,000”; “” of everything else and where there were no cases.

    Of the rows with a target, where there are any: they are what is set against it. In the statement a denominator is in
    hundredths, and what was got is 100 × the numerator in hundredths × ``SCALE``.
    """
    got, weight = (sums.get("compared"), sums.get("aimed")) if sums.get("aimed") else (sums.get("got"), sums.get("weight"))
    if kind != Kind.RATIO or got is None or not weight:
        return ""
    return f"{plain_number(Fraction(int(got), 100 * SCALE * 100))} of {plain_number(Fraction(int(weight), 100))}"


def sources_url(kind: str, pk: int, scope: Scope) -> str:
    """The page that answers "says who?" for a figure of this kind."""
    return f"{reverse('figure', args=[kind, pk])}?{scope.query}"


@dataclass
class Measured:
    """One measure (by code, over the versions of its framework) in one unit, kind and direction: the sums behind its figure."""

    measure: Measure
    unit: str
    kind: str
    direction: str
    ids: set[int] = field(default_factory=set)
    sums: dict[str, int] = field(default_factory=dict)
    # Its KPIs by how they stand
    tally: Tally = field(default_factory=Tally)

    @property
    def key(self) -> str:
        framework = self.measure.outcome.priority.version.framework
        return f"measure:{framework.code}:{self.measure.code}:{self.unit}:{self.kind}:{self.direction}"

    def _narrower(self, priority: int | None) -> str:
        """The rest of the address, so that the page of returns counts what the figure counts."""
        parts = {"unit": self.unit, "counted": self.kind, "better": self.direction}
        return urlencode(parts | ({"priority": priority} if priority else {}))

    def figure(self, scope: Scope, priority: int | None = None) -> Figure:
        """Levels have no value of several contracts. ``priority``: whose part of the measure the figure is."""
        level = self.kind == Kind.LEVEL
        s = self.sums
        promised = s.get("promised")
        return Figure(
            key=self.key,
            label=self.measure.name,
            value=None if level else quotient(s.get("got"), s.get("weight"), self.kind),
            unit=self.unit,
            counted=COUNTED[Kind(self.kind)],
            compared=None if level else quotient(s.get("compared"), s.get("aimed"), self.kind),
            target=None if level else quotient(s.get("wanted"), s.get("aimed"), self.kind),
            minimum=None if level else quotient(s.get("least"), s.get("aimed"), self.kind),
            promised=quotient(promised, 1, self.kind) if self.kind in ADDED else None,
            counts=counts_of({name: s.get(name, 0) for name in ("expected", "reported", "waiting", "late")}),
            kind=self.kind,
            direction=self.direction,
            url=f"{sources_url('measure', self.measure.pk, scope)}&{self._narrower(priority)}",
            ids=frozenset(self.ids),
            numbers=numbers(s, self.kind),
            by_standing=self.tally.standings,
        )


def measured(rows: Iterable[dict[str, Any]], measures: dict[int, Measure]) -> list[Measured]:
    """The measures of the statement's rows, joined by code over the versions of a framework, in the framework's order.

    The newest version's measure gives name and place. Never across units, kinds or directions.
    """
    found: dict[tuple, Measured] = {}
    for row in rows:
        if not row["measure_id"] or row["client_side"]:
            continue
        measure = measures[row["measure_id"]]
        version = measure.outcome.priority.version
        key = (version.framework_id, measure.code, row["unit"], row["kind"], row["direction"])
        mine = found.setdefault(key, Measured(measure, row["unit"], row["kind"], row["direction"]))
        if version.number > mine.measure.outcome.priority.version.number:
            mine.measure = measure
        mine.ids.add(measure.pk)
        mine.tally += tally_of([row])
        for name in SUMS:
            if row[name] is not None:
                mine.sums[name] = mine.sums.get(name, 0) + int(row[name])
    for one in found.values():
        # One period without a minimum, and the others’ say nothing of the whole
        if one.sums.get("without_minimum"):
            one.sums.pop("least", None)
    return sorted(found.values(), key=_place)


def _place(one: Measured) -> tuple:
    outcome = one.measure.outcome
    priority = outcome.priority
    return (
        priority.version.framework_id, priority.order, outcome.order, one.measure.order, one.measure.code, one.unit, one.kind,
        one.direction,
    )  # fmt: skip
