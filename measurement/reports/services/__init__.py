"""Writes to reports: asked for, frozen, written, decided; and the schedule that makes the next one."""

from measurement.reports.services.building import ask_for_report, build, queue_pdf
from measurement.reports.services.deciding import approve_report, build_again, edit_words, return_report, submit_report
from measurement.reports.services.scheduling import make_due_reports, set_schedule

__all__ = [
    "approve_report",
    "ask_for_report",
    "build",
    "build_again",
    "edit_words",
    "make_due_reports",
    "queue_pdf",
    "return_report",
    "set_schedule",
    "submit_report",
]
