"""Figures as data (figures/1): what oversight shows, as a file to compute again. docs/figures.md says what it holds."""

import json
from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import Any

from django.db.models import QuerySet

from contracts.performance.shown import plain
from contracts.standing.selectors.kpis import KpiLine
from measurement.figures.calculations.tally import STANDINGS, Tally
from measurement.figures.selectors import Line, achievement
from measurement.figures.selectors.achievement import group_rows
from measurement.figures.selectors.every import every_kpi
from measurement.figures.selectors.lines import Measured
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Directorate
from socialvalue.framework.models import Measure, Priority

FORMAT = "figures/1"
# Names of the lists of KPIs → whether they are the council's own duties
LISTS = {"kpis": False, "client_side": True}
OUTER, INNER = "  ", "    "
Data = dict[str, Any]


def figures_json(scope: Scope) -> str:
    """The file's text, ended by a new line; plain ASCII, so that no terminal's letters get in the way."""
    return _text(figures_data(scope)) + "\n"


def figures_data(scope: Scope) -> Data:
    """The figures of a scope; numbers as decimal strings, None where nothing is known."""
    lines = list(every_kpi(scope))
    codes = _Codes(lines)
    kpis = {name: [codes.kpi(k) for k in lines if k.client_side == own] for name, own in LISTS.items()}
    return _head(scope) | kpis | _foot(scope)


def figures_pieces(scope: Scope) -> Iterator[str]:
    """The same text, byte for byte, in pieces: a KPI at a time, none of which stays in memory. Of kept figures."""
    head, foot = _parts(_head(scope)), _parts(_foot(scope))
    codes = _Codes(group_rows(scope))
    yield "{\n" + ",\n".join(head)
    for name, own in LISTS.items():
        yield f',\n  "{name}": ['
        last = ""
        for line in every_kpi(scope):
            if line.client_side == own:
                yield f"{last}\n{indent(_text(codes.kpi(line)), INNER)}"
                last = ","
        yield "\n  ]" if last else "]"
    yield ",\n" + ",\n".join(foot) + "\n}\n"


def _text(data: Any) -> str:
    return json.dumps(data, indent=2)


def _parts(data: Data) -> list[str]:
    """Each name with its value, as it stands in the file."""
    return [indent(f"{json.dumps(name)}: {_text(value)}", OUTER) for name, value in data.items()]


def _head(scope: Scope) -> Data:
    return {
        "format": FORMAT,
        "from": scope.starts_on.isoformat(),
        "to": scope.ends_on.isoformat(),
        "as_of": scope.as_of.isoformat(),
    }


def _foot(scope: Scope) -> Data:
    found = achievement(scope)
    return {
        "measures": [_measure(m, scope) for m in found.measures],
        "priorities": [{"priority": line.code, **_tally(line)} for line in found.priorities],
        "directorates": [{"directorate": line.code, **_tally(line)} for line in found.directorates],
        "total": _tally(found.total),
    }


class _Codes:
    """The codes by which the file names priorities, directorates and measures, for these KPIs."""

    def __init__(self, of: Iterable[KpiLine | dict[str, Any]]):
        """``of``: the KPIs, or the groups that they are in."""
        keys = [(_key(one, "priority_id"), _key(one, "measure_id"), _key(one, "directorate_id")) for one in of]
        self.priorities = _codes_of(Priority.objects.all(), {priority for priority, _, _ in keys})
        self.measures = _codes_of(Measure.objects.all(), {measure for _, measure, _ in keys})
        self.directorates = _codes_of(Directorate.objects.all(), {directorate for _, _, directorate in keys})

    def kpi(self, k: KpiLine) -> Data:
        f, counts = k.figure, k.figure.counts
        return {
            "contract": k.reference,
            "kpi": k.number,
            "priority": self.priorities.get(k.priority_id),
            "directorate": self.directorates.get(k.directorate_id),
            "measure": self.measures.get(k.measure_id),
            "unit": k.unit,
            "kind": str(f.kind),
            "direction": str(f.direction),
            "expected": counts.expected,
            "reported": counts.reported,
            "waiting": counts.waiting,
            "late": counts.late,
            "value": plain(f.value),
            "target": plain(f.target),
            "minimum": plain(f.minimum),
            "standing": f.standing.value,
        }


def _key(one: KpiLine | dict[str, Any], name: str) -> int | None:
    found: int | None = one[name] if isinstance(one, dict) else getattr(one, name)
    return found


def _codes_of(rows: QuerySet, keys: set[int | None]) -> dict[int | None, str]:
    return dict(rows.filter(pk__in=[k for k in keys if k is not None]).values_list("pk", "code"))


def _measure(one: Measured, scope: Scope) -> Data:
    f = one.figure(scope)
    return {
        "measure": one.measure.code,
        "unit": one.unit,
        "kind": str(one.kind),
        "direction": str(one.direction),
        "expected": f.counts.expected,
        "reported": f.counts.reported,
        "waiting": f.counts.waiting,
        "value": plain(f.value),
        "target": plain(f.target),
    }


def _tally(line: Line) -> Data:
    t: Tally = line.tally
    return {
        "kpis": t.kpis,
        **{standing: getattr(t, standing) for standing in STANDINGS},
        "expected": t.expected,
        "reported": t.reported,
        "waiting": t.waiting,
    }
