"""Sought outcomes and the requirements that make them specific."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.calculations.details import RequirementDetails
from procurement.commissioning.enums import SoughtStatus
from procurement.commissioning.enums.key_questions import of_stage
from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.forms.plan import EditOutcomeForm, OutcomeForm
from procurement.commissioning.forms.requirement import RequirementForm, RewordForm, worked_out
from procurement.commissioning.models import Requirement, SoughtOutcome
from procurement.commissioning.views.common import commission_of, editable, trail
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


def _may_change(user, commission) -> bool:
    plan = getattr(commission, "plan", None)
    return permissions.can_edit(user, commission) and (plan is None or permissions.can_edit_plan(user, plan))


def _sought(request, commission, pk: int) -> SoughtOutcome:
    return get_object_or_404(SoughtOutcome.objects.visible_to(request.user), pk=pk, commission=commission)


def _requirement(request, commission, pk: int) -> Requirement:
    rows = Requirement.objects.visible_to(request.user).select_related("sought", "measure__outcome")
    return get_object_or_404(rows, pk=pk, commission=commission)


@signed_in
def outcomes(request, reference: str):
    commission = commission_of(request, reference)
    context = {
        "commission": commission,
        "plan": getattr(commission, "plan", None),
        "outcomes": selectors.outcomes_to_show(commission),
        "dropped": commission.sought_outcomes.filter(status=SoughtStatus.DROPPED),
        "removed": commission.requirements.filter(removed_at__isnull=False),
        "only_outputs": selectors.only_outputs(commission),
        "may_edit": permissions.can_edit(request.user, commission),
        "may_change": _may_change(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}outcomes.html", context)


@signed_in
def outcome_new(request, reference: str):
    commission = editable(request, reference)
    back = reverse("sought-outcomes", args=[reference])
    form = OutcomeForm(request.POST or None, commission=commission, initial=_begun_from(request, commission))
    return form_page(
        request,
        form,
        lambda data: services.seek_outcome(commission, by=request.user, **data),
        to=back,
        done="The outcome is provisional until the plan is approved.",
        heading="Add a difference you want to see",
        caption=commission.title,
        submit_label="Add the outcome",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
    )


def _begun_from(request, commission) -> dict:
    """What an outcome begins with: a remark, or a finding of the diagnostic report with the remarks it rests on."""
    found = request.GET.get("finding", "")
    finding = commission.diagnostic_entries.filter(pk=found).first() if found.isdecimal() and len(found) < 19 else None
    if finding is None:
        return {"remarks": [pk for pk in request.GET.getlist("remark") if pk.isdecimal()]}
    return {"wording": finding.text, "remarks": list(finding.remarks.values_list("pk", flat=True))}


@signed_in
def outcome_edit(request, reference: str, pk: int):
    commission = editable(request, reference)
    sought = _sought(request, commission, pk)
    back = reverse("sought-outcomes", args=[reference])
    form = EditOutcomeForm(request.POST or None, instance=sought, commission=commission)
    return form_page(
        request,
        form,
        lambda data: services.edit_outcome(sought, by=request.user, **data),
        to=back,
        done="The outcome is saved.",
        latest=sought,
        heading="Change the outcome",
        caption=commission.title,
        cancel_url=back,
        remove_url=reverse("outcome-drop", args=[reference, pk]),
        remove_label="Drop this outcome",
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
    )


@signed_in
def outcome_drop(request, reference: str, pk: int):
    commission = editable(request, reference)
    sought = _sought(request, commission, pk)
    back = reverse("sought-outcomes", args=[reference])
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is dropped"),
        lambda data: services.drop_outcome(sought, by=request.user, reason=data["reason"]),
        to=back,
        done="The outcome is dropped.",
        template=CONFIRM,
        heading="Drop this outcome?",
        consequence=f"“{sought.wording}” It stays on the record with your reason, and can be taken up again.",
        confirm_label="Drop the outcome",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
    )


@signed_in
@require_POST
def outcome_take_up(request, reference: str, pk: int):
    commission = editable(request, reference)
    sought = _sought(request, commission, pk)
    return button(
        request,
        lambda: services.take_up_outcome(sought, by=request.user),
        to=reverse("sought-outcomes", args=[reference]),
        done="The outcome is taken up again.",
    )


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
    sought = _sought(request, commission, pk)
    return _requirement_page(
        request,
        RequirementForm(request.POST or None, commission=commission),
        commission,
        lambda data: services.require(sought, RequirementDetails(**data), by=request.user),
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
        "may_change": _may_change(request.user, commission) and not found.removed_at,
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
        template=CONFIRM,
        heading=f"Remove requirement {found.code}?",
        consequence=f"“{found.wording}” It stays on the record with your reason.",
        confirm_label="Remove the requirement",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
    )
