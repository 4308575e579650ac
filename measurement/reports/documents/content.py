"""What a report freezes: every table, chart, story and concern as plain data, and which returns stand behind each figure.

The page and the PDF are drawn from this and from the officer's words, from nothing else. Each section of the kind adds its part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from measurement.figures import selectors
from measurement.figures.calculations.figures import Figure
from measurement.figures.selectors.scope import Scope
from measurement.reports.calculations.sources import Which
from measurement.reports.documents.kinds import KINDS
from measurement.reports.documents.sections.annex import entry
from measurement.reports.documents.sections.material import Material, scope_of
from measurement.reports.models import Report
from socialvalue.common import clock

FORMAT = "report/2"


@dataclass(frozen=True)
class Frozen:
    """The content as JSON-ready data, without the digests; the figures, each with which returns stand behind it."""

    content: dict
    figures: list[tuple[Figure, Which]]
    scope: Scope


def freeze(report: Report, now: datetime, progress: Callable[[int, str], None] = lambda percent, step: None) -> Frozen:
    """Compute everything once, at ``now``."""
    scope = scope_of(report, now.astimezone(clock.LONDON).date())
    progress(5, "Counting promised and delivered")
    found, trend = selectors.achievement(scope), selectors.quarters(scope)
    progress(25, "Gathering stories and what needs attention")
    material = Material(report, scope, found, trend)
    content = _heading(material, now)
    charts: dict[str, dict] = {}
    for part in KINDS[report.kind].parts:
        made = part.freeze(material)
        charts |= made.pop("charts", {})
        content |= made
    entries = [entry(n, figure) for n, (figure, _) in enumerate(material.figures, start=1)]
    return Frozen({**content, "charts": charts, "figures": entries}, material.figures, scope)


def _heading(material: Material, now: datetime) -> dict:
    report, scope = material.report, material.scope
    return {
        "format": FORMAT,
        "council": report.council.name,
        "reference": report.reference,
        "kind": report.kind,
        "from": _author(report),
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "as_of": scope.as_of.isoformat(),
        "frozen_at": now.isoformat(),
        "illustrative": scope.contracts().filter(illustrative=True).count(),
    }


def _author(report: Report) -> str:
    person = report.requested_by
    if person is None:
        return report.council.name
    return f"{person.name}, {person.job_title}" if person.job_title else person.name
