"""What the product answers, in the shape of the format, and both answers in an order of their own so that they can be compared."""

from datetime import date

from contracts.performance.shown import plain
from contracts.standing.selectors.kpis import kpi_lines
from measurement.figures.selectors.achievement import achievement
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Directorate
from socialvalue.framework.models import Measure, Priority

COUNTED = ("kpis", "on_target", "below_target", "below_minimum", "not_reported", "no_target", "nothing_due")
ROWS = ("expected", "reported", "waiting")


def answered(council, starts_on: date, ends_on: date, as_of: date) -> dict:
    """The figures of a council as pages and reports take them, spelled as the file spells them."""
    scope = Scope(council.pk, starts_on, ends_on, as_of)
    found = achievement(scope)
    lines = kpi_lines(scope.contracts(), scope.span)
    return {
        "format": "figures/1",
        "from": starts_on.isoformat(),
        "to": ends_on.isoformat(),
        "as_of": as_of.isoformat(),
        "kpis": [_kpi(line) for line in lines if not line.client_side],
        "measures": [_measure(one.figure(scope), one.measure.code) for one in found.measures],
        "priorities": [{"priority": line.code, **_counted(line.tally)} for line in found.priorities if line.tally.kpis],
        "directorates": [{"directorate": line.code, **_counted(line.tally)} for line in found.directorates if line.tally.kpis],
        "total": _counted(found.total.tally),
        "client_side": [_kpi(line) for line in lines if line.client_side],
    }


def _kpi(line) -> dict:
    figure = line.figure
    return {
        "contract": line.reference,
        "kpi": line.number,
        "priority": _code(Priority, line.priority_id),
        "directorate": _code(Directorate, line.directorate_id),
        "measure": _code(Measure, line.measure_id),
        "unit": line.unit,
        "kind": figure.kind,
        "direction": figure.direction,
        **{name: getattr(figure.counts, name) for name in (*ROWS, "late")},
        "value": plain(figure.value),
        "target": plain(figure.target),
        "minimum": plain(figure.minimum),
        "standing": figure.standing.value,
    }


def _code(model, pk: int | None) -> str | None:
    return model.objects.values_list("code", flat=True).get(pk=pk) if pk else None


def _measure(figure, code: str) -> dict:
    return {
        "measure": code,
        "unit": figure.unit,
        "kind": figure.kind,
        "direction": figure.direction,
        **{name: getattr(figure.counts, name) for name in ROWS},
        "value": plain(figure.value),
        "target": plain(figure.target),
    }


def _counted(tally) -> dict:
    return {name: getattr(tally, name) for name in (*COUNTED, *ROWS)}


def ordered(document: dict) -> dict:
    """The document with every list in one order, whichever it came in."""
    return {name: sorted(part, key=repr) if isinstance(part, list) else part for name, part in document.items()}
