"""The officer's words, sent for approval, returned or approved by somebody else; frozen again."""

from django.db import transaction
from django.urls import reverse

from measurement.reports import permissions
from measurement.reports.calculations import words
from measurement.reports.models import Report
from measurement.reports.services.building import queue_building, queue_pdf
from measurement.reports.services.replacing import take_the_place
from measurement.reports.workflow import REPORT
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason, check_request
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all


@transaction.atomic
def edit_words(report: Report, *, by: User, expected_version: Shown = AS_READ, **texts: str) -> Report:
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
def submit_report(report: Report, *, by: User, expected_version: Shown = AS_READ) -> Report:
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
    tell_all(
        [person for person in people_who(Permission.APPROVE_REPORTS, report.council) if person.pk != by.pk],
        key=f"report-waits:{report.pk}:{report.version}",
        subject=f"A report to approve: {report}",
        body=f"{by} sent {_named(report)} for approval. Approve it for members, or return it with what has to change.",
        url=reverse("report", args=[report.reference]),
        action="Approve or return the report",
        why=f"You get this because you approve reports of {report.council}.",
    )
    queue_pdf(report, by)
    return report


def _named(report: Report) -> str:
    """“SVR-0003 Cabinet: six-monthly report (1 April 2026 to 30 September 2026)”."""
    return f"{report} ({plain_day(report.starts_on)} to {plain_day(report.ends_on)})"


@transaction.atomic
def return_report(report: Report, *, by: User, comment: str) -> Report:
    """Send it back with a reason."""
    report = locked(report, AS_READ)
    permissions.check_can_decide(by, report)
    check_request(comment, "Say what has to change")
    save_changes(
        report, status=REPORT.target("return", report.status), decided_at=clock.now(), decided_by=by, decision_comment=comment
    )
    record("returned a report", f"returned {report.reference}", by=by, about=report, council=report.council, reason=comment)
    if report.submitted_by:
        tell_all([report.submitted_by], key=f"report-returned:{report.pk}:{report.version}", subject=f"{report} was returned",
                 body=f"{by} returned {_named(report)}. Read what has to change, change it, and send the report again.",
                 url=reverse("report", args=[report.reference]), action="Change the report and send it again",
                 why="You get this because you sent the report for approval.", private=comment.strip())  # fmt: skip
    queue_pdf(report, by)
    return report


@transaction.atomic
def approve_report(report: Report, *, by: User, comment: str = "") -> Report:
    """Approve for members, who are told; somebody else than who submitted it (also a rule of the database)."""
    report = locked(report, AS_READ)
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
    replaces = f"\n\nIt replaces {report.replaces.reference}: {report.replaces_reason}" if report.replaces else ""
    tell_all(readers(report.council), key=f"report-approved:{report.pk}", subject=f"{report} is ready to read",
             body=f"{_named(report)} for {report.council.name} was approved. Each figure leads to the returns behind it."
             + replaces, url=reverse("report", args=[report.reference]), action="Read the report",
             why=f"You get this because you see oversight of {report.council}.", for_information=True)  # fmt: skip
    take_the_place(report, by=by)
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
    report = locked(report, AS_READ)
    permissions.check_can_build_again(by, report)
    check_reason(reason, "Say why the figures are updated")
    save_changes(report, status=REPORT.target("build again", report.status))
    record(
        "rebuilt a report",
        f"asked for new figures in {report.reference}",
        by=by,
        about=report,
        council=report.council,
        reason=reason,
    )
    queue_building(report, by)
    return report
