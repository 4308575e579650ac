"""Who may prepare, change, submit and decide on a report."""

from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from measurement.reports.workflow import REPORT
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import WrongState, can


def check_can_prepare(user: User, council: Organisation) -> None:
    user.must_have(Permission.PREPARE_REPORTS, council)


def can_prepare(user: User, council: Organisation) -> bool:
    return can(check_can_prepare, user, council)


def check_can_edit(user: User, report: Report) -> None:
    """The officer's words may change while the report is a draft or was returned; the figures never."""
    check_can_prepare(user, report.council)
    if report.status not in (ReportStatus.DRAFT, ReportStatus.RETURNED):
        raise WrongState(f"The text cannot be changed now: the report is “{report.get_status_display()}”")


def can_edit(user: User, report: Report) -> bool:
    return can(check_can_edit, user, report)


def check_can_submit(user: User, report: Report) -> None:
    check_can_prepare(user, report.council)
    REPORT.target("submit", report.status)


def can_submit(user: User, report: Report) -> bool:
    return can(check_can_submit, user, report)


def check_can_decide(user: User, report: Report) -> None:
    """Approve or return: somebody who may, and who did not submit it."""
    user.must_have(Permission.APPROVE_REPORTS, report.council)
    REPORT.target("approve", report.status)
    check_another_hand(user, report.submitted_by_id, words="Somebody else has to approve this report: you submitted it")


def can_decide(user: User, report: Report) -> bool:
    return can(check_can_decide, user, report)


def check_can_replace(user: User, report: Report) -> None:
    """An approved report is replaced by one that takes its place when it is approved; one at a time is prepared."""
    check_can_prepare(user, report.council)
    REPORT.target("replace", report.status)
    begun = Report.objects.filter(replaces=report).defer("content").first()
    if begun:
        raise WrongState(f"{begun.reference} is being prepared to replace this report")


def can_replace(user: User, report: Report) -> bool:
    return can(check_can_replace, user, report)


def check_can_build_again(user: User, report: Report) -> None:
    check_can_prepare(user, report.council)
    REPORT.target("build again", report.status)


def can_build_again(user: User, report: Report) -> bool:
    return can(check_can_build_again, user, report)
