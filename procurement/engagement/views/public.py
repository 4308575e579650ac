"""The public pages: events, open to all and not by invitation only, and what was done about what was said."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement.engagement import selectors
from procurement.engagement.documents.calendar import icalendar_of
from procurement.engagement.models import Event, YouSaid
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.views import page_of

T = "procurement/engagement/"
MOST_SAID = 5


@require_safe
def events(request):
    ahead, past = selectors.advertised()
    said = list(selectors.published_editions()[: MOST_SAID + 1])
    context = {"ahead": ahead[:100], "page": page_of(request, past, 10), "said": said[:MOST_SAID], "more": len(said) > MOST_SAID}
    return render(request, f"{T}public_events.html", context)


def _event(pk: int) -> Event:
    return get_object_or_404(Event.objects.advertised().select_related("commission__council"), pk=pk)


@require_safe
def event(request, pk: int):
    found = _event(pk)
    may_tell = request.user.is_authenticated and request.user.can(Permission.BID) and selectors.takes_ideas(found.commission)
    context = {
        "event": found,
        "about_council": found.commission.council,
        "over": found.ends_at <= clock.now(),
        "commission_url": reverse("forward-plan-entry", args=[found.commission.reference])
        if found.commission.in_forward_plan
        else "",
        "idea_url": reverse("idea-new", args=[found.commission.reference]) if may_tell else "",
        "said": selectors.in_public(found.commission),
        "breadcrumbs": [("Events", reverse("public-events"))],
    }
    return render(request, f"{T}public_event.html", context)


@require_safe
def event_ics(request, pk: int):
    found = _event(pk)
    url = request.build_absolute_uri(reverse("public-event", args=[pk]))
    body = icalendar_of(found, host=request.get_host().split(":")[0], url=url)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="event-{pk}.ics"'
    return response


@require_safe
def you_said_list(request):
    page = page_of(request, selectors.published_editions())
    context = {"page": page, "breadcrumbs": [("Events", reverse("public-events"))]}
    return render(request, f"{T}public_you_said_list.html", context)


@require_safe
def you_said(request, reference: str):
    """What was heard on one commission and what was done about it. Everybody, officers too, reads what is published."""
    rows = YouSaid.objects.public().select_related("commission__council")
    edition = get_object_or_404(rows, commission__reference=reference)
    context = {
        "edition": edition,
        "about_council": edition.commission.council,
        "shown": selectors.edition_shown(edition),
        "commission_url": reverse("forward-plan-entry", args=[reference]) if edition.commission.in_forward_plan else "",
        "breadcrumbs": [("You said, we did", reverse("public-you-said-list"))],
    }
    return render(request, f"{T}public_you_said.html", context)
