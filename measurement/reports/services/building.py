"""Asked for, built in a job, frozen: the figures of a report, once."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from measurement.reports import permissions
from measurement.reports.calculations import words
from measurement.reports.documents import content as frozen_content
from measurement.reports.documents.kinds import KINDS
from measurement.reports.enums import ReportStatus
from measurement.reports.models import FrozenFigure, Report
from measurement.reports.selectors import kept
from measurement.reports.workflow import REPORT
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.canonical import sha256
from socialvalue.common.errors import Refused
from socialvalue.common.references import next_reference
from socialvalue.common.saving import locked, save_changes
from socialvalue.jobs.services import ask_for
from socialvalue.notifications.services import tell_all

PREFIX = "SVR"


@transaction.atomic
def ask_for_report(*, by: User | None, council: Organisation, kind: str, starts_on: date, ends_on: date) -> Report:
    """Make a report for the period, or find the one that exists, and queue the job that builds it. ``by`` None: the schedule.

    Raises Refused on ``ends_on`` when the period is the wrong way round or not over yet.
    """
    if by is not None:
        permissions.check_can_prepare(by, council)
    if ends_on <= starts_on:
        raise Refused("The period must end after it starts", "ends_on")
    if ends_on >= clock.today():
        raise Refused("The period must be over: choose a last day before today", "ends_on")
    period = {"council": council, "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    report = Report.objects.filter(**period).first()
    if report is None:
        report = Report.objects.create(**period, reference=next_reference(PREFIX), requested_by=by)
        record("asked for a report", f"asked for {report}", by=by, about=report, council=council)
    if report.status == ReportStatus.BUILDING:
        queue_building(report, by)
    return report


def queue_building(report: Report, by: User | None):
    """The figures of the report as it stands now, frozen in a job."""
    return ask_for("report", f"report:{report.pk}:{report.version}", by=by, arguments={"report": report.pk})


def build(report_id: int, progress=lambda percent, step: None) -> Report:
    """Compute and freeze, once: a report that is frozen already is answered as it is.

    One transaction: after a killed worker nothing is half frozen, and the job starts anew.
    """
    with transaction.atomic():
        report = locked(Report(pk=report_id))
        if report.status != ReportStatus.BUILDING:
            return report
        now = clock.now()
        frozen = frozen_content.freeze(report, now, progress)
        report.figures.all().delete()
        _keep_figures(report, frozen)
        changes = {"content": frozen.content, "sha256": sha256(frozen.content), "frozen_at": now}
        drafted = words.first_draft(report, frozen.content, body=KINDS[report.kind].body)
        written = {name: text for name, text in drafted.items() if not getattr(report, name)}
        save_changes(report, status=REPORT.target("freeze", report.status), **changes, **written)
        record("froze a report", f"froze the figures of {report.reference}", by=None, about=report, council=report.council)
        _tell_who_writes(report)
        return report


def _tell_who_writes(report: Report) -> None:
    """Once a freezing: whoever asked for the report; for one that the schedule made, all who prepare reports."""
    prepared_by = report.requested_by
    writers = [prepared_by] if prepared_by else people_who(Permission.PREPARE_REPORTS, report.council)
    tell_all(writers, key=f"report-frozen:{report.pk}:{report.version}", subject=f"{report} waits for its words",
             body="Its figures are frozen. Read the draft, write what only an officer can say, and send it for approval.",
             url=reverse("report", args=[report.reference]))  # fmt: skip


def _keep_figures(report: Report, frozen: frozen_content.Frozen) -> None:
    for figure, returns, digest in frozen.figures:
        row = FrozenFigure.objects.create(
            report=report,
            key=figure.key[:120],
            label=figure.label[:300],
            value=None if figure.value is None else kept(figure.value),
            unit=figure.unit,
            reported=figure.counts.reported,
            expected=figure.counts.expected,
            digest=digest,
        )
        through = FrozenFigure.sources.through
        through.objects.bulk_create([through(frozenfigure_id=row.pk, return_id=pk) for pk in returns], 500)


def queue_pdf(report: Report, by: User | None):
    """The PDF of the report as it stands now, made in a job."""
    return ask_for("report-pdf", f"report-pdf:{report.pk}:{report.version}", by=by, arguments={"report": report.pk})
