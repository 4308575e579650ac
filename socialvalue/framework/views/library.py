"""Reading: the library, one version, two versions compared, a version to take away. Open to everybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from socialvalue.accounts.enums import Permission
from socialvalue.audit.selectors import timeline
from socialvalue.common.views import page_of
from socialvalue.framework import permissions, selectors
from socialvalue.framework.calculations.comparing import compare
from socialvalue.framework.documents.exporting import KINDS, export
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.forms import SearchForm
from socialvalue.framework.models import Framework, FrameworkVersion, Goal
from socialvalue.framework.pages import outline
from socialvalue.framework.views.pages import LIBRARY, address, crumbs, find_version
from socialvalue.framework.workflow import FRAMEWORK_VERSION

TIMELINE = 20


@require_safe
def frameworks(request):
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context = {"filter_form": form, "words": words}
    if words:
        context["page_obj"] = page_of(request, selectors.search_measures(request.user, words))
    else:
        context["shelves"] = selectors.library(request.user)
    user = request.user
    context["may_edit"] = user.is_authenticated and bool(user.council and user.can(Permission.EDIT_FRAMEWORKS, user.council))
    return render(request, "socialvalue/framework/frameworks.html", context)


@require_safe
def framework(request, code):
    """The newest version that is in force, or the newest there is."""
    found = get_object_or_404(Framework.objects.visible_to(request.user), code=code)
    versions = list(FrameworkVersion.objects.visible_to(request.user).filter(framework=found).select_related("framework"))
    if versions:
        return redirect(address(next((v for v in versions if v.status == VersionStatus.PUBLISHED), versions[0])))
    context = {"framework": found, "may_edit": permissions.can_edit(request.user, found), "breadcrumbs": [LIBRARY]}
    return render(request, "socialvalue/framework/framework_empty.html", context)


@require_safe
def version(request, code, number):
    found = find_version(request, code, number)
    others = list(FrameworkVersion.objects.visible_to(request.user).filter(framework=found.framework_id).exclude(pk=found.pk))
    priorities = selectors.content_of(found)
    may_edit = permissions.can_edit(request.user, found.framework)
    drafts = [v for v in (found, *others) if v.status == VersionStatus.DRAFT]
    may_change = may_edit and found.status == VersionStatus.DRAFT
    context = {
        "version": found,
        "framework": found.framework,
        "others": others,
        "priorities": priorities,
        "only_outputs": [p for p in priorities if p.only_outputs],
        "has_proxies": any(m.proxies.all() for p in priorities for o in p.outcomes.all() for m in o.measures.all()),
        "policy": selectors.policy_in_force(found.framework.council),
        "may_edit": may_edit,
        "may_change": may_change,
        "outline": outline(priorities, request.GET.get("edit", "")) if may_change else [],
        "may_start": may_edit and not drafts,
        "events": timeline(found)[:TIMELINE] if may_edit else None,
        "may_retire": may_edit and FRAMEWORK_VERSION.allows("retire", found.status),
        "breadcrumbs": [LIBRARY],
    }
    return render(request, "socialvalue/framework/version.html", context)


@require_safe
def comparison(request, code, number, other):
    """What changed between two versions, from the older to the newer, whichever of them was asked from."""
    before, after = (find_version(request, code, n) for n in sorted((number, other)))
    context = {
        "after": after,
        "before": before,
        "comparison": compare(selectors.rows_of(before), selectors.rows_of(after)),
        "breadcrumbs": crumbs(after),
    }
    return render(request, "socialvalue/framework/compare.html", context)


@require_safe
def serves(request, code, number):
    """The crosswalk from its other end: each goal and strategic outcome with the outcomes that serve it."""
    found = find_version(request, code, number)
    served = selectors.served_by(selectors.content_of(found))
    reached = {one.target.pk for one in served["goals"]}
    missed = [goal for goal in Goal.objects.all() if goal.pk not in reached]
    context = {"version": found, "served": served, "missed_goals": missed, "breadcrumbs": crumbs(found)}
    return render(request, "socialvalue/framework/serves.html", context)


@require_safe
def download(request, code, number, kind):
    found = find_version(request, code, number)
    if kind not in KINDS:
        raise Http404
    response = HttpResponse(export(found, kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{found.framework.code}-{found.number}.{kind}"'
    return response
