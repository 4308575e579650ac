"""Start a tender from an earlier one, for this commission or another."""

from django.http import Http404
from django.urls import reverse

from procurement.commissioning.models import Commission
from procurement.tendering import pages, permissions, services
from procurement.tendering.forms import CopyTenderForm, ForCommissionForm
from procurement.tendering.models import Tender
from procurement.tendering.selectors.copying import kept_of, target_of
from procurement.tendering.views.finding import tender_of
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in


def _target(request, source: Tender) -> tuple[ForCommissionForm, Commission]:
    """The commission that the address names; without one, the likely one."""
    likely = target_of(source, request.user)
    rows = Commission.objects.visible_to(request.user).filter(council=source.council).select_related("council", "framework")
    chosen = ForCommissionForm(request.GET if "commission" in request.GET else None, rows=rows, initial={"commission": likely})
    if chosen.is_bound and chosen.is_valid():
        return chosen, chosen.cleaned_data["commission"]
    if request.method == "POST" and chosen.is_bound:
        raise Http404
    return chosen, likely


@signed_in
def copy(request, reference):
    source = tender_of(request, reference)
    permissions.check_can_copy(request.user, source)
    chosen, commission = _target(request, source)
    initial = {"title": commission.title, "value": commission.estimated_value}
    here = reverse("tender-copy", args=[reference])
    return form_page(
        request,
        CopyTenderForm(request.POST or None, initial=initial),
        lambda data: services.copy_tender(source, commission, by=request.user, **data),
        creates=True,
        to=lambda made: reverse("tender", args=[made.reference]),
        done=lambda made: f"{made.reference} is started from {source.reference}. It is checked like any other tender.",
        template="procurement/tendering/copy.html",
        heading="Start a new tender from this one",
        caption=str(source),
        preview=pages.copied(source, commission, kept_of(source, commission)),
        may_start=permissions.can_copy_into(request.user, source, commission),
        chosen=chosen,
        commission=commission,
        action=f"{here}?commission={commission.reference}",
        submit_label="Start the tender",
        cancel_url=reverse("tender", args=[reference]),
        breadcrumbs=pages.trail(source, itself=True),
    )
