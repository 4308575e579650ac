"""Asked for, built in a job, frozen: the figures of a report, once."""

from datetime import date

from django.db import transaction

from measurement.reports import permissions, selectors
from measurement.reports.calculations import periods, words
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.references import next_reference
from socialvalue.jobs.services import ask_for

PREFIX = "SVR"


@transaction.atomic
def ask_for_report(
    *, by: User | None, council: Organisation, kind: str, starts_on: date, ends_on: date, overlapping: bool = False
) -> Report:
    """Make a report for the period, or find the one begun, and queue the job that builds it. ``by`` None: the schedule.

    Raises Refused: on the days of a period that cannot be reported; on ``kind`` where its report is approved (it is replaced,
    with a reason); on ``overlapping`` where another report shares days with it and ``by`` has not said that this is meant.
    """
    if by is not None:
        permissions.check_can_prepare(by, council)
    problems = periods.problems(starts_on, ends_on, clock.today())
    if problems:
        raise Refused(problems)
    # Of two who ask at once, the second waits here and finds the report of the first
    Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    report = selectors.report_of(council, kind, starts_on, ends_on)
    if report is None:
        if by is not None and not overlapping:
            check_overlaps_nothing(council, kind, starts_on, ends_on)
        report = Report.objects.create(
            council=council, kind=kind, starts_on=starts_on, ends_on=ends_on, reference=next_reference(PREFIX), requested_by=by
        )
        record("asked for a report", f"asked for {report}", by=by, about=report, council=council)
    elif by is not None and report.is_approved:
        raise Refused(f"{report.reference} for this period is approved already. Replace it, with the reason.", "kind")
    if report.status == ReportStatus.BUILDING:
        queue_building(report, by)
    return report


def check_overlaps_nothing(council: Organisation, kind: str, starts_on: date, ends_on: date) -> None:
    """Raise Refused on ``overlapping`` naming the standing reports of the kind that share days with the period."""
    others = selectors.overlapping(council, kind, starts_on, ends_on)
    if others:
        raise Refused(
            f"The period shares days with {words.listed([words.named(o) for o in others])}. "
            "Returns of those days count in both. Choose other days, or tick the box if that is meant.",
            "overlapping",
        )


def queue_building(report: Report, by: User | None):
    """The figures of the report as it stands now, frozen in a job."""
    return ask_for("report", report.building_key, by=by, arguments={"report": report.pk})


def writers(report: Report) -> list[User]:
    """Whoever asked for the report; of one that the schedule made, all who prepare reports."""
    asked = report.requested_by
    return [asked] if asked else people_who(Permission.PREPARE_REPORTS, report.council)


def queue_pdf(report: Report, by: User | None):
    """The PDF of the report as it stands now, made in a job."""
    return ask_for("report-pdf", pdf_key(report), by=by, arguments={"report": report.pk})


def pdf_key(report: Report, corrected: int = 0, withdrawn: int = 0) -> str:
    """Names the job that makes the PDF of this save of the report, with so many source returns corrected since.

    ``withdrawn``: how many of its stories were withdrawn since.
    """
    key = f"report-pdf:{report.pk}:{report.version}"
    key = f"{key}:{corrected}" if corrected else key
    return f"{key}:withdrawn-{withdrawn}" if withdrawn else key
