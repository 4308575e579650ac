"""Figures as data (figures/1): what oversight shows, as a file to compute again. docs/figures.md says what it holds."""

import json
from typing import Any

from django.db.models import QuerySet

from contracts.performance.shown import plain
from contracts.standing.selectors.kpis import KpiLine, kpi_lines
from measurement.figures.calculations.tally import STANDINGS, Tally
from measurement.figures.selectors import Line, achievement
from measurement.figures.selectors.lines import Measured
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Directorate
from socialvalue.framework.models import Measure, Priority

FORMAT = "figures/1"
Data = dict[str, Any]


def figures_json(scope: Scope) -> str:
    """The file's text, ended by a new line; plain ASCII, so that no terminal's letters get in the way."""
    return json.dumps(figures_data(scope), indent=2) + "\n"


def figures_data(scope: Scope) -> Data:
    """The figures of a scope; numbers as decimal strings, None where nothing is known. Nine queries, however many rows."""
    found = achievement(scope)
    lines = sorted(kpi_lines(scope.contracts(), scope.span), key=lambda k: (k.reference, k.contract_id, k.number, k.pk))
    codes = _Codes(lines)
    return {
        "format": FORMAT,
        "from": scope.starts_on.isoformat(),
        "to": scope.ends_on.isoformat(),
        "as_of": scope.as_of.isoformat(),
        "kpis": [codes.kpi(k) for k in lines if not k.client_side],
        "client_side": [codes.kpi(k) for k in lines if k.client_side],
        "measures": [_measure(m, scope) for m in found.measures],
        "priorities": [{"priority": line.code, **_tally(line)} for line in found.priorities],
        "directorates": [{"directorate": line.code, **_tally(line)} for line in found.directorates],
        "total": _tally(found.total),
    }


class _Codes:
    """The codes by which the file names priorities, directorates and measures, for these KPIs."""

    def __init__(self, lines: list[KpiLine]):
        self.priorities = _codes_of(Priority.objects.all(), {k.priority_id for k in lines})
        self.measures = _codes_of(Measure.objects.all(), {k.measure_id for k in lines})
        self.directorates = _codes_of(Directorate.objects.all(), {k.directorate_id for k in lines})

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
