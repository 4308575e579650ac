"""Writes to reports: asked for, frozen, written, decided; and the schedule that makes the next one."""

from measurement.reports.services.deciding import (
    approve_report,
    ask_for_report,
    build,
    build_again,
    edit_words,
    make_due_reports,
    queue_pdf,
    return_report,
    set_schedule,
    submit_report,
)

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
