"""From a request to a paper that members read: build, freeze, write the words, submit, decide; and the schedule."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from measurement.reports import permissions
from measurement.reports.calculations import words
from measurement.reports.documents import content as frozen_content
from measurement.reports.enums import ReportKind, ReportStatus
from measurement.reports.models import FrozenFigure, Report, ReportSchedule
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
        _queue(report, by)
    return report


def _queue(report: Report, by: User | None):
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
        written = {name: text for name, text in words.first_draft(report, frozen.content).items() if not getattr(report, name)}
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
            value=figure.value,
            unit=figure.unit,
            reported=figure.reported,
            expected=figure.expected,
            digest=digest,
        )
        through = FrozenFigure.sources.through
        through.objects.bulk_create([through(frozenfigure_id=row.pk, return_id=pk) for pk in returns], 500)


@transaction.atomic
def edit_words(report: Report, *, by: User, expected_version: int | None = None, **texts: str) -> Report:
    """Change the officer's words of a draft or returned report; figures are frozen. Raises Conflict, WrongState."""
    report = locked(report, expected_version)
    permissions.check_can_edit(by, report)
    unknown = set(texts) - set(words.FIELDS)
    if unknown:
        raise ValueError(f"not words of a report: {sorted(unknown)}")
    changed = save_changes(report, **texts)
    if changed:
        record(
            "changed a report",
            f"changed the words of {report.reference}",
            by=by,
            about=report,
            council=report.council,
            changes=changed,
        )
        queue_pdf(report, by)
    return report


@transaction.atomic
def submit_report(report: Report, *, by: User, expected_version: int | None = None) -> Report:
    """Send the report for approval. Raises Refused naming every part that is still empty."""
    report = locked(report, expected_version)
    permissions.check_can_submit(by, report)
    empty = [
        (name, f"{label} is empty: write it, or “None” with the reason")
        for name, label in words.FIELDS.items()
        if not getattr(report, name).strip()
    ]
    if empty:
        raise Refused(empty)
    save_changes(
        report, status=REPORT.target("submit", report.status), submitted_at=clock.now(), submitted_by=by,
        decided_at=None, decided_by=None, decision_comment="",
    )  # fmt: skip
    record("submitted a report", f"sent {report.reference} for approval", by=by, about=report, council=report.council)
    queue_pdf(report, by)
    return report


@transaction.atomic
def return_report(report: Report, *, by: User, comment: str) -> Report:
    """Send it back with a reason."""
    report = locked(report)
    permissions.check_can_decide(by, report)
    if not comment.strip():
        raise Refused("Say what has to change", "comment")
    save_changes(
        report, status=REPORT.target("return", report.status), decided_at=clock.now(), decided_by=by, decision_comment=comment
    )
    record("returned a report", f"returned {report.reference}", by=by, about=report, council=report.council, reason=comment)
    if report.submitted_by:
        tell_all([report.submitted_by], key=f"report-returned:{report.pk}:{report.version}", subject=f"{report} was returned",
                 body=f"It was returned with this reason:\n\n{comment}",
                 url=reverse("report", args=[report.reference]))  # fmt: skip
    queue_pdf(report, by)
    return report


@transaction.atomic
def approve_report(report: Report, *, by: User, comment: str = "") -> Report:
    """Approve for members, who are told; somebody else than who submitted it (also a rule of the database)."""
    report = locked(report)
    permissions.check_can_decide(by, report)
    save_changes(
        report, status=REPORT.target("approve", report.status), decided_at=clock.now(), decided_by=by, decision_comment=comment
    )
    record(
        "approved a report",
        f"approved {report.reference} for members",
        by=by,
        about=report,
        council=report.council,
        reason=comment,
    )
    tell_all(readers(report.council), key=f"report-approved:{report.pk}", subject=f"{report} is ready to read",
             body=f"{report} for {report.council.name} was approved. Each figure leads to the returns behind it.",
             url=reverse("report", args=[report.reference]))  # fmt: skip
    queue_pdf(report, by)
    return report


def readers(council: Organisation) -> list[User]:
    """Those who see oversight but prepare and approve nothing: members, who saw no draft."""
    rows = User.objects.holding(Permission.VIEW_OVERSIGHT, council)
    officers = (Permission.PREPARE_REPORTS, Permission.APPROVE_REPORTS, Permission.VIEW_COMMISSIONS, Permission.ADMINISTER)
    return [u for u in rows if not any(u.can(p, council) for p in officers)]


@transaction.atomic
def build_again(report: Report, *, by: User, reason: str) -> Report:
    """Throw a draft's figures away and freeze them anew, for instance after corrections."""
    report = locked(report)
    permissions.check_can_build_again(by, report)
    if not reason.strip():
        raise Refused("Say why the figures are frozen again", "reason")
    save_changes(report, status=REPORT.target("build again", report.status))
    record(
        "rebuilt a report",
        f"asked for new figures in {report.reference}",
        by=by,
        about=report,
        council=report.council,
        reason=reason,
    )
    _queue(report, by)
    return report


def queue_pdf(report: Report, by: User | None):
    """The PDF of the report as it stands now, made in a job."""
    return ask_for("report-pdf", f"report-pdf:{report.pk}:{report.version}", by=by, arguments={"report": report.pk})


def make_due_reports(now: datetime) -> int:
    """Ask for every report whose day has come and move its schedule on; run twice, it does nothing the second time."""
    count, today = 0, now.astimezone(clock.LONDON).date()
    for pk in ReportSchedule.objects.filter(next_on__lte=today).values_list("pk", flat=True):
        with transaction.atomic():
            schedule = ReportSchedule.objects.select_for_update().get(pk=pk)
            while schedule.next_on <= today:
                _make(schedule)
                count += 1
    return count


def _make(schedule: ReportSchedule) -> None:
    starts_on = schedule.next_starts_on
    following = words.months_after(starts_on, schedule.months)
    ask_for_report(
        by=None, council=schedule.council, kind=schedule.kind, starts_on=starts_on, ends_on=words.day_before(following)
    )
    schedule.next_starts_on = following
    schedule.next_on = words.months_after(schedule.next_on, schedule.months)
    schedule.save(update_fields=["next_starts_on", "next_on"])


@transaction.atomic
def set_schedule(
    *, by: User, council: Organisation, kind: str, months: int, next_starts_on: date, next_on: date
) -> ReportSchedule:
    """Say that a report of ``kind`` is made every ``months`` months. Refused when that would be before its period is over."""
    permissions.check_can_prepare(by, council)
    if next_on < words.months_after(next_starts_on, months):
        raise Refused("The report can be made only once its period is over", "next_on")
    schedule, _ = ReportSchedule.objects.update_or_create(
        council=council, kind=kind, defaults={"months": months, "next_starts_on": next_starts_on, "next_on": next_on}
    )
    record("set a schedule", f"scheduled “{ReportKind(kind).label}” every {months} months, next on {next_on}", by=by,
           about=schedule, council=council)  # fmt: skip
    return schedule
