"""Asked for, built in a job, frozen: the figures of a report, once."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from measurement.reports import permissions, selectors
from measurement.reports.calculations import periods, words
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
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.references import next_reference
from socialvalue.common.saving import locked, save_changes
from socialvalue.jobs.services import ask_for
from socialvalue.notifications.services import tell_all

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


def build(report_id: int, progress=lambda percent, step: None) -> Report:
    """Compute and freeze, once: a report that is frozen already is answered as it is.

    One transaction: after a killed worker nothing is half frozen, and the job starts anew.
    """
    with transaction.atomic():
        report = locked(Report(pk=report_id), NOTHING_READ)
        if report.status != ReportStatus.BUILDING:
            return report
        now = clock.now()
        frozen = frozen_content.freeze(report, now, progress)
        report.figures.all().delete()
        _keep_figures(report, frozen)
        changes = {"content": frozen.content, "sha256": sha256(frozen.content), "frozen_at": now}
        drafted = words.first_draft(report, frozen.content, body=KINDS[report.kind].body, pathway=KINDS[report.kind].pathway)
        written = {name: text for name, text in drafted.items() if not getattr(report, name)}
        save_changes(report, status=REPORT.target("freeze", report.status), **changes, **written)
        record("froze a report", f"froze the figures of {report.reference}", by=None, about=report, council=report.council)
        _tell_who_writes(report)
        return report


def _tell_who_writes(report: Report) -> None:
    """Once a freezing: whoever asked for the report; for one that the schedule made, all who prepare reports."""
    body = "The figures of the report stand. Read the draft, write what only an officer can say, and send it for approval."
    others = selectors.overlapping(report.council, report.kind, report.starts_on, report.ends_on)
    if others:
        body += f"\n\nIts period shares days with {words.listed([words.named(o) for o in others])}: their returns count in both."
    tell_all(writers(report), key=f"report-frozen:{report.pk}:{report.version}", subject=f"A report to finish: {report}",
             body=body, url=reverse("report", args=[report.reference]), action="Read the draft and write your parts",
             why="You get this because you asked for the report." if report.requested_by
             else f"You get this because you prepare reports of {report.council}.")  # fmt: skip


def writers(report: Report) -> list[User]:
    """Whoever asked for the report; of one that the schedule made, all who prepare reports."""
    asked = report.requested_by
    return [asked] if asked else people_who(Permission.PREPARE_REPORTS, report.council)


def _keep_figures(report: Report, frozen: frozen_content.Frozen) -> None:
    for figure, returns, digest in frozen.figures:
        row = FrozenFigure.objects.create(
            report=report,
            key=figure.key,
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
    return ask_for("report-pdf", pdf_key(report), by=by, arguments={"report": report.pk})


def pdf_key(report: Report, corrected: int = 0) -> str:
    """Names the job that makes the PDF of this save of the report, with so many source returns corrected since."""
    key = f"report-pdf:{report.pk}:{report.version}"
    return f"{key}:{corrected}" if corrected else key
