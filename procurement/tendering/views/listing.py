"""The list of tenders, one tender's overview, and a new one."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning.models import Commission
from procurement.commissioning.pages.cycle import bar_of
from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import TenderStatus
from procurement.tendering.forms import NewTenderForm, TenderFilter
from procurement.tendering.models import Tender
from procurement.tendering.pages.listing import listing
from procurement.tendering.views.finding import tender_of
from socialvalue.accounts.enums import Permission
from socialvalue.audit.selectors import timeline
from socialvalue.common.pages import form_page
from socialvalue.common.templatetags.formats import plain_money
from socialvalue.common.views import needs, signed_in
from socialvalue.law.days import add_months
from socialvalue.lists.pages import viewed_page

TIMELINE = 12


@needs(Permission.VIEW_COMMISSIONS)
def tenders(request):
    return viewed_page(
        request,
        listing(request.user),
        "procurement/tendering/tenders.html",
        form=TenderFilter(request.GET or None),
        rows=lambda values: selectors.tenders_of(request.user, status=values.get("status", ""), search=values.get("q", "")),
    )


@signed_in
def overview(request, reference):
    tender = tender_of(request, reference)
    found = selectors.weights(tender)
    editable = permissions.can_edit(request.user, tender)
    context = {
        "tender": tender,
        "colour": pages.COLOURS[tender.status],
        "breadcrumbs": pages.trail(tender),
        "bar": bar_of(tender.commission, request.user, here=request.path, tender=tender.pk),
        "weights": found,
        "editable": editable,
        "tasks": pages.tasks(tender, found, editable) if tender.status in (*permissions.EDITABLE, TenderStatus.CHECKING) else [],
        "can_check": permissions.can_check(request.user, tender),
        "can_amend": permissions.can_amend(request.user, tender),
        "can_answer": permissions.can_answer(request.user, tender),
        "can_terminate": permissions.can_terminate(request.user, tender),
        "onward": pages.onward(tender, request.user),
        "file_url": pages.file_of_the_ended(tender, request.user),
        "clarifications": tender.clarifications.order_by("-asked_at"),
        "amendments": tender.amendments.all(),
        "copied_from": tender.copied_from_id and Tender.objects.inside(request.user).filter(copies=tender).first(),
        "copies": Tender.objects.inside(request.user).filter(copied_from=tender),
        "may_copy": permissions.can_copy(request.user, tender),
        "events": timeline(tender)[:TIMELINE],
    }
    return render(request, "procurement/tendering/tender.html", context)


@signed_in
def new(request, reference):
    commission = get_object_or_404(Commission.objects.visible_to(request.user).select_related("council"), reference=reference)
    permissions.check_can_draft(request.user, commission.council)
    form = NewTenderForm(request.POST or None, initial=_from_commission(commission))
    home = reverse("commission", args=[commission.reference])
    return form_page(
        request,
        form,
        lambda data: services.start_tender(
            commission, by=request.user, pattern=data.pop("pattern"), details=TenderDetails(**data)
        ),
        creates=True,
        to=lambda tender: reverse("tender", args=[tender.reference]),
        done="The tender is drafted.",
        heading="Draft a tender",
        caption=commission.title,
        intro=f"{commission.reference}, estimated at {plain_money(commission.estimated_value)}.",
        submit_label="Save and continue",
        cancel_url=home,
        breadcrumbs=[("Tenders", reverse("tenders")), (commission.title, home)],
    )


def _from_commission(commission: Commission) -> dict:
    starts = commission.starts_on
    return {
        "title": commission.title,
        "description": commission.summary,
        "value": commission.estimated_value,
        "contract_starts_on": starts,
        "contract_ends_on": add_months(starts, commission.term_months) - timedelta(days=1) if starts else None,
        "pattern": "carers",
    }
