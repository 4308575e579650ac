"""A priority or a directorate frozen: its tally, and what was delivered of each measure."""

from contracts.performance.shown import plain
from measurement.figures.calculations.figures import Figure
from measurement.figures.selectors import Line
from measurement.reports.calculations.sources import Which
from measurement.reports.documents.sections.material import Material

COUNTED = (
    "kpis", "on_target", "below_target", "below_minimum", "not_reported", "no_target", "nothing_due",
    "expected", "reported", "waiting", "late", "rated",
)  # fmt: skip


def tally(line: Line) -> dict:
    """The KPIs of a line by standing and its returns, as numbers and in words."""
    t = line.tally
    return {**{name: getattr(t, name) for name in COUNTED}, "coverage_words": t.coverage_words, "sentence": t.sentence()}


def frozen_line(line: Line, material: Material, which: Which) -> dict:
    """A line with its figure and those of its measures kept; ``which`` are the returns behind it."""
    return {
        "key": line.key,
        "name": line.name,
        "description": line.description,
        "figure": material.keep(line, line.figure, which),
        **tally(line),
        "measures": [_quantity(line, f, material, which) for f in line.quantities],
    }


def _quantity(line: Line, f: Figure, material: Material, which: Which) -> dict:
    mine = which.of_measures(f.ids, f.unit, f.kind, f.direction)
    return {
        "label": f.label,
        "unit": f.unit,
        "kind": f.kind,
        "direction": f.direction,
        "delivered": plain(f.value),
        "promised": plain(f.target),
        "said": f"{f.said[0].upper()}{f.said[1:]}",
        "promised_by_now": plain(f.promised),
        "share": plain(f.share * 100 if f.share is not None else None),
        "coverage_words": f.coverage_words,
        "sentence": f.sentence,
        "figure": material.keep(line, f, mine),
    }
