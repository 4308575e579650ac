"""Writes to reports: asked for, frozen, written, decided, replaced, tried again; and the schedule that makes the next one."""

from measurement.reports.services.building import ask_for_report, queue_pdf
from measurement.reports.services.correcting import queue_corrected_pdfs
from measurement.reports.services.deciding import approve_report, build_again, edit_words, return_report, submit_report
from measurement.reports.services.failing import tell_of_failure, try_again
from measurement.reports.services.freezing import build
from measurement.reports.services.replacing import replace_report
from measurement.reports.services.scheduling import make_due_reports, set_schedule

__all__ = [
    "approve_report",
    "ask_for_report",
    "build",
    "build_again",
    "edit_words",
    "make_due_reports",
    "queue_corrected_pdfs",
    "queue_pdf",
    "replace_report",
    "return_report",
    "set_schedule",
    "submit_report",
    "tell_of_failure",
    "try_again",
]
