"""Entering and changing contracts, starting and ending them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register import services
from contracts.register.calculations.details import ContractDetails
from contracts.register.forms import ContractForm, EndForm
from contracts.register.models import Contract
from contracts.register.permissions import check_can_edit_contract, check_can_register_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, add_to_form
from socialvalue.common.views import needs


def attempt(form, act, record=None):
    """Do ``act()``; a refusal is shown in the form and gives None. After a conflict what was typed is kept.

    ``record`` is the versioned record the form is about. What is not allowed at all becomes a page of its own.
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except (Refused, Conflict) as refusal:
        add_to_form(form, refusal)
        if isinstance(refusal, Conflict) and record is not None:
            record.refresh_from_db(fields=["version"])
            form.take_latest(record.version)
        return None


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
    if request.method == "POST":
        made = attempt(form, lambda: _register(request.user, council, form))
        if made:
            messages.success(request, f"{made.reference} is in the register. Now add what the supplier must do.")
            return redirect("contract", made.pk)
    context = {"form": form, "heading": "Register a contract", "submit_label": "Register", "back_url": reverse("contracts")}
    return render(request, "layouts/form.html", context)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_edit(request, pk):
    contract = seen_contract(request, pk)
    check_can_edit_contract(request.user, contract)
    initial = {"suppliers": contract.suppliers.all(), "districts": contract.districts.all()}
    form = ContractForm(request.POST or None, instance=contract, council=contract.council, initial=initial)
    if request.method == "POST":
        saved = attempt(
            form,
            lambda: services.edit_contract(
                contract, by=request.user, expected_version=form.expected_version, **form.data_for_service()
            ),
            contract,
        )
        if saved:
            messages.success(request, "The entry was changed.")
            return redirect("contract", pk)
    context = {"form": form, "heading": "Change the entry", "caption": contract.title, "back_url": reverse("contract", args=[pk])}
    return render(request, "layouts/form.html", context)


@require_POST
@needs(P.VIEW_CONTRACTS, P.BID)
def contract_start(request, pk):
    contract = seen_contract(request, pk)
    try:
        services.start_contract(contract, by=request.user)
        messages.success(request, "The contract is in force. Its returns are scheduled.")
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("contract-handover", pk)
    return redirect("contract", pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_end(request, pk):
    contract = seen_contract(request, pk)
    check_can_edit_contract(request.user, contract)
    day = min(clock.today(), contract.ends_on)
    form = EndForm(request.POST or None, version=contract.version, initial={"ended_on": day})
    if request.method == "POST":
        data = form.cleaned_data if form.is_valid() else {}
        ended = attempt(
            form,
            lambda: services.end_contract(
                contract,
                by=request.user,
                ended_on=data["ended_on"],
                reason=data["reason"],
                expected_version=form.expected_version,
            ),
            contract,
        )
        if ended:
            messages.success(request, "The contract has ended. Returns for its last periods are still owed.")
            return redirect("contract", pk)
    context = {
        "form": form,
        "heading": "End this contract?",
        "caption": contract.title,
        "consequence": "Nothing in its entry can be changed afterwards. Returns for periods that begin later are no longer owed.",
        "confirm_label": "End the contract",
        "cancel_url": reverse("contract", args=[pk]),
        "dangerous": True,
    }
    return render(request, "layouts/confirm.html", context)
