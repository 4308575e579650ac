"""A priority or a directorate frozen: its tally, and what was delivered of each measure."""

from decimal import Decimal

from contracts.performance.enums import Combining
from measurement.figures.calculations.figures import Figure
from measurement.figures.selectors import Line
from measurement.reports.documents.sections.material import Material, Source
from socialvalue.common.canonical import plain

COUNTED = ("kpis", "green", "amber", "red", "missing", "none", "expected", "reported", "waiting", "rated")


def tally(line: Line) -> dict:
    """The indicators of a line by rating and its returns, as numbers and in words."""
    t = line.tally
    return {**{name: getattr(t, name) for name in COUNTED}, "coverage_words": t.coverage_words, "sentence": t.sentence()}


def frozen_line(line: Line, material: Material, sources: list[Source]) -> dict:
    """A line with its figure and those of its measures kept; ``sources`` are the returns behind it."""
    return {
        "key": line.key,
        "name": line.name,
        "description": line.description,
        "figure": material.keep(line, line.figure, sources),
        **tally(line),
        "measures": [_quantity(line, f, material, sources) for f in line.quantities],
    }


def _quantity(line: Line, f: Figure, material: Material, sources: list[Source]) -> dict:
    measure_id = int(f.key.split(":")[1])
    mine = [s for s in sources if s.measure_id == measure_id and s.unit == f.unit and s.combining == Combining.SUM]
    return {
        "label": f.label,
        "unit": f.unit,
        "delivered": plain(f.value),
        "promised": plain(f.target_reported),
        "promised_in_all": plain(f.target),
        "share": None if f.share is None else plain(round(Decimal(f.share.numerator * 100) / f.share.denominator, 4)),
        "coverage_words": f.coverage_words,
        "sentence": f.sentence,
        "figure": material.keep(line, f, mine),
    }
