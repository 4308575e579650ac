"""The public page of a published tender, its preview, and a supplier's question."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.forms import ClarificationForm
from procurement.tendering.models import Tender
from procurement.tendering.selectors.published import published_questions
from procurement.tendering.views.finding import tender_of
from socialvalue.common import clock
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in


def _published(request, reference: str) -> Tender:
    rows = Tender.objects.published().visible_to(request.user)
    return get_object_or_404(rows.select_related("commission", "commission__council"), reference=reference)


def opportunity(request, reference):
    tender = _published(request, reference)
    return render(request, "procurement/tendering/opportunity.html", _content(request, tender))


@signed_in
def preview(request, reference):
    tender = tender_of(request, reference)
    if tender.published_at:
        return redirect("opportunity", reference)
    page = {"preview": True, "breadcrumbs": pages.trail(tender, itself=True)}
    return render(request, "procurement/tendering/opportunity.html", _content(request, tender) | page)


def _content(request, tender: Tender) -> dict:
    found = selectors.weights(tender)
    start = reverse("bid-start", args=[tender.reference])
    supplier = request.user.supplier if request.user.is_authenticated else None
    after = urlencode({"next": start})
    return {
        "tender": tender,
        "about_council": tender.commission.council,
        "colour": pages.COLOURS[tender.status],
        "weights": found,
        "questions": published_questions(tender, found),
        "facts": pages.facts(tender),
        "formulas": pages.FORMULAS,
        "to_report": selectors.obligations_to_report(tender),
        "levels": tender.scale.all(),
        "opens": opens_at(tender) if tender.deadline else None,
        "amendments": tender.amendments.all(),
        "answered": tender.clarifications.exclude(answered_at=None),
        "asked_by_us": selectors.own_open_questions(tender, request.user),
        "open": permissions.accepts_bids(tender),
        "start_url": start if supplier else "",
        "has_bid": bool(supplier) and tender.bids.visible_to(request.user).exists(),
        "sign_in_url": f"{reverse('account_login')}?{after}",
        "register_url": f"{reverse('register-supplier')}?{after}",
        "can_ask": permissions.can_ask(request.user, tender),
        "asking": pages.questions_line(tender) if permissions.accepts_bids(tender) else "",
        "clock": clock.now(),
    }


@signed_in
def ask(request, reference):
    tender = _published(request, reference)
    permissions.check_can_ask(request.user, tender, request.user.supplier)
    form = ClarificationForm(request.POST or None)
    supplier = request.user.supplier
    return form_page(
        request,
        form,
        lambda data: services.ask_clarification(tender, by=request.user, supplier=supplier, question=data["question"]),
        creates=True,
        to=reverse("opportunity", args=[reference]),
        done="Your question is sent. You will find the answer on this page.",
        heading="Ask a question",
        caption=tender.title,
        about_council=tender.commission.council,
        submit_label="Send the question",
    )
