"""The council's own decisions: its strategic outcomes, its policy on proxies. And bringing a framework in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from socialvalue.common.errors import Refused, add_to_form
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.tables.carrying import carried, carry
from socialvalue.common.views import takes_files
from socialvalue.framework import forms, selectors, services
from socialvalue.framework.calculations.rows import EXPLAINED
from socialvalue.framework.models import ProxyPolicy, StrategicOutcome
from socialvalue.framework.views.pages import LIBRARY, address, council_of
from socialvalue.framework.views.versions import editor, form_view


@editor
@require_safe
def strategic_outcomes(request):
    council = council_of(request)
    context = {"council": council, "outcomes": selectors.strategic_outcomes_of(council), "breadcrumbs": [LIBRARY]}
    return render(request, "socialvalue/framework/strategic_outcomes.html", context)


@editor
@form_view
def strategic_outcome_new(request):
    council = council_of(request)
    return form_page(
        request,
        forms.StrategicOutcomeForm(request.POST or None, council=council),
        lambda typed: services.add_strategic_outcome(council, by=request.user, **typed),
        creates=True,
        done="Added.",
        to=reverse("strategic-outcomes"),
        heading="Add a strategic outcome",
        caption=council.name,
        submit_label="Add",
        breadcrumbs=[LIBRARY, ("Strategic outcomes", reverse("strategic-outcomes"))],
    )


@editor
@form_view
def strategic_outcome_change(request, pk):
    council = council_of(request)
    found = get_object_or_404(StrategicOutcome, pk=pk, council=council)
    initial = {"name": found.name, "document": found.document}
    return form_page(
        request,
        forms.StrategicOutcomeWordsForm(request.POST or None, initial=initial),
        lambda typed: services.edit_strategic_outcome(found, by=request.user, **typed),
        done="Saved.",
        latest=found,
        read=found,
        to=reverse("strategic-outcomes"),
        heading="Change the strategic outcome",
        caption=found.code,
        intro="Frameworks that serve it show the new wording, published ones too. Its code stays.",
        breadcrumbs=[LIBRARY, ("Strategic outcomes", reverse("strategic-outcomes"))],
    )


@editor
@form_view
def strategic_outcome_remove(request, pk):
    council = council_of(request)
    found = get_object_or_404(StrategicOutcome, pk=pk, council=council)
    return form_page(
        request,
        forms.GovForm(request.POST if request.method == "POST" else None),
        lambda typed: services.remove_strategic_outcome(found, by=request.user),
        done="Removed.",
        read=found,
        to=reverse("strategic-outcomes"),
        template=CONFIRM,
        heading="Remove the strategic outcome?",
        caption=f"{found.code} {found.name}",
        consequence="It is taken off the council’s list. That it was there stays on the record.",
        confirm_label="Remove",
        dangerous=True,
        breadcrumbs=[LIBRARY, ("Strategic outcomes", reverse("strategic-outcomes"))],
    )


@editor
@form_view
def proxy_policy(request):
    council = council_of(request)
    history = list(ProxyPolicy.objects.filter(council=council).select_related("decided_by"))
    return form_page(
        request,
        forms.PolicyForm(request.POST or None),
        lambda typed: services.decide_proxy_policy(council, by=request.user, **typed),
        done="The decision is recorded, and shown beside the council’s frameworks.",
        to=reverse("proxy-policy"),
        template="socialvalue/framework/proxy_policy.html",
        read=selectors.policy_in_force(council),
        heading="May proxies count in scoring?",
        council=council,
        history=history,
        may_score=services.proxies_may_score(council),
        breadcrumbs=[LIBRARY],
    )


@takes_files
@editor
@form_view
def bring_in(request):
    """Shown first, then confirmed. The command calls the same service."""
    council, confirmed = council_of(request), "confirm" in request.POST
    initial = {"framework": request.GET.get("framework")}
    form = forms.FileForm(
        request.POST or None, request.FILES or None, council=council, initial=initial, carried="carried" in request.POST
    )
    context: dict[str, object] = {"form": form, "headings": EXPLAINED, "breadcrumbs": [LIBRARY]}
    if request.method == "POST" and form.is_valid():
        try:
            name, data = _file(request, form)
            done = services.import_framework(by=request.user, data=data, name=name, dry_run=not confirmed, **form.target())
            if done.version and confirmed:
                messages.success(
                    request,
                    f"Version {done.number} {'holds this already' if done.unchanged else 'is a draft now'}: {done.summary}.",
                )
                return redirect(address(done.version))
            context |= {"done": done, "name": name, "has_errors": bool(done.problems)}
            context["carried"] = carry(name, data, by=request.user)
            context["typed"] = {k: request.POST.get(k, "") for k in ("framework", "name", "code", "source", "licence")}
        except Refused as refusal:
            add_to_form(form, refusal)
    return render(request, "socialvalue/framework/import.html", context)


def _file(request, form) -> tuple[str, bytes]:
    """The file just chosen, or the one that was carried on the page since."""
    if "carried" in request.POST:
        return carried(request.POST["carried"], by=request.user)[:2]
    return form.cleaned_data["file"].name, form.cleaned_data["file"].read()
