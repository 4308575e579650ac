"""Who suppliers are: the officers' list, the page of one, and what is decided there."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register.models import Contract, ContractSupplier
from contracts.register.services import confirm_link
from contracts.suppliers.forms import ConfirmForm, SecondStepForm, SupplierFilter
from contracts.suppliers.pages.listing import listing
from contracts.suppliers.pages.supplier import supplier_context
from contracts.suppliers.selectors.waiting import listed
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation
from socialvalue.common.lists import list_page
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs
from socialvalue.suppliers.forms import DecideForm
from socialvalue.suppliers.models import DetailsChange
from socialvalue.suppliers.permissions import (
    check_can_ask_for_second_step,
    check_can_confirm_supplier,
    check_can_decide_change,
)
from socialvalue.suppliers.services.details import decide_change
from socialvalue.suppliers.services.identity import confirm_supplier
from socialvalue.suppliers.services.second_step import ask_for_second_step, find_person

T = "contracts/suppliers/"


@needs(P.CONFIRM_SUPPLIERS)
def supplier_list(request):
    return list_page(
        request,
        listing(request.user),
        f"{T}list.html",
        form=SupplierFilter(request.GET or None),
        rows=lambda values: listed(request.user, **values),
    )


def _found(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.suppliers().select_related("part_of"), pk=pk)


@needs(P.CONFIRM_SUPPLIERS)
def supplier_page(request, pk):
    return render(request, f"{T}supplier.html", supplier_context(_found(pk), request.user))


@needs(P.CONFIRM_SUPPLIERS)
def supplier_confirm(request, pk):
    supplier = _found(pk)
    check_can_confirm_supplier(request.user, supplier)
    here = reverse("supplier", args=[pk])
    return form_page(
        request,
        ConfirmForm(request.POST or None),
        lambda data: confirm_supplier(supplier, by=request.user, how=data["how"]),
        to=here,
        done=f"{supplier} is confirmed.",
        read=supplier,
        heading="Confirm who this supplier is",
        caption=str(supplier),
        intro="Its register numbers are confirmed with it. Contracts that name a number of it are then linked without asking.",
        submit_label="Confirm",
        back_url=here,
    )


@needs(P.CONFIRM_SUPPLIERS)
def supplier_second_step(request, pk):
    supplier = get_object_or_404(Organisation.objects.suppliers(), pk=pk)
    check_can_ask_for_second_step(request.user, supplier)
    here = reverse("supplier", args=[pk])
    return form_page(
        request,
        SecondStepForm(request.POST or None, find=lambda email: find_person(supplier, email, by=request.user)),
        lambda typed: ask_for_second_step(supplier, typed["email"], by=request.user, how=typed["how"], reason=typed["reason"]),
        creates=True,
        to=lambda made: reverse("step-reset", args=[made.pk]),
        done="We have told the person, and those who can confirm it.",
        heading="Remove a supplier’s lost second step",
        caption=str(supplier),
        intro="Once an administrator or a lead director confirms it, the person’s passkeys, their app’s codes and their recovery "
        "codes stop working. They sign in with their password and may set up a new second step.",
        submit_label="Ask a second person to confirm",
        back_url=here,
        cancel_url=here,
    )


@needs(P.CONFIRM_SUPPLIERS)
def supplier_change(request, pk):
    change = get_object_or_404(DetailsChange.objects.select_related("organisation", "asked_by"), pk=pk)
    check_can_decide_change(request.user, change)
    supplier = change.organisation
    here = reverse("supplier", args=[supplier.pk])
    what = change.get_doing_display().lower()
    form = DecideForm(
        request.POST or None,
        yes=f"Accept: {change.wanted}",
        no="Refuse, and leave it as it is",
        hint="How you know that it is right, or why you refuse. The supplier reads it.",
    )
    return form_page(
        request,
        form,
        lambda data: decide_change(change, by=request.user, accept=data["answer"] == "yes", reason=data["reason"]),
        to=here,
        read=change,
        done=lambda decided: f"The new {what} is {'accepted' if decided.accepted else 'refused'}. The supplier is told.",
        heading=f"Accept another {what}?",
        caption=str(supplier),
        intro=f"{change.asked_by} asks for: {change.wanted}. Records of the past keep the name they were made with.",
        submit_label="Decide",
        back_url=here,
    )


@require_POST
@needs(P.CONFIRM_SUPPLIERS)
def link_confirm(request, pk):
    seen = ContractSupplier.objects.filter(contract__in=Contract.objects.visible_to(request.user))
    party = get_object_or_404(seen.select_related("contract", "organisation"), pk=pk)
    back = reverse("contract", args=[party.contract_id])
    if request.POST.get("from") == "supplier":
        back = reverse("supplier", args=[party.organisation_id])
    return button(
        request,
        lambda: confirm_link(party, by=request.user),
        to=back,
        done=f"{party.contract.reference} is with {party.organisation}. Its people see the contract from now on, and are told.",
    )
