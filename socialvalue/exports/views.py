"""Somebody's own long files: asked for, waited for, taken, deleted."""

import logging
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import Refused
from socialvalue.common.pages import CONFIRM, button
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
    coming = pages.coming(found)
    follow = urlencode({"coming": [one.export.pk for one in coming]}, doseq=True)
    context = {"coming": coming, "follow": follow, "days": services.KEPT.days}
    context["acts_for_supplier"] = request.user.can(Permission.BID)
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "socialvalue/exports/exports.html", context | {"found": found, "said": pages.said(found)})
    before = set(request.GET.getlist("coming"))
    context |= {"changed": pages.followed(found, before), "said": pages.said(found, before)}
    return render(request, "socialvalue/exports/_changed.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def export_new(request):
    """Asked for; or, read, the page that offers a file once more."""
    asked = request.POST if request.method == "POST" else request.GET
    kind, query = kind_of(asked.get("kind", "")), asked.get("query", "")
    if kind is None:
        raise Http404
    form = asked.get("form", "")
    if request.method != "POST":
        try:
            return pages.again(request, kind, query, form)
        except Refused as refusal:
            return render(request, "400.html", {"problems": [words for _, words in refusal.problems]}, status=400)
    return button(
        request,
        lambda: services.ask(kind, by=request.user, query=query, form=form),
        to=reverse("exports"),
        done="The file is being made. You can leave this page: you get a message when it is ready.",
    )


@signed_in
@require_safe
def export_take(request, key):
    found = _own(request, key)
    standing = pages.standing(found, request.user)
    if not standing.may_take:
        messages.info(request, f"{found.title} cannot be downloaded: {standing.tag.lower()}.")
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
@require_http_methods(["GET", "HEAD", "POST"])
def export_delete(request, key):
    found, to = _own(request, key), reverse("exports")
    if request.method != "POST":
        context = {
            "heading": "Delete this file?", "caption": found.title, "consequence": "You cannot undo this.", "dangerous": True,
            "confirm_label": "Delete the file", "cancel_url": to,
        }  # fmt: skip
        return render(request, CONFIRM, context)
    return button(
        request,
        lambda: services.remove(found, by=request.user),
        to=to,
        done=f"The file is deleted: {found.title}.",
    )
