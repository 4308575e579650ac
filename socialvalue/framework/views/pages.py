"""What the handlers of this room share: finding a version, and the way back to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise

from socialvalue.accounts.enums import Permission
from socialvalue.framework.models import FrameworkVersion

LIBRARY = ("Frameworks", reverse_lazy("frameworks"))


def find_version(request, code: str, number: int) -> FrameworkVersion:
    """The version when this person may see it; 404 otherwise."""
    versions = FrameworkVersion.objects.visible_to(request.user).select_related("framework__council")
    return get_object_or_404(versions, framework__code=code, number=number)


def address(version: FrameworkVersion, name: str = "framework-version", *more) -> str:
    return reverse(name, args=[version.framework.code, version.number, *more])


def crumbs(version: FrameworkVersion) -> list[tuple[str, str | Promise]]:
    return [LIBRARY, (str(version), address(version))]


def council_of(request):
    """The council whose frameworks this person edits; 404 for others, who were refused before."""
    council = request.user.council
    if council is None or not request.user.can(Permission.EDIT_FRAMEWORKS, council):
        raise Http404
    return council
