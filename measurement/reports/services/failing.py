"""When a job of a report fails: who is told, and how it is tried again."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from measurement.reports import permissions, selectors
from measurement.reports.calculations.words import AFTER_FAILURE, failure
from measurement.reports.models import Report
from measurement.reports.services.building import writers
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.jobs import services as jobs
from socialvalue.jobs.models import Job
from socialvalue.notifications.services import tell_all


def tell_of_failure(job: Job) -> None:
    """Tell whoever asked, for the schedule all who prepare reports, and the council's administrators; once a failure."""
    report = Report.objects.select_related("council", "requested_by").defer("content").filter(pk=job.arguments["report"]).first()
    if report is None:
        return
    assert job.finished_at is not None, "a failed job says when it ended"
    what = "could not be frozen" if report.is_building else "could not be drawn as PDF"
    said: dict[str, Any] = {
        "key": f"report-failed:{job.pk}:{job.finished_at.isoformat()}",
        "subject": f"{report} {what}",
        "body": f"{failure(report.is_building, job.finished_at, job.error)}\n\n{AFTER_FAILURE}",
    }
    people = [*writers(report), *([job.requested_by] if job.requested_by else [])]
    tell_all(people, **said, url=reverse("report", args=[report.reference]), action="See the report and try again",
             why="You get this because you prepare this report.")  # fmt: skip
    # They may not read drafts, but see the job
    tell_all(people_who(Permission.ADMINISTER, report.council), **said, url=reverse("job", args=[job.pk]),
             action="See what failed", why=f"You get this because you administer {report.council}.")  # fmt: skip


@transaction.atomic
def try_again(report: Report, *, by: User) -> Report:
    """Queue what failed of the report once more, whoever had asked for it. Raises WrongState unless it failed."""
    report = locked(report, NOTHING_READ)
    permissions.check_can_prepare(by, report.council)
    job = selectors.last_job(report)
    if job is None or not job.is_failed:
        raise WrongState(f"Nothing of {report.reference} has failed that could be tried again")
    jobs.try_again(job, by=by)
    record("tried a report again", f"tried {report.reference} again", by=by, about=report, council=report.council)
    return report
