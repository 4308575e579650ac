"""An administrator's pages about what happened and what is running."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from socialvalue.accounts.administration import pages, selectors
from socialvalue.accounts.administration.pages import RECORD
from socialvalue.accounts.administration.views import HOME, administrator
from socialvalue.common.lists import list_page
from socialvalue.common.lists.walking import walked_page
from socialvalue.exports.pages import send
from socialvalue.health.selectors.roles import role_warning
from socialvalue.jobs.tasks import self_check
from socialvalue.jobs.workflow import JobStatus
from socialvalue.notifications.selectors import undeliverable


@administrator
@require_safe
def audit(request):
    form, parts = pages.record_of(request.user, request.GET)
    return walked_page(
        request,
        RECORD,
        "socialvalue/administration/audit.html",
        parts=parts,
        form=form,
        prefetch=["subjects"],
        breadcrumbs=[HOME],
    )


@administrator
@require_safe
def audit_csv(request):
    return send(request, "audit")


@administrator
@require_safe
def jobs(request):
    status = request.GET.get("status", "")
    return list_page(
        request,
        pages.jobs(request),
        "socialvalue/administration/jobs.html",
        rows=lambda values: selectors.jobs_of(request.user, status),
        status=status,
        statuses=JobStatus.choices,
        undeliverable=undeliverable().count(),
        role_warning=role_warning(),
        breadcrumbs=[HOME],
    )


@administrator
@require_POST
def check_worker(request):
    return redirect("job", self_check.ask(by=request.user).pk)
