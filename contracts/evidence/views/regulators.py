"""That a regulator holds what a KPI asks for, where its record of a period stands, and that the council accepts it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.evidence.forms.regulators import HeldForm, ReferenceForm
from contracts.evidence.models import HeldElsewhere, RegulatorReference
from contracts.evidence.permissions import check_can_give_reference
from contracts.evidence.services import regulators as services
from contracts.obligations.models import Kpi
from contracts.obligations.permissions import check_can_shape
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs


@needs(P.EDIT_CONTRACTS)
def kpi_held(request, pk):
    kpi = get_object_or_404(Kpi.objects.visible_to(request.user).select_related("obligation__contract__council"), pk=pk)
    check_can_shape(request.user, kpi.obligation.contract)
    held = HeldElsewhere.objects.filter(kpi=kpi).first()
    back = reverse("kpi", args=[pk])
    initial = {"regulator": held.regulator, "name": held.name, "what": held.what} if held else None
    return form_page(
        request,
        HeldForm(request.POST or None, initial=initial),
        lambda data: services.hold_elsewhere(kpi, by=request.user, **data),
        to=back,
        done="For each period only the regulator’s reference is asked for.",
        read=kpi,
        heading="A regulator holds this already",
        caption=kpi.wording,
        intro="The supplier then gives the reference of the regulator’s record for each period, and nothing else is asked. Once "
        "you accept it, that return is no longer due: it counts neither as missing nor as a value.",
        submit_label="Save",
        back_url=back,
    )


def _seen(request, pk) -> DueReturn:
    rows = DueReturn.objects.visible_to(request.user).select_related("kpi__obligation__contract__council")
    return get_object_or_404(rows, pk=pk)


@needs(P.EDIT_CONTRACTS, P.BID)
def return_regulator(request, pk):
    due = _seen(request, pk)
    check_can_give_reference(request.user, due)
    given = RegulatorReference.objects.filter(due=due).first()
    initial = {"reference": given.reference, "dated": given.dated, "link": given.link} if given else None
    back = reverse("return", args=[pk])
    return form_page(
        request,
        ReferenceForm(request.POST or None, initial=initial),
        lambda data: services.give_reference(due, by=request.user, **data),
        to=back,
        done="The reference is saved. The contract manager looks at it.",
        heading=f"Held by {due.kpi.held_elsewhere}",
        caption=due.kpi.wording,
        intro=f"Which record: {due.kpi.held_elsewhere.what}. Nothing else is asked for this period.",
        submit_label="Save the reference",
        back_url=back,
    )


@require_POST
@needs(P.EDIT_CONTRACTS)
def return_regulator_accept(request, pk):
    due = _seen(request, pk)
    given = get_object_or_404(RegulatorReference, due=due)
    return button(
        request,
        lambda: services.accept_reference(given, by=request.user),
        to=reverse("return", args=[pk]),
        done="The reference is accepted. This return is no longer due.",
    )
