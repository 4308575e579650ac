"""An administrator's pages about what happened and what is running."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from socialvalue.accounts.administration import pages, selectors
from socialvalue.accounts.administration.forms import AuditFilter
from socialvalue.accounts.administration.pages import RECORD
from socialvalue.accounts.administration.views import HOME, administrator
from socialvalue.audit.documents import export
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.lists import list_page
from socialvalue.common.tables import csv_response
from socialvalue.health.selectors.roles import role_warning
from socialvalue.jobs.tasks import self_check
from socialvalue.jobs.workflow import JobStatus
from socialvalue.notifications.selectors import undeliverable


def _events(request):
    """The filter form and the events it lets through; none while the filter cannot be read."""
    form = AuditFilter(request.GET or None)
    events = AuditEvent.objects.visible_to(request.user)
    if form.is_bound:
        if not form.is_valid():
            return form, events.none()
        typed = form.cleaned_data
        events = events.by_words(typed["who"], typed["what"]).between(typed["since"], typed["until"])
    return form, events


@administrator
@require_safe
def audit(request):
    form, events = _events(request)
    return list_page(
        request,
        RECORD,
        "socialvalue/administration/audit.html",
        form=form,
        rows=lambda values: events.prefetch_related("subjects"),
        more={"own_file": True},
        breadcrumbs=[HOME],
    )


@administrator
@require_safe
def audit_csv(request):
    _, events = _events(request)
    return csv_response(f"audit-record-{clock.today().isoformat()}.csv", export.rows(events))


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
