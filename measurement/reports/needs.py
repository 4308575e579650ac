"""What reports want of somebody: words to finish, decisions to make."""

from django.urls import reverse

from measurement.reports import selectors
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.needs import Need

PREPARE = (ReportStatus.DRAFT, ReportStatus.RETURNED)


def needs(user: User, now) -> list[Need]:
    """Drafts for those who prepare reports; submitted ones for those who approve, except their own; what failed for the

    former, who try it again, and for administrators, who find it among the jobs.
    """
    found = _failed(user)
    rows = Report.objects.visible_to(user).filter(status__in=[*PREPARE, ReportStatus.SUBMITTED]).defer("content")
    for report in rows:
        url = reverse("report", args=[report.reference])
        if report.status in PREPARE:
            if user.can(Permission.PREPARE_REPORTS, report.council_id):
                verb = "Finish" if report.status == ReportStatus.DRAFT else "Mend and send again"
                found.append(Need(f"{verb}: {report}", url))
        elif user.can(Permission.APPROVE_REPORTS, report.council_id) and report.submitted_by_id not in user.one_hand:
            found.append(Need(f"Approve or return: {report}", url))
    return found


def _failed(user: User) -> list[Need]:
    """A report whose job failed, with the page on which this person tries it again."""
    prepared = user.organisations_where(Permission.PREPARE_REPORTS)
    councils = [*prepared, *user.organisations_where(Permission.ADMINISTER)]
    jobs = selectors.failures(councils) if councils else {}
    found = []
    for report in Report.objects.filter(pk__in=jobs).defer("content").order_by("pk") if jobs else ():
        job = jobs[report.pk]
        url = reverse("report", args=[report.reference]) if report.council_id in prepared else reverse("job", args=[job.pk])
        what = "its figures could not be frozen" if report.is_building else "its PDF could not be made"
        found.append(Need(f"Try again: {report}, {what}", url))
    return found
