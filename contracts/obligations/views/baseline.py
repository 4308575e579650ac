"""Where a KPI stood before the contract."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.obligations.forms.baseline import BaselineForm
from contracts.obligations.models import Kpi
from contracts.obligations.permissions import check_can_set_baseline
from contracts.obligations.selectors.baseline import baseline_of
from contracts.obligations.services.baseline import set_baseline
from contracts.obligations.views.common import contract_form
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_baseline(request, pk):
    kpi = get_object_or_404(Kpi.objects.visible_to(request.user).select_related("obligation__contract__council"), pk=pk)
    check_can_set_baseline(request.user, kpi)
    found = baseline_of(kpi)
    names = ("basis", "value", "starts_on", "ends_on", "source")
    initial = {name: getattr(found, name) for name in names} if found else None
    form = BaselineForm(request.POST or None, initial=initial, unit=kpi.unit, period=kpi.rhythm)
    return contract_form(
        request,
        form,
        lambda data: set_baseline(kpi, form.before(), by=request.user),
        kpi.obligation.contract,
        read=kpi,
        to=reverse("kpi", args=[pk]),
        done="It is kept where this KPI stood before the contract.",
        heading="Where did this stand before the contract?",
        caption=kpi.wording,
        intro="A promise is judged by its target. Whether anything became better is seen beside what was there before.",
        submit_label="Save",
    )
