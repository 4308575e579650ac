"""Make a framework, start a version, describe, publish, retire and discard it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from socialvalue.accounts.enums import Permission
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import needs
from socialvalue.framework import forms, permissions, selectors, services
from socialvalue.framework.calculations.comparing import compare
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Framework
from socialvalue.framework.views.pages import LIBRARY, address, council_of, crumbs, find_version

editor = needs(Permission.EDIT_FRAMEWORKS)
form_view = require_http_methods(["GET", "HEAD", "POST"])


@editor
@form_view
def new(request):
    council = council_of(request)
    form = forms.FrameworkForm(request.POST or None)

    def make(typed):
        framework = services.create_framework(by=request.user, council=council, **typed)
        services.start_version(framework, by=request.user)
        return framework

    return form_page(
        request,
        form,
        make,
        creates=True,
        done="Started: the draft is empty.",
        to=lambda framework: reverse("framework", args=[framework.code]),
        cancel_url=reverse("frameworks"),
        heading="Start a framework",
        caption=council.name,
        intro="It starts as an empty draft that only your council’s framework editors see, until you publish it.",
        submit_label="Start it",
        breadcrumbs=[LIBRARY],
    )


@editor
@require_POST
def start(request, code):
    framework = get_object_or_404(Framework.objects.visible_to(request.user).select_related("council"), code=code)
    version = services.start_version(framework, by=request.user)
    messages.success(request, f"Version {version.number} is a draft now: change what needs changing, then publish it.")
    return redirect(address(version))


@editor
@form_view
def details(request, code, number):
    version = find_version(request, code, number)
    permissions.check_can_edit_version(request.user, version)
    initial = {
        "name": version.framework.name,
        "description": version.framework.description,
        "source": version.source,
        "licence": version.licence,
    }
    return form_page(
        request,
        forms.DetailsForm(request.POST or None, initial=initial, version=version.version),
        lambda typed: services.edit_details(version, by=request.user, **typed),
        done="Saved.",
        to=address(version),
        version_of=version,
        heading="Name, source and licence",
        caption=str(version),
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def publish(request, code, number):
    version = find_version(request, code, number)
    permissions.check_can_edit_version(request.user, version)
    before = version.framework.versions.filter(status=VersionStatus.PUBLISHED).first()
    return form_page(
        request,
        forms.VersionForm(request.POST or None, version=version.version),
        lambda typed: services.publish_version(version, by=request.user, **typed),
        done=f"Version {version.number} is published. Commissions can choose it.",
        to=address(version),
        version_of=version,
        template="socialvalue/framework/publish.html",
        version=version,
        lacking=[text for _, text in selectors.lacking(version)],
        only_outputs=[p.name for p in selectors.content_of(version) if p.only_outputs],
        before=before,
        comparison=compare(selectors.rows_of(before), selectors.rows_of(version)) if before else None,
        heading=f"Publish version {version.number}?",
        caption=version.framework.name,
        consequence="It is frozen then: nobody can change its priorities, outcomes and measures, and everybody can read it. "
        "Earlier versions stay published until you retire them.",
        confirm_label="Publish",
        dangerous=True,
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def retire(request, code, number):
    version = find_version(request, code, number)
    permissions.check_can_edit(request.user, version.framework)
    return form_page(
        request,
        forms.VersionForm(request.POST or None, version=version.version),
        lambda typed: services.retire_version(version, by=request.user, **typed),
        done=f"Version {version.number} is retired.",
        to=address(version),
        version_of=version,
        template=CONFIRM,
        heading=f"Retire version {version.number}?",
        caption=version.framework.name,
        consequence="No new commission can choose it, and this cannot be undone. Those that chose it keep it.",
        confirm_label="Retire",
        dangerous=True,
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def discard(request, code, number):
    version = find_version(request, code, number)
    permissions.check_can_discard(request.user, version)
    alone = not version.framework.versions.exclude(pk=version.pk).exists()
    also = " The framework goes with it, since it never had another version." if alone else " Other versions stay as they are."
    return form_page(
        request,
        forms.ReasonForm(request.POST or None, version=version.version),
        lambda typed: services.discard_version(version, by=request.user, **typed),
        done=f"The draft of version {number} is discarded.",
        to=reverse("frameworks") if alone else reverse("framework", args=[code]),
        version_of=version,
        template=CONFIRM,
        heading=f"Discard the draft of version {number}?",
        caption=version.framework.name,
        consequence=f"Everything typed or imported into this draft is deleted for good.{also}",
        confirm_label="Discard the draft",
        dangerous=True,
        cancel_url=address(version),
        breadcrumbs=crumbs(version),
    )
