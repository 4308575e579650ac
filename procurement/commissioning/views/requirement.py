"""A requirement: written, sized, reworded, taken out."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning import services
from procurement.commissioning.calculations.details import RequirementDetails
from procurement.commissioning.enums.key_questions import of_stage
from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.forms.requirement import RequirementForm, RewordForm, worked_out
from procurement.commissioning.models import Requirement
from procurement.commissioning.views.common import commission_of, editable, may_change, sought_of, trail
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


def _requirement(request, commission, pk: int) -> Requirement:
    rows = Requirement.objects.visible_to(request.user).select_related("sought", "measure__outcome")
    return get_object_or_404(rows, pk=pk, commission=commission)


def _requirement_page(request, form, commission, save, *, latest=None, **context):
    """A requirement's form; “Work it out” shows the target that the size gives and saves nothing."""
    sentence = ""
    if request.method == "POST" and "work_out" in request.POST:
        typed, sentence = worked_out(request.POST, commission.estimated_value)
        form = type(form)(initial=typed, commission=commission, instance=form.instance)
        request.method = "GET"
    back = reverse("sought-outcomes", args=[commission.reference])
    return form_page(
        request,
        form,
        save,
        to=back,
        latest=latest,
        template=f"{T}requirement_form.html",
        sentence=sentence,
        commission=commission,
        questions=of_stage("plan"),
        heard=commission.remarks.filter(question__in=["core-quality", "exclusion", "measure", "define"]),
        cancel_url=back,
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
        **context,
    )


@signed_in
def requirement_new(request, reference: str, pk: int):
    commission = editable(request, reference)
    sought = sought_of(request, commission, pk)
    return _requirement_page(
        request,
        RequirementForm(request.POST or None, commission=commission),
        commission,
        lambda data: services.require(sought, RequirementDetails(**data), by=request.user),
        creates=True,
        done="The requirement is added.",
        heading="Make it a specific requirement",
        caption=sought.wording,
        submit_label="Add the requirement",
    )


@signed_in
def requirement(request, reference: str, pk: int):
    commission = commission_of(request, reference)
    found = _requirement(request, commission, pk)
    context = {
        "commission": commission,
        "requirement": found,
        "versions": found.versions.select_related("by"),
        "questions": found.questions.select_related("criterion__tender"),
        "remarks": found.sought.remarks.all(),
        "may_change": may_change(request.user, commission) and not found.removed_at,
        "breadcrumbs": trail(commission, ("Outcomes and requirements", reverse("sought-outcomes", args=[reference]))),
    }
    return render(request, f"{T}requirement.html", context)


@signed_in
def requirement_edit(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _requirement(request, commission, pk)
    initial = {"measure": found.measure_id}
    return _requirement_page(
        request,
        RewordForm(request.POST or None, instance=found, commission=commission, initial=initial),
        commission,
        lambda data: services.reword_requirement(found, by=request.user, **data),
        latest=found,
        done="The requirement is changed; what it said before is kept.",
        heading=f"Change requirement {found.code}",
        caption=found.sought.wording,
        submit_label="Save the change",
    )


@signed_in
def requirement_remove(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _requirement(request, commission, pk)
    back = reverse("sought-outcomes", args=[reference])
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is removed"),
        lambda data: services.remove_requirement(found, by=request.user, reason=data["reason"]),
        to=back,
        done="The requirement is removed.",
        read=found,
        template=CONFIRM,
        heading=f"Remove requirement {found.code}?",
        consequence=f"“{found.wording}” It stays on the record with your reason.",
        confirm_label="Remove the requirement",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
    )
