"""Add, change and remove what a draft holds; link outcomes to what else they serve."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import get_object_or_404

from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.framework import forms, permissions, services
from socialvalue.framework.models import Crosswalk, Measure, Outcome, Priority, Proxy
from socialvalue.framework.views.pages import address, crumbs, find_version
from socialvalue.framework.views.versions import editor, form_view


@dataclass(frozen=True)
class Kind:
    """A kind of part: its model, the path from it to the version, the one above it, the verb that adds it."""

    model: type[models.Model]
    to_version: str
    parent: str | None
    add: Callable[..., object]


KINDS = {
    "priority": Kind(Priority, "version", None, services.add_priority),
    "outcome": Kind(Outcome, "priority__version", "priority", services.add_outcome),
    "measure": Kind(Measure, "outcome__priority__version", "outcome", services.add_measure),
    "proxy": Kind(Proxy, "measure__outcome__priority__version", "measure", services.add_proxy),
}
ADVICE = {
    "proxy": "A proxy is evidence of value for money. It is never a goal and never steers which outcomes are sought. "
    "Use only values whose licence allows it."
}


def _part(version, kind: str, pk: int):
    if kind not in KINDS:
        raise Http404
    return get_object_or_404(KINDS[kind].model, **{KINDS[kind].to_version: version}, pk=pk)


def _draft(request, code, number):
    version = find_version(request, code, number)
    permissions.check_can_edit_version(request.user, version)
    return version


def _form(request, version, model, part=None):
    form = forms.FORMS[model]
    typed = {"framework_version": version, "version": version.version}
    if part is not None and issubclass(form, ModelForm):
        typed["instance"] = part
    elif part is not None:
        typed["initial"] = {name: getattr(part, name) for name in form.base_fields}
    return form(request.POST or None, **typed)


@editor
@form_view
def add(request, code, number, kind, above=None):
    version = _draft(request, code, number)
    if kind not in KINDS:
        raise Http404
    within = KINDS[kind].parent
    if (within is None) != (above is None):
        raise Http404
    parent = _part(version, within, above) if within else version
    return form_page(
        request,
        _form(request, version, KINDS[kind].model),
        lambda typed: KINDS[kind].add(parent, by=request.user, **typed),
        done="Added.",
        to=_anchor(version, parent),
        version_of=version,
        heading=f"Add {'an' if kind == 'outcome' else 'a'} {kind}",
        caption=str(parent),
        intro=ADVICE.get(kind),
        submit_label="Add",
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def change(request, code, number, kind, pk):
    version = _draft(request, code, number)
    part = _part(version, kind, pk)
    return form_page(
        request,
        _form(request, version, type(part), part),
        lambda typed: services.edit_part(part, by=request.user, **typed),
        done="Saved.",
        to=_anchor(version, part),
        latest=part,
        version_of=version,
        heading=f"Change the {kind}",
        caption=str(part),
        intro=ADVICE.get(kind),
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def remove(request, code, number, kind, pk):
    version = _draft(request, code, number)
    part = _part(version, kind, pk)
    below = {"priority": " with its outcomes and their measures", "outcome": " with its measures", "measure": " with its proxies"}
    return form_page(
        request,
        forms.VersionForm(request.POST or None, version=version.version),
        lambda typed: services.remove_part(part, by=request.user, **typed),
        done="Removed.",
        to=address(version) if kind == "priority" else _opened(version, part),
        version_of=version,
        template=CONFIRM,
        heading=f"Remove the {kind}?",
        caption=str(part),
        consequence=f"It is taken out of this draft{below.get(kind, '')}. Published versions keep it.",
        confirm_label="Remove",
        dangerous=True,
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def link(request, code, number, pk):
    version = find_version(request, code, number)
    permissions.check_can_edit(request.user, version.framework)
    outcome = _part(version, "outcome", pk)
    return form_page(
        request,
        forms.LinkForm(request.POST or None, framework_version=version),
        lambda typed: services.add_crosswalk(outcome, by=request.user, **typed),
        creates=True,
        done="Linked.",
        to=_anchor(version, outcome),
        heading="What else does this outcome serve?",
        caption=f"{outcome.code} {outcome.name}",
        submit_label="Link",
        breadcrumbs=crumbs(version),
    )


@editor
@form_view
def unlink(request, code, number, pk):
    version = find_version(request, code, number)
    permissions.check_can_edit(request.user, version.framework)
    found = get_object_or_404(Crosswalk.objects.select_related("outcome"), pk=pk, outcome__priority__version=version)
    return form_page(
        request,
        forms.GovForm(request.POST if request.method == "POST" else None),
        lambda typed: services.remove_crosswalk(found, by=request.user),
        done="The link is removed.",
        to=_anchor(version, found.outcome),
        template=CONFIRM,
        heading="Remove this link?",
        caption=str(found),
        confirm_label="Remove it",
        breadcrumbs=crumbs(version),
    )


def _anchor(version, part) -> str:
    """The version's page at the outcome (or priority) that was worked on."""
    while isinstance(part, (Proxy, Measure)):
        part = part.measure if isinstance(part, Proxy) else part.outcome
    if isinstance(part, (Outcome, Priority)):
        return f"{_opened(version, part)}#{part._meta.model_name}-{part.pk}"
    return address(version)


def _opened(version, part) -> str:
    """The version's page with the priority of ``part`` open for editing."""
    while isinstance(part, (Proxy, Measure)):
        part = part.measure if isinstance(part, Proxy) else part.outcome
    priority = part.pk if isinstance(part, Priority) else part.priority_id
    return f"{address(version)}?edit={priority}"
