"""Open opportunities: tenders run here and what others post. Everybody may read them."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render

from procurement.engagement.models import Event
from procurement.pipeline import selectors
from procurement.pipeline.forms import OpportunityFilter
from procurement.pipeline.models import Posting, bodies_of
from procurement.pipeline.pages import rows_of
from procurement.tendering.models import Tender
from socialvalue.common import clock
from socialvalue.common.lists import Narrowed
from socialvalue.common.views import page_of

T = "procurement/pipeline/"


def opportunities(request):
    """Tenders run here and opportunities of others, what closes next first."""
    now, user = clock.now(), request.user
    form = OpportunityFilter(request.GET)
    tenders, postings = selectors.open_tenders(now, user), selectors.open_postings(now)
    if form.is_valid():
        tenders, postings = _narrowed(form.cleaned_data, tenders, postings)
    rows = rows_of(tenders, postings)
    page = page_of(request, sorted(rows, key=lambda r: r.closes_at))
    context = {
        "form": form,
        "page": page,
        "list": Narrowed(form, page.paginator.count, request.GET),
        "closed": Tender.objects.public().filter(deadline__lte=now).order_by("-deadline")[:5],
        "events": Event.objects.public().filter(ends_at__gte=now).order_by("starts_at")[:3],
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_post": user.is_authenticated and bool(bodies_of(user)),
        "waiting": Posting.objects.to_decide(user).count(),
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
        # What names no district is for the whole area
        tenders = tenders.filter(Q(commission__districts=chosen["district"]) | Q(commission__districts=None))
        postings = postings.filter(Q(districts=chosen["district"]) | Q(districts=None))
    if chosen["up_to"] is not None:
        tenders, postings = tenders.filter(value__lte=chosen["up_to"]), postings.filter(value__lte=chosen["up_to"])
    return tenders, postings
