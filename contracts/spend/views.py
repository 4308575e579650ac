"""What a contract cost, by financial year."""

from django.shortcuts import render
from django.urls import reverse

from contracts.register.views import seen_contract
from contracts.spend.forms import SpentForm
from contracts.spend.pages import said_of, spent_lines, spent_part
from contracts.spend.permissions import check_can_say_spent
from contracts.spend.services import say_spent
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_spend(request, pk):
    contract = seen_contract(request, pk)
    way = [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))]
    context = {"contract": contract, "breadcrumbs": way, "spend": spent_part(contract, request.user)}
    return render(request, "contracts/spend/contract.html", context)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_spend_file(request, pk):
    contract = seen_contract(request, pk)
    return csv_response(f"{contract.reference}-spent.csv", spent_lines(contract))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_spend_say(request, pk):
    contract = seen_contract(request, pk)
    check_can_say_spent(request.user, contract)
    here = reverse("contract-spend", args=[pk])
    said = said_of(contract, request.GET.get("year", ""))
    form = SpentForm(request.POST or None, contract=contract, version=contract.version, initial=said)
    return form_page(
        request,
        form,
        lambda data: say_spent(
            contract, form.paid(), by=request.user, reason=data["reason"], expected_version=form.expected_version
        ),
        to=here,
        done="What was spent is kept.",
        heading="What was spent?",
        caption=contract.title,
        submit_label="Save",
        back_url=here,
    )
