"""Sought outcomes, with the remarks they rest on."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.enums import SoughtStatus
from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.forms.outcome import EditOutcomeForm, OutcomeForm
from procurement.commissioning.views.common import commission_of, editable, may_change, sought_of, trail
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


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
        "may_change": may_change(request.user, commission),
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
        creates=True,
        to=back,
        done="The outcome is provisional until the plan is approved.",
        heading="Add an outcome you want to see",
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
    sought = sought_of(request, commission, pk)
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
    sought = sought_of(request, commission, pk)
    back = reverse("sought-outcomes", args=[reference])
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is dropped"),
        lambda data: services.drop_outcome(sought, by=request.user, reason=data["reason"]),
        to=back,
        done="The outcome is dropped.",
        read=sought,
        template=CONFIRM,
        heading="Drop this outcome?",
        consequence=f"“{sought.wording}” It stays on the record with your reason, and can be reinstated.",
        confirm_label="Drop the outcome",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Outcomes and requirements", back)),
    )


@signed_in
@require_POST
def outcome_take_up(request, reference: str, pk: int):
    commission = editable(request, reference)
    sought = sought_of(request, commission, pk)
    return button(
        request,
        lambda: services.take_up_outcome(sought, by=request.user),
        to=reverse("sought-outcomes", args=[reference]),
        done="The outcome is reinstated.",
    )
