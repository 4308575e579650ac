"""The forward plan: what everybody may read of it, and the officers' version with everything in it."""

from itertools import chain, groupby

from django.conf import settings
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning.enums import Stage
from procurement.commissioning.selectors.progress import starts_lost
from procurement.engagement.models import Event
from procurement.engagement.selectors import in_public
from procurement.pipeline import selectors
from procurement.pipeline.documents import calendars
from procurement.pipeline.forms import PlanFilter
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from socialvalue.common.tables import csv_response
from socialvalue.common.views import page_of

T = "procurement/pipeline/"
# Commissions read at a time for a calendar
CHUNK = 2000
PLAN_COLUMNS = ["Reference", "Title", "Council", "Directorate", "Financial year", "Category", "Estimated value (£)",
                "Term (months)", "Districts", "Bids asked for from", "Bids due by", "Contract starts"]  # fmt: skip
OFFICERS_COLUMNS = [*PLAN_COLUMNS, "Stage", "Lead", "In the public plan"]


def _officers(request) -> bool:
    """Whether the officers' version was asked for; NotAllowed for whoever sees no council's commissions."""
    if request.GET.get("version") != "officers":
        return False
    if not (request.user.is_authenticated and request.user.can(Permission.VIEW_COMMISSIONS)):
        raise NotAllowed("The officers’ version of the forward plan is for officers of the council")
    return True


def _asked_for(request):
    """(the filter, the commissions that fit, whether it is the officers' version)."""
    officers = _officers(request)
    rows = selectors.forward_plan(request.user if officers else None)
    if officers:
        rows = rows.select_related("council", "directorate", "lead")
    form = PlanFilter(request.GET, rows=rows)
    return form, form.apply(rows), officers


def forward_plan(request):
    """What the councils mean to buy, by directorate and financial year, and by when bids are asked for."""
    form, rows, officers = _asked_for(request)
    page = page_of(request, rows, per_page=50)
    lists = groupby(selectors.planned(page.object_list), key=lambda r: (r["commission"].directorate, r["year"]))
    context = {
        "form": form,
        "page": page,
        "lists": [(directorate, year, list(found)) for (directorate, year), found in lists],
        "several_councils": "council" in form.fields,
        "officers": officers,
        "starts_lost": starts_lost(list(page.object_list), clock.today()),
        "may_see_all": request.user.is_authenticated and request.user.can(Permission.VIEW_COMMISSIONS),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "feed": request.build_absolute_uri(reverse("forward-plan-ics")),
    }
    return render(request, f"{T}forward_plan.html", context)


def forward_plan_csv(request):
    _, rows, officers = _asked_for(request)
    lines = (_line(row, officers) for row in selectors.planned(rows))
    return csv_response("forward-plan.csv", chain([OFFICERS_COLUMNS if officers else PLAN_COLUMNS], lines))


def _line(row: dict, officers: bool) -> list:
    c, tender = row["commission"], row["advertised"]
    due = tender.deadline.astimezone(clock.LONDON).date() if tender and tender.deadline else row["tender_to"]
    line = [
        c.reference, c.title, c.council.name, c.directorate.name, row["year"] if c.starts_on else "", c.category,
        c.estimated_value, c.term_months, row["districts"], row["tender_from"], due, c.starts_on,
    ]  # fmt: skip
    return [*line, c.get_stage_display(), str(c.lead), "yes" if c.in_forward_plan else "no"] if officers else line


def forward_plan_ics(request):
    """The public plan, for a calendar that subscribes to it. Calendars do not sign in, so there is no officers' feed."""
    rows = selectors.forward_plan()
    commissions = PlanFilter(request.GET, rows=rows).apply(rows)
    body = calendars.feed(commissions.iterator(chunk_size=CHUNK), now=clock.now(), site=settings.SITE_URL.rstrip("/"))
    response = StreamingHttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="forward-plan.ics"'
    return response


def planned_commission(request, reference: str):
    """One planned commission, as the public may know it."""
    commission = get_object_or_404(selectors.planned_entries(), reference=reference)
    user = request.user
    early = commission.stage in (Stage.ANALYSE, Stage.PLAN)
    bids = user.is_authenticated and user.can(Permission.BID)
    inside = user.is_authenticated and user.can(Permission.VIEW_COMMISSIONS, commission.council_id)
    context = {
        "commission": commission,
        "about_council": commission.council,
        "row": selectors.planned([commission])[0],
        "start_lost": bool(starts_lost([commission], clock.today())),
        "phases": commission.phases.all(),
        "events": Event.objects.public().filter(commission=commission, ends_at__gte=clock.now()),
        "said": in_public(commission),
        "tenders": Tender.objects.published().visible_to(user).filter(commission=commission),
        "idea_url": reverse("idea-new", args=[reference]) if early and bids else "",
        "early": early,
        "over": not selectors.forward_plan().filter(pk=commission.pk).exists(),
        "inside_url": reverse("timetable", args=[reference]) if inside else "",
        "breadcrumbs": [("Forward plan", reverse("forward-plan"))],
    }
    return render(request, f"{T}planned.html", context)
