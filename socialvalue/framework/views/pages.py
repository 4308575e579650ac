"""What the handlers of this room share: finding a version, and a page that is one form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import Conflict, DomainError, NotAllowed, add_to_form
from socialvalue.framework.models import FrameworkVersion

LIBRARY = ("Frameworks", "/frameworks/")


def find_version(request, code: str, number: int) -> FrameworkVersion:
    """The version when this person may see it; 404 otherwise."""
    versions = FrameworkVersion.objects.visible_to(request.user).select_related("framework__council")
    return get_object_or_404(versions, framework__code=code, number=number)


def address(version: FrameworkVersion, name: str = "framework-version", *more) -> str:
    return reverse(name, args=[version.framework.code, version.number, *more])


def crumbs(version: FrameworkVersion) -> list[tuple[str, str]]:
    return [LIBRARY, (str(version), address(version))]


def council_of(request):
    """The council whose frameworks this person edits; 404 for others, who were refused before."""
    council = request.user.council
    if council is None or not request.user.can(Permission.EDIT_FRAMEWORKS, council):
        raise Http404
    return council


def form_page(request, form, act, done: str, to: str, *, latest=None, **context):
    """One form: draw it, or ``act`` on what was typed, say ``done`` and go ``to``; a refusal is shown in the form.

    ``latest``: the FrameworkVersion whose newest version number the form takes over after a conflict.
    """
    if request.method == "POST" and form.is_valid():
        typed = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        if "version" in form.fields:
            typed["expected_version"] = form.expected_version
        try:
            act(typed)
        except NotAllowed:
            raise
        except DomainError as error:
            add_to_form(form, error)
            if isinstance(error, Conflict) and latest:
                latest.refresh_from_db(fields=["version"])
                form.take_latest(latest.version)
        else:
            messages.success(request, done)
            return redirect(to)
    template = context.pop("template", "layouts/form.html")
    return render(request, template, {"form": form, "cancel_url": to, **context})
