"""The record of the 2012 Act."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.commissioning import permissions, selectors, services
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.forms.act import ConsiderForm
from procurement.commissioning.pages.overview import law_note
from procurement.commissioning.views.common import commission_of, editable, trail
from socialvalue.common import clock
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


@signed_in
def act_record(request, reference: str):
    commission = commission_of(request, reference)
    rows = list(commission.act_considerations.select_related("officer", "confirmed_by"))
    recorded = {r.point for r in rows}
    context = {
        "commission": commission,
        "points": [(point, [r for r in rows if r.point == point]) for point in ActPoint],
        "gaps": selectors.act_gaps(commission),
        "urgency": selectors.urgency_relied_on(commission),
        "gaps_left": [point for point in selectors.ACT_POINTS if point not in recorded],
        "law_note": law_note(commission),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}act_record.html", context)


@signed_in
def consider(request, reference: str, point: str):
    commission = editable(request, reference)
    if point not in ActPoint.values:
        raise Http404
    back = reverse("act-record", args=[reference])
    form = ConsiderForm(request.POST or None, initial={"considered_on": clock.today()})
    return form_page(
        request,
        form,
        lambda data: services.consider(commission, by=request.user, point=point, **data),
        creates=True,
        to=back,
        done="The consideration is recorded.",
        heading=ActPoint(point).label,
        caption="Public Services (Social Value) Act 2012",
        intro="It is kept with today’s date and your name. A later one is added beside it and never replaces it.",
        submit_label="Record it",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Social Value Act", back)),
    )
