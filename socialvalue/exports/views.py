"""Somebody's own long files: asked for, waited for, taken, deleted."""

import logging

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from socialvalue.common.pages import button
from socialvalue.common.views import signed_in
from socialvalue.exports import pages, services
from socialvalue.exports.documents import kind_of
from socialvalue.exports.enums import CONTENT_TYPES, Form
from socialvalue.exports.models import Export
from socialvalue.jobs.services import try_again

log = logging.getLogger(__name__)


def _own(request, key) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user).select_related("job"), pk=key)


@signed_in
@never_cache
@require_safe
def exports(request):
    """The whole page, or for htmx only the part that changes."""
    found = pages.standings(request.user)
    whole = not request.htmx or request.htmx.history_restore_request
    context = {"found": found, "coming": pages.any_coming(found), "days": services.KEPT.days}
    return render(request, f"socialvalue/exports/{'exports' if whole else '_list'}.html", context)


@signed_in
@require_POST
def export_new(request):
    kind = kind_of(request.POST.get("kind", ""))
    if kind is None:
        raise Http404
    form = Form.XLSX if request.POST.get("form") == Form.XLSX else Form.CSV
    return button(
        request,
        lambda: services.ask(kind, by=request.user, query=request.POST.get("query", ""), form=form),
        to=reverse("exports"),
        done="The file is being made. You may leave this page: you get a message when it is ready.",
    )


@signed_in
@require_safe
def export_take(request, key):
    found = _own(request, key)
    standing = pages.standing(found, request.user)
    if not standing.may_take:
        messages.info(request, f"{standing.tag}: {found.title}. {standing.words}.")
        return redirect("exports")
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        log.error("export %s has no file in the store", found.pk)
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=CONTENT_TYPES[Form(found.form)])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_POST
def export_again(request, key):
    found = _own(request, key)
    if found.job is None:
        raise Http404
    job = found.job
    return button(request, lambda: try_again(job, by=request.user), to=reverse("exports"), done="It was started again.")


@signed_in
@require_POST
def export_delete(request, key):
    found = _own(request, key)
    return button(
        request,
        lambda: services.remove(found, by=request.user),
        to=reverse("exports"),
        done=f"The file is deleted: {found.title}.",
    )
