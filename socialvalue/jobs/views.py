"""One job, while it runs and afterwards."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from socialvalue.common.errors import WrongState
from socialvalue.common.views import signed_in
from socialvalue.jobs import services
from socialvalue.jobs.models import Job


def _found(request, job_id: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)


@signed_in
@never_cache
@require_safe
def job(request, job_id):
    """The whole page, or for htmx only the part that changes."""
    found = _found(request, job_id)
    whole = not request.htmx or request.htmx.history_restore_request
    template = "job" if whole else "job_state"
    return render(request, f"socialvalue/jobs/{template}.html", {"job": found, "title": services.title(found.kind)})


@signed_in
@require_POST
def again(request, job_id):
    try:
        services.try_again(_found(request, job_id), by=request.user)
    except WrongState:
        messages.info(request, "It had been started again already.")
    return redirect("job", job_id)
