"""Where each figure comes from: its entry with the address of the returns behind it."""

from django.conf import settings
from django.urls import reverse

from contracts.performance.shown import plain
from measurement.figures.calculations.figures import Figure
from measurement.reports.documents.sections.section import Section
from measurement.reports.models import Report

ANNEX = Section("annex", "", "Annex: where each figure comes from", "annex", [])


def entry(number: int, f: Figure) -> dict:
    """A figure as the annex lists it; its digest is told once its returns were gathered."""
    return {
        "number": number, "key": f.key, "label": f.label, "value": plain(f.value), "unit": f.unit, "counts": f.counted,
        "target": plain(f.target), "shown": f.shown_value,
        "reported": f.counts.reported, "expected": f.counts.expected, "waiting": f.counts.waiting,
        "digest": "",
    }  # fmt: skip


def figure_address(report: Report, number: int) -> str:
    """Where a reader on paper finds the returns behind a figure."""
    return f"{settings.SITE_URL}{reverse('report-figure', args=[report.reference, number])}"
