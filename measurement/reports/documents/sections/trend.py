"""The last two years by quarter."""

from measurement.figures import selectors
from measurement.figures.pages import charts
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part
from measurement.reports.models import Report
from socialvalue.common.canonical import plain

GAP = "A quarter with no verified returns is a gap, not 0."


def _freeze(material: Material) -> dict:
    trend, band = material.trend, charts.trend_band(material.trend)
    return {
        "trend": [
            {
                "label": q.label,
                "share": None if q.share is None else plain(round(q.share, 4)),
                "on_target": q.tally.on_target,
                "rated": q.tally.rated,
                "reported": q.tally.reported,
                "expected": q.tally.expected,
            }
            for q in trend
        ],
        "travel": selectors.travel_words(trend),
        "charts": {
            "trend": {
                "points": [[label, None if v is None else plain(v)] for label, v in charts.trend_points(trend)],
                "alt": charts.trend_alt(trend),
                "band": None if band is None else [plain(round(edge, 2)) for edge in band],
            }
        },
    }


def _texts(report: Report) -> list[str]:
    return [f"{report.content['charts']['trend']['alt']} {GAP}"]


PART = Part("trend", "Over time", "trend", _texts, _freeze)
