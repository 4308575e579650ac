"""The percentages of a return, typed on a page of their own: most providers do not know them, and are not asked."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.evidence.calculations.attribution import Shares
from contracts.evidence.forms.attribution import SharesForm
from contracts.evidence.models import Attribution
from contracts.evidence.permissions import check_can_report, check_can_write
from contracts.evidence.services.attribution import say_shares
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs


@needs(P.EDIT_CONTRACTS, P.BID)
def shares(request, pk):
    due = get_object_or_404(DueReturn.objects.visible_to(request.user).select_related("kpi__obligation__contract"), pk=pk)
    check_can_report(request.user, due)
    latest = due.returns.order_by("number").last()
    if latest is None:
        raise Http404
    check_can_write(request.user, latest)
    now = Attribution.objects.filter(kpi_return=latest).first()
    back = reverse("return", args=[pk])
    return form_page(
        request,
        SharesForm(request.POST or None, initial=vars(now.shares) if now else None),
        lambda data: say_shares(latest, by=request.user, shares=Shares(**data)),
        to=back,
        done="The percentages are saved with the return.",
        read=latest,
        heading="How much of it is your own work?",
        caption=due.kpi.wording,
        intro="Only where you know it, with where you know it from. The figure you report stays as it is: what is left is shown "
        "beside it.",
        submit_label="Save",
        back_url=back,
    )
