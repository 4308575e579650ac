"""Where each figure comes from: its entry with the address of the returns behind it."""

from django.conf import settings
from django.urls import reverse

from measurement.figures.calculations.figures import Figure
from measurement.reports.documents.sections.section import Section
from measurement.reports.models import Report
from socialvalue.common.canonical import plain

ANNEX = Section("annex", "", "Annex: where each figure comes from", "annex", [])


def entry(number: int, f: Figure, digest: str) -> dict:
    """A figure as the annex lists it."""
    return {
        "number": number, "key": f.key, "label": f.label, "value": plain(f.value), "unit": f.unit, "counts": f.counts,
        "target": plain(f.target_reported), "reported": f.reported, "expected": f.expected, "waiting": f.waiting,
        "digest": digest,
    }  # fmt: skip


def figure_address(report: Report, number: int) -> str:
    """Where a reader on paper finds the returns behind a figure."""
    return f"{settings.SITE_URL}{reverse('report-figure', args=[report.reference, number])}"
