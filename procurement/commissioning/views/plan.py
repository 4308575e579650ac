"""The commissioning plan and its approval gate."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.enums import PlanStatus
from procurement.commissioning.forms.fields import CheckForm, ReasonForm, TextForm
from procurement.commissioning.forms.plan import DecideForm, PlanForm
from procurement.commissioning.models import Plan
from procurement.commissioning.pages.overview import law_note
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.commissioning.selectors.thresholds import is_covered
from procurement.commissioning.tasks import ask_for_pdf
from procurement.commissioning.views.common import commission_of, editable, trail
from socialvalue.audit.selectors import timeline
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


def _plan_of(request, reference: str) -> tuple:
    commission = commission_of(request, reference)
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("submitted_by", "decided_by"), commission=commission
    )
    return commission, plan


@signed_in
def plan(request, reference: str):
    commission = commission_of(request, reference)
    found = Plan.objects.filter(commission=commission).select_related("submitted_by", "decided_by").first()
    user = request.user
    context = {
        "commission": commission,
        "plan": found,
        "problems": selectors.plan_problems(found) if found else [],
        "outcomes": selectors.outcomes_to_show(commission),
        "only_outputs": selectors.only_outputs(commission),
        "checklist": [(item, (found.checklist if found else {}).get(item.key, {})) for item in checklist_for(commission)],
        "covered": is_covered(commission),
        "urgency": selectors.urgency_relied_on(commission),
        "needed": selectors.plan_needed(commission),
        "comments": found.comments.select_related("by") if found else [],
        "comment_form": TextForm(label="Your comment"),
        "issued": commission.frozen_documents.filter(kind="plan").select_related("issued_by"),
        "may_edit": permissions.can_edit(user, commission),
        "may_change": permissions.can_edit(user, commission) and (found is None or permissions.can_edit_plan(user, found)),
        "may_decide": found is not None and found.status == PlanStatus.SUBMITTED and permissions.can_decide_plan(user, found),
        "may_comment": found is not None and permissions.can_comment(user, found),
        "events": timeline(found)[:8] if found else [],
        "law_note": law_note(commission),
        "breadcrumbs": trail(commission),
    }  # fmt: skip
    return render(request, f"{T}plan.html", context)


@signed_in
@require_POST
def plan_start(request, reference: str):
    commission = editable(request, reference)
    return button(
        request,
        lambda: services.start_plan(commission, by=request.user),
        to=reverse("plan-edit", args=[reference]),
        done="The plan is started.",
    )


@signed_in
def plan_edit(request, reference: str):
    commission, found = _plan_of(request, reference)
    permissions.check_can_edit_plan(request.user, found)
    back = reverse("plan", args=[reference])
    form = PlanForm(request.POST or None, instance=found)
    return form_page(
        request,
        form,
        lambda data: services.edit_plan(found, by=request.user, expected_version=data["expected_version"], **form.changes()),
        to=back,
        done="The plan is saved.",
        latest=found,
        heading="Commissioning plan",
        caption=commission.title,
        intro="Fill in what you know and save; the plan says what is still missing.",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Commissioning plan", back)),
    )


@signed_in
def plan_submit(request, reference: str):
    commission, found = _plan_of(request, reference)
    permissions.check_can_edit_plan(request.user, found)
    back = reverse("plan", args=[reference])
    return form_page(
        request,
        CheckForm(request.POST if request.method == "POST" else None),
        lambda data: services.submit_plan(found, by=request.user),
        to=back,
        done="The plan is with its approver.",
        read=found,
        template=CONFIRM,
        heading="Send the plan for approval?",
        consequence="Somebody else approves it or returns it with reasons. Until then the requirements cannot be changed.",
        confirm_label="Send for approval",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Commissioning plan", back)),
    )


@signed_in
def plan_decide(request, reference: str):
    commission, found = _plan_of(request, reference)
    permissions.check_can_decide_plan(request.user, found)
    back = reverse("plan", args=[reference])
    form = DecideForm(request.POST or None, version=found.version)

    def save(data):
        verb = services.approve_plan if data["decision"] == "approve" else services.return_plan
        decided = verb(found, by=request.user, comment=data["comment"], expected_version=data["expected_version"])
        if decided.status == PlanStatus.APPROVED:
            ask_for_pdf(commission.frozen_documents.filter(kind="plan").first(), by=request.user)
        return decided

    return form_page(
        request,
        form,
        save,
        to=back,
        done="Your decision is recorded, and the officer who sent the plan is told.",
        latest=found,
        template=f"{T}plan_decide.html",
        heading="Approve or return the plan",
        caption=commission.title,
        submit_label="Record the decision",
        commission=commission,
        plan=found,
        outcomes=selectors.outcomes_to_show(commission),
        only_outputs=selectors.only_outputs(commission),
        checklist=[(item, found.checklist.get(item.key, {})) for item in checklist_for(commission)],
        comments=found.comments.select_related("by"),
        covered=is_covered(commission),
        urgency=selectors.urgency_relied_on(commission),
        law_note=law_note(commission),
        act_gaps=selectors.act_gaps(commission),
        cancel_url=back,
        breadcrumbs=trail(commission, ("Commissioning plan", back)),
    )


@signed_in
def plan_comment(request, reference: str):
    commission, found = _plan_of(request, reference)
    back = reverse("plan", args=[reference])
    return form_page(
        request,
        TextForm(request.POST or None, label="Your comment"),
        lambda data: services.comment_on_plan(found, by=request.user, text=data["text"]),
        creates=True,
        to=f"{back}#comments",
        done="Your comment is kept with the plan.",
        heading="Comment on the plan",
        caption=commission.title,
        cancel_url=back,
        breadcrumbs=trail(commission, ("Commissioning plan", back)),
    )


@signed_in
def plan_reopen(request, reference: str):
    commission, found = _plan_of(request, reference)
    permissions.check_can_edit(request.user, commission)
    back = reverse("plan", args=[reference])
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is reopened"),
        lambda data: services.reopen_plan(found, by=request.user, reason=data["reason"]),
        to=back,
        done="The plan is a draft again.",
        read=found,
        template=CONFIRM,
        heading="Reopen the approved plan?",
        consequence="It goes back to draft and has to be approved again. "
        "The plan that was approved stays among the issued documents.",
        confirm_label="Reopen the plan",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Commissioning plan", back)),
    )
