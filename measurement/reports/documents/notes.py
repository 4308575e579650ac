"""What stands before the paper: that it replaces another, was replaced, or rests on returns that were corrected since."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from measurement.reports.calculations import words
from measurement.reports.models import Report
from measurement.reports.selectors import Corrections
from socialvalue.common.templatetags.formats import plain_day


@dataclass(frozen=True)
class Note:
    """``path`` leads to more, and is called ``link``. A grave one comes with a warning."""

    title: str
    text: str
    link: str
    path: str
    grave: bool = False


def notes(report: Report, corrected: Corrections) -> list[Note]:
    """The worst first. Reads the report’s own relations and nothing else."""
    return list(_notes(report, corrected))


def _notes(report: Report, corrected: Corrections) -> Iterator[Note]:
    if report.is_replaced:
        by = report.replaced_by
        title = f"Replaced by {by.reference} on {plain_day(by.decided_at)}"
        yield Note(title, f"Because: {by.replaces_reason}", f"Read {by.reference}", _path(by), grave=True)
    if corrected:
        text = words.corrected(corrected.returns, corrected.figures)
        text += f" They say what was known on {plain_day(report.frozen_at)}."
        if not report.is_decided:
            text += " Update the figures, so that the report says what is known now."
        check = reverse("report-check", args=[report.reference])
        yield Note("Corrected since", text, "See which figures use them", check, grave=True)
    if report.replaces:
        old = report.replaces
        yield Note(f"Replaces {old.reference}", report.replaces_reason, f"Read {old.reference}", _path(old))


def _path(report: Report) -> str:
    return reverse("report", args=[report.reference])
