"""Shaping what the contract asks: obligations added, reworded and ended."""

from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.forms import EndObligationForm, ObligationForm, RewordForm
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.views.common import contract_form, here, seen_obligation
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_new(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    form = ObligationForm(request.POST or None, council=contract.council)
    return contract_form(
        request,
        form,
        lambda data: services.add_obligation(contract, form.details(), by=request.user),
        contract,
        creates=True,
        to=lambda made: reverse("kpi-new", args=[made.pk]),
        done=lambda made: f"Obligation {made.code} is proposed. Say how it will be measured.",
        heading="Add an obligation",
        submit_label="Add",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_reword(request, pk):
    obligation = seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    form = RewordForm(request.POST or None, version=obligation.version, initial={"wording": obligation.wording})
    return contract_form(
        request,
        form,
        lambda data: services.reword(obligation, by=request.user, **data),
        obligation.contract,
        to=here(obligation),
        done=f"Obligation {obligation.code} is reworded. Both sides are asked to agree.",
        latest=obligation,
        heading=f"Reword obligation {obligation.code}",
        submit_label="Reword",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_end(request, pk):
    obligation = seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    form = EndObligationForm(request.POST or None, version=obligation.version)
    return form_page(
        request,
        form,
        lambda data: services.end_obligation(obligation, by=request.user, **data),
        to=here(obligation),
        done=f"Obligation {obligation.code} has ended. What was reported stays.",
        template=CONFIRM,
        version_of=obligation,
        heading=f"End obligation {obligation.code}?",
        caption=obligation.contract.title,
        consequence="Later returns will no longer be due. You cannot undo this.",
        confirm_label="End the obligation",
        dangerous=True,
    )
