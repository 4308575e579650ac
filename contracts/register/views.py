"""Entering and changing contracts, and starting them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register import services
from contracts.register.calculations.details import ContractDetails
from contracts.register.forms import ContractForm, NoKpisForm, PublishedForm
from contracts.register.models import Contract
from contracts.register.permissions import (
    check_can_edit_contract,
    check_can_publish_kpis,
    check_can_register_contract,
    check_can_say_why_no_kpis,
)
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs
from socialvalue.law.key_indicators import TOLD


def seen_contract(request, pk) -> Contract:
    """The contract, or 404 for whoever may not see it."""
    return get_object_or_404(Contract.objects.visible_to(request.user).select_related("council"), pk=pk)


def _register(user, council, form) -> Contract:
    data = form.data_for_service()
    aside = {name: data.pop(name) for name in ("suppliers", "districts")}
    return services.register_contract(ContractDetails(**data), by=user, council=council, **aside)


@needs(P.EDIT_CONTRACTS)
def contract_new(request):
    council = request.user.council
    check_can_register_contract(request.user, council)
    form = ContractForm(request.POST or None, council=council)
    return form_page(
        request,
        form,
        lambda data: _register(request.user, council, form),
        creates=True,
        to=lambda made: reverse("contract", args=[made.pk]),
        done=lambda made: f"{made.reference} is in the register. Now add what the supplier must do.",
        heading="Register a contract",
        submit_label="Register",
        back_url=reverse("contracts"),
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_edit(request, pk):
    contract = seen_contract(request, pk)
    check_can_edit_contract(request.user, contract)
    initial = {
        "suppliers": [party.organisation for party in contract.parties.filter(last_day=None).select_related("organisation")],
        "districts": contract.districts.all(),
    }
    form = ContractForm(request.POST or None, instance=contract, council=contract.council, initial=initial)
    title, here = contract.title, reverse("contract", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.edit_contract(
            contract, by=request.user, expected_version=data["expected_version"], **form.data_for_service()
        ),
        to=here,
        done="The entry was changed.",
        latest=contract,
        heading="Change details",
        caption=title,
        back_url=here,
    )


@require_POST
@needs(P.VIEW_CONTRACTS, P.BID)
def contract_start(request, pk):
    contract = seen_contract(request, pk)
    try:
        started = services.start_contract(contract, by=request.user)
        begins = started.status_words if started.starts_on > clock.today() else "Is in force"
        messages.success(request, f"The contract {begins[0].lower()}{begins[1:]}. Its returns are scheduled.")
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("contract-handover", pk)
    return redirect("contract", pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_no_kpis(request, pk):
    contract = seen_contract(request, pk)
    check_can_say_why_no_kpis(request.user, contract)
    initial = {"ground": contract.kpi_ground, "reason": contract.kpi_reason}
    here = reverse("contract", args=[pk])
    return form_page(
        request,
        NoKpisForm(request.POST or None, version=contract.version, initial=initial),
        lambda data: services.say_why_no_kpis(contract, by=request.user, **data),
        to=here,
        done="It is recorded why the law asks for no KPIs.",
        version_of=contract,
        heading="Why the law asks for no KPIs",
        caption=contract.title,
        intro=TOLD,
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_kpis_published(request, pk):
    contract = seen_contract(request, pk)
    check_can_publish_kpis(request.user, contract)
    here = reverse("contract", args=[pk])
    return form_page(
        request,
        PublishedForm(request.POST or None, version=contract.version),
        lambda data: services.record_kpis_published(contract, by=request.user, **data),
        to=here,
        done="It is recorded when the KPIs were published.",
        version_of=contract,
        heading="When the KPIs were published",
        caption=contract.title,
        back_url=here,
    )
