"""The supply chain of a contract: entered by its supplier, confirmed by an officer."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register.models import Contract
from contracts.register.views import seen_contract
from contracts.supply import services
from contracts.supply.forms import LinkForm, QuarterForm, SendForm, TermsForm
from contracts.supply.models import SupplyLink, SupplyPeriod, SupplyTerms
from contracts.supply.pages import lines, supply_context
from contracts.supply.permissions import (
    can_change,
    can_confirm,
    check_can_change,
    check_can_confirm,
    check_can_define,
    check_can_enter,
)
from contracts.supply.selectors import quarter_of_period, quarters_of
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button, form_page
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs
from socialvalue.law.periods import quarter_words
from socialvalue.suppliers.forms import DecideForm

T = "contracts/supply/"


def _seen(request, pk) -> Contract:
    seen = Contract.objects.visible_to(request.user).select_related("council", "directorate", "manager", "service_head")
    return get_object_or_404(seen.prefetch_related("parties__organisation"), pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_supply(request, pk):
    return render(request, f"{T}contract.html", supply_context(_seen(request, pk), request.user))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_supply_file(request, pk):
    contract = seen_contract(request, pk)
    return csv_response(f"{contract.reference}-supply-chain.csv", lines(contract, quarters_of(contract, request.user)))


@needs(P.VIEW_CONTRACTS, P.BID)
def supply_terms(request, pk):
    contract = seen_contract(request, pk)
    check_can_define(request.user, contract)
    terms = SupplyTerms.objects.filter(contract=contract).first()
    initial = {name: getattr(terms, name) for name in ("easy", "usual", "hard")} if terms else {}
    here = reverse("contract-supply", args=[pk])
    return form_page(
        request,
        TermsForm(request.POST or None, version=contract.version, initial=initial),
        lambda data: services.define_cases(contract, by=request.user, **data),
        to=here,
        done="It is kept which cases are easy, usual and hard.",
        version_of=contract,
        heading="Easy, usual and hard cases",
        caption=contract.title,
        intro="As the contract defines them. The supplier counts by these words.",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def supply_new(request, pk):
    contract = _seen(request, pk)
    check_can_enter(request.user, contract)
    here = reverse("contract-supply", args=[pk])
    return form_page(
        request,
        QuarterForm(request.POST or None, contract=contract),
        lambda data: services.begin_quarter(contract, by=request.user, **data),
        creates=True,
        to=lambda made: reverse("supply-period", args=[made.pk]),
        done="The quarter is begun, with who worked in the one before.",
        heading="Enter a quarter of the supply chain",
        caption=contract.title,
        submit_label="Begin",
        back_url=here,
        cancel_url=here,
    )


def _period(request, pk) -> SupplyPeriod:
    seen = SupplyPeriod.objects.visible_to(request.user).select_related("contract__council", "asked_by", "decided_by")
    return get_object_or_404(seen, pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def supply_period(request, pk):
    """A quarter: to be filled by its supplier, to be confirmed by an officer, to be read by everybody else."""
    period = _period(request, pk)
    form = None
    if can_confirm(request.user, period):
        form = DecideForm(
            request.POST or None, yes="Confirm it", no="Send it back",
            hint="How you know that it is right, or what is wrong. The supplier reads it.",
        )  # fmt: skip
    elif request.method == "POST":
        check_can_confirm(request.user, period)
    here = reverse("contract-supply", args=[period.contract_id])
    quarter = quarter_of_period(period)
    return form_page(
        request,
        form,
        lambda data: services.decide_quarter(period, by=request.user, accept=data["answer"] == "yes", decision=data["reason"]),
        to=here,
        done=lambda decided: "Confirmed." if decided.accepted else "Sent back. The supplier is told.",
        template=f"{T}period.html",
        read=period,
        period=period,
        quarter=quarter,
        may_change=can_change(request.user, period),
        heading=quarter_words(period.quarter_key),
        caption=f"Supply chain: {period.prime_then}, {period.contract.title}",
        submit_label="Decide",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def supply_link_new(request, pk):
    period = _period(request, pk)
    check_can_change(request.user, period)
    form = LinkForm(request.POST or None, contract=period.contract)
    here = reverse("supply-period", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.add_link(period, form.details(), by=request.user),
        creates=True,
        to=lambda made: here,
        done=lambda made: f"{made.name} is added.",
        heading="Add an organisation",
        caption=f"Beneath {period.prime_then}, {quarter_words(period.quarter_key)}",
        submit_label="Add it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def supply_send(request, pk):
    period = _period(request, pk)
    check_can_change(request.user, period)
    initial = {"easy": period.easy, "usual": period.usual, "hard": period.hard}
    here = reverse("contract-supply", args=[period.contract_id])
    return form_page(
        request,
        SendForm(request.POST or None, version=period.version, initial=initial),
        lambda data: services.send_quarter(period, by=request.user, **data),
        to=here,
        done="Sent. The contract manager is asked to confirm it.",
        version_of=period,
        heading="Send the quarter",
        caption=quarter_words(period.quarter_key),
        intro=f"The cases that {period.prime_then} kept itself. Leave them blank where the contract counts none.",
        submit_label="Send",
        back_url=reverse("supply-period", args=[pk]),
    )


def _link(request, pk) -> SupplyLink:
    link = get_object_or_404(SupplyLink.objects.visible_to(request.user).select_related("period__contract__council"), pk=pk)
    get_object_or_404(SupplyPeriod.objects.visible_to(request.user), pk=link.period_id)
    return link


@needs(P.VIEW_CONTRACTS, P.BID)
def supply_link(request, pk):
    link = _link(request, pk)
    period = link.period
    check_can_change(request.user, period)
    form = LinkForm(request.POST or None, contract=period.contract, link=link, version=period.version)
    here = reverse("supply-period", args=[period.pk])
    return form_page(
        request,
        form,
        lambda data: services.change_link(link, form.details(), by=request.user, expected_version=data["expected_version"]),
        to=here,
        done="It is changed.",
        version_of=period,
        heading="Change what is said of an organisation",
        caption=link.name,
        back_url=here,
    )


@require_POST
@needs(P.VIEW_CONTRACTS, P.BID)
def supply_link_drop(request, pk):
    link = _link(request, pk)
    here = reverse("supply-period", args=[link.period_id])
    return button(request, lambda: services.drop_link(link, by=request.user), to=here, done=f"{link.name} is taken out.")
