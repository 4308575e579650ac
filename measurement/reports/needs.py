"""What reports want of somebody: words to finish, decisions to make."""

from django.urls import reverse

from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.needs import Need

PREPARE = (ReportStatus.DRAFT, ReportStatus.RETURNED)


def needs(user: User, now) -> list[Need]:
    """Drafts for those who prepare reports; submitted ones for those who approve, except their own."""
    found = []
    rows = Report.objects.visible_to(user).filter(status__in=[*PREPARE, ReportStatus.SUBMITTED]).defer("content")
    for report in rows:
        url = reverse("report", args=[report.reference])
        if report.status in PREPARE:
            if user.can(Permission.PREPARE_REPORTS, report.council_id):
                verb = "Finish" if report.status == ReportStatus.DRAFT else "Mend and send again"
                found.append(Need(f"{verb}: {report}", url))
        elif user.can(Permission.APPROVE_REPORTS, report.council_id) and report.submitted_by_id != user.pk:
            found.append(Need(f"Approve or return: {report}", url))
    return found
