"""What everybody may read: open opportunities, and what is planned."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning.addresses import link
from procurement.commissioning.enums import Stage
from procurement.engagement.models import Event
from procurement.pipeline import calendars, selectors
from procurement.pipeline.forms import OpportunityFilter, PlanFilter
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.tables import write_csv
from socialvalue.common.views import page_of

T = "procurement/pipeline/"
PLAN_COLUMNS = ["Reference", "Title", "Council", "Directorate", "Category", "Estimated value (£)", "Term (months)",
                "Districts", "Bids asked for from", "Bids due by", "Contract starts"]  # fmt: skip


def opportunities(request):
    """Tenders run here and opportunities of others, what closes next first."""
    now = clock.now()
    form = OpportunityFilter(request.GET)
    tenders, postings = selectors.open_tenders(now), selectors.open_postings(now)
    if form.is_valid():
        tenders, postings = _narrowed(form.cleaned_data, tenders, postings)
    rows = [_of_tender(t) for t in tenders] + [_of_posting(p) for p in postings]
    context = {
        "form": form,
        "page": page_of(request, sorted(rows, key=lambda r: r["closes_at"])),
        "closed": Tender.objects.public()
        .filter(deadline__lte=now)
        .select_related("commission__council")
        .order_by("-deadline")[:5],
        "events": Event.objects.public().filter(ends_at__gte=now).select_related("commission")[:3],
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_post": request.user.is_authenticated
        and (request.user.can(Permission.POST_OPPORTUNITIES) or request.user.can(Permission.BID)),
        "waiting": selectors.waiting_postings(request.user).count() if request.user.is_authenticated else 0,
        "soon": now + timedelta(days=7),
    }
    return render(request, f"{T}opportunities.html", context)


def _narrowed(chosen: dict, tenders, postings):
    if chosen["kind"] == "tender":
        postings = postings.none()
    elif chosen["kind"]:
        tenders, postings = tenders.none(), postings.filter(kind=chosen["kind"])
    for word in chosen["q"].split():
        words = Q(title__icontains=word) | Q(description__icontains=word)
        tenders, postings = tenders.filter(words), postings.filter(words)
    if chosen["district"]:
        tenders = tenders.filter(commission__districts=chosen["district"])
        postings = postings.none()
    if chosen["up_to"] is not None:
        tenders, postings = tenders.filter(value__lte=chosen["up_to"]), postings.filter(value__lte=chosen["up_to"])
    return tenders, postings


def _of_tender(tender: Tender) -> dict:
    return {
        "title": tender.title,
        "url": reverse("opportunity", args=[tender.reference]),
        "kind": "Tender",
        "by": tender.commission.council.name,
        "text": tender.description,
        "value": tender.value,
        "closes_at": tender.deadline,
        "small": tender.suits_sme or tender.suits_vcse,
    }


def _of_posting(posting) -> dict:
    return {
        "title": posting.title,
        "url": reverse("posting", args=[posting.reference]),
        "kind": posting.get_kind_display(),
        "by": str(posting.posted_for),
        "text": posting.description,
        "value": posting.value,
        "closes_at": posting.closes_at,
        "small": False,
    }


def forward_plan(request):
    """What the councils mean to buy, by when bids are asked for."""
    form = PlanFilter(request.GET)
    page = page_of(request, form.apply(selectors.forward_plan()))
    context = {
        "form": form,
        "page": page,
        "rows": selectors.planned(page.object_list),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "feed": request.build_absolute_uri(reverse("forward-plan-ics")),
    }
    return render(request, f"{T}forward_plan.html", context)


def forward_plan_csv(request):
    rows = selectors.planned(PlanFilter(request.GET).apply(selectors.forward_plan()))
    lines = (
        [
            r["commission"].reference, r["commission"].title, r["commission"].council.name, r["commission"].directorate.name,
            r["commission"].category, r["commission"].estimated_value, r["commission"].term_months, r["districts"],
            r["tender_from"], r["tender_to"], r["commission"].starts_on,
        ]
        for r in rows
    )  # fmt: skip
    response = HttpResponse(write_csv(PLAN_COLUMNS, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="forward-plan.csv"'
    return response


def forward_plan_ics(request):
    """Everything in the plan, for a calendar that subscribes to it."""
    commissions = PlanFilter(request.GET).apply(selectors.forward_plan())
    body = calendars.feed(commissions, now=clock.now(), site=settings.SITE_URL.rstrip("/"))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="forward-plan.ics"'
    return response


def planned_commission(request, reference: str):
    """One planned commission, as the public may know it."""
    commission = get_object_or_404(selectors.forward_plan(), reference=reference)
    early = commission.stage in (Stage.ANALYSE, Stage.PLAN)
    bids = request.user.is_authenticated and request.user.can(Permission.BID)
    context = {
        "commission": commission,
        "row": selectors.planned([commission])[0],
        "phases": commission.phases.all(),
        "events": Event.objects.public().filter(commission=commission, ends_at__gte=clock.now()),
        "tenders": Tender.objects.public().filter(commission=commission),
        "idea_url": link("idea-new", reference) if early and bids else "",
        "early": early,
        "breadcrumbs": [("Forward plan", reverse("forward-plan"))],
    }
    return render(request, f"{T}planned.html", context)
