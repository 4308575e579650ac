"""The list, a commission at a glance, its description, its way along the cycle."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.calculations.details import CommissionDetails
from procurement.commissioning.forms.commission import CommissionFilter, CommissionForm, EditCommissionForm
from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.models import Commission
from procurement.commissioning.pages import overview, stage_tasks
from procurement.commissioning.pages.cycle import bar_of
from procurement.commissioning.pages.listing import listing
from procurement.commissioning.selectors import narrowed
from procurement.commissioning.selectors.moves import MOVES, open_moves
from procurement.commissioning.views.common import commission_of, editable, trail
from socialvalue.accounts.enums import Permission
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import NotAllowed
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import needs, page_of, signed_in
from socialvalue.lists.pages import viewed_page

T = "procurement/commissioning/"


@needs(Permission.VIEW_COMMISSIONS)
def commissions(request):
    rows = Commission.objects.visible_to(request.user).select_related("directorate", "lead", "plan")
    form = CommissionFilter(request.GET or None, user=request.user)
    return viewed_page(
        request,
        listing(request.user),
        f"{T}commissions.html",
        form=form,
        rows=lambda values: narrowed(rows, request.user, **values),
        may_create=bool(request.user.council) and permissions.can_create(request.user, request.user.council),
    )


@needs(Permission.EDIT_COMMISSIONS)
def new(request):
    council = request.user.council
    permissions.check_can_create(request.user, council)
    form = CommissionForm(request.POST or None, council=council, user=request.user, initial={"lead": request.user})
    return form_page(
        request,
        form,
        lambda data: services.create_commission(CommissionDetails(**data), by=request.user, council=council),
        creates=True,
        to=lambda c: reverse("commission", args=[c.reference]),
        done="The commission is started.",
        template=f"{T}commission_form.html",
        heading="Start a commission",
        submit_label="Start the commission",
        breadcrumbs=[("Commissions", reverse("commissions"))],
        cancel_url=reverse("commissions"),
    )


@signed_in
def edit(request, reference: str):
    commission = editable(request, reference)
    title, here = commission.title, reverse("commission", args=[reference])
    form = EditCommissionForm(request.POST or None, instance=commission, council=commission.council, user=request.user)
    return form_page(
        request,
        form,
        lambda data: services.edit_commission(commission, by=request.user, **data),
        to=here,
        done="The commission is saved.",
        latest=commission,
        template=f"{T}commission_form.html",
        heading="Change the commission",
        caption=title,
        breadcrumbs=[("Commissions", reverse("commissions")), (title, here)],
        cancel_url=here,
    )


@signed_in
def commission(request, reference: str):
    found = commission_of(request, reference)
    n = overview.counts(found)
    issued = selectors.newest_documents(found)
    plan = getattr(found, "plan", None)
    context = {
        "commission": found,
        "issued": issued,
        "bar": bar_of(found, request.user, here=request.path),
        "groups": stage_tasks.task_groups(found, request.user, n, plan, issued),
        "chain": overview.chain(found, n),
        "chain_url": reverse("chain", args=[reference]),
        "new_tender": stage_tasks.new_tender_url(found) if permissions.can_edit(request.user, found) else "",
        "tenders": found.tenders.inside(request.user),
        "events": timeline(found)[:8],
        "law_note": overview.law_note(found),
        "districts": found.districts.all(),
        "earlier": found.earlier,
        "later": Commission.objects.visible_to(request.user).filter(earlier=found),
        "copied_from": found.copied_from,
        "copies": Commission.objects.visible_to(request.user).filter(copied_from=found),
        "may_copy": permissions.can_copy(request.user, found),
        "may_edit": permissions.can_edit(request.user, found),
        "moves": open_moves(found),
        "breadcrumbs": [("Commissions", reverse("commissions"))],
    }
    return render(request, f"{T}commission.html", context)


@signed_in
def history(request, reference: str):
    found = commission_of(request, reference)
    context = {"commission": found, "page": page_of(request, timeline(found), 50), "breadcrumbs": trail(found)}
    return render(request, f"{T}history.html", context)


@signed_in
def move(request, reference: str, verb: str):
    found = commission_of(request, reference)
    step = MOVES.get(verb)
    if step is None:
        raise Http404
    if not request.user.can(Permission.EDIT_COMMISSIONS, found.council_id):
        raise NotAllowed("Your role does not include moving a commission along the cycle")
    here = reverse("commission", args=[reference])
    form = ReasonForm(request.POST or None, label=step.reason, optional=not step.reason_needed(found))
    return form_page(
        request,
        form,
        lambda data: services.move_stage(found, step.verb, by=request.user, reason=data["reason"]),
        to=here,
        done=step.done,
        read=found,
        template=CONFIRM,
        heading=step.question,
        consequence=step.consequence,
        caption=found.title,
        confirm_label=step.label,
        dangerous=step.verb == "close",
        cancel_url=here,
        breadcrumbs=trail(found),
    )
