"""Promised and delivered, by priority: as counts of KPIs, then as quantities of each measure."""

from measurement.figures.pages import charts
from measurement.figures.selectors import Line
from measurement.reports.calculations.sources import Which
from measurement.reports.documents.sections.lines import frozen_line
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part
from measurement.reports.models import Report


def _freeze(material: Material) -> dict:
    lines = material.found.priorities
    return {
        "priorities": [frozen_line(line, material, Which(priorities=_ids(line))) for line in lines],
        "charts": {
            "series": charts.SERIES,
            "priorities": {
                "rows": [[label, values] for label, values in charts.stacked(lines)],
                "alt": charts.stacked_alt(lines),
            },
        },
    }


def _ids(line: Line) -> list[int | None]:
    """Priorities of earlier versions of the framework count with today's of the same code."""
    ids: list[int | None] = [*sorted(line.ids)]
    return [None] if line.pk is None else ids


def _texts(report: Report) -> list[str]:
    rows = report.content["priorities"]
    return [f"{p['name']}: {p['sentence']}. {p['coverage_words']}." for p in rows if p["kpis"]]


def _quantities(report: Report) -> list[str]:
    return [
        "Values of verified returns are set against what was promised for the same periods. People, pounds "
        "and tonnes are not added together.",
    ]


PART = Part("priorities", "Promised and delivered, by priority", "priorities", _texts, _freeze)
QUANTITIES = Part("quantities", "What was delivered", "quantities", _quantities)
