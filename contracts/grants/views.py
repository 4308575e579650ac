"""Grants: their list, the page of one, what it is for, its payments, and what it did."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.grants import services
from contracts.grants.forms import EvaluationForm, GrantFilter, GrantForm, PaidForm, PaymentForm
from contracts.grants.models import GrantEvaluation, GrantPayment
from contracts.grants.pages import grant_context
from contracts.grants.pages.listing import GRANTS, totals_words
from contracts.grants.permissions import (
    can_decide_evaluation,
    can_withdraw_evaluation,
    check_can_decide_evaluation,
    check_can_evaluate,
    check_can_record_payment,
    check_can_shape_grant,
)
from contracts.grants.selectors import grant_of, grants_for, known_of, totals_of
from contracts.register.models import Contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock, once
from socialvalue.common.lists import list_page
from socialvalue.common.pages import button, form_page, lead_on
from socialvalue.common.views import needs
from socialvalue.suppliers.forms import DecideForm

T = "contracts/grants/"


@needs(P.VIEW_CONTRACTS, P.BID)
def grants(request):
    form = GrantFilter(request.GET or None, user=request.user)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    totals = totals_of(grants_for(request.user, **asked), year=asked.get("year", ""))
    return list_page(
        request,
        GRANTS,
        f"{T}grants.html",
        form=form,
        rows=lambda values: grants_for(request.user, **{name: value for name, value in values.items() if value}),
        totals=totals_words(totals, asked.get("year", "")),
        breadcrumbs=[("Contracts", reverse("contracts"))],
    )


def _seen(request, pk) -> Contract:
    """The grant, or 404 for whoever may not see it, and of what is no grant."""
    seen = Contract.objects.visible_to(request.user).select_related("council", "directorate", "manager", "grant")
    contract = get_object_or_404(seen.prefetch_related("parties__organisation", "grant_payments"), pk=pk)
    if not contract.is_grant:
        raise Http404
    return contract


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_grant(request, pk):
    return render(request, f"{T}grant.html", grant_context(_seen(request, pk), request.user))


@needs(P.VIEW_CONTRACTS, P.BID)
def grant_what_for(request, pk):
    contract = _seen(request, pk)
    check_can_shape_grant(request.user, contract)
    grant = grant_of(contract)
    initial: dict[str, Any] = {"evaluation_due_on": contract.evaluation_due_on}
    if grant:
        initial |= {"purpose": grant.purpose, "conditions": grant.conditions, "outcomes": grant.outcomes.all()}
    form = GrantForm(request.POST or None, contract=contract, version=contract.version, initial=initial)
    here = reverse("contract-grant", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.say_what_for(contract, form.details(), by=request.user, expected_version=data["expected_version"]),
        to=here,
        done="It is kept what the grant is for.",
        version_of=contract,
        heading="What the grant is for",
        caption=contract.title,
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def grant_payment_new(request, pk):
    contract = _seen(request, pk)
    check_can_shape_grant(request.user, contract)
    here = reverse("contract-grant", args=[pk])
    return form_page(
        request,
        PaymentForm(request.POST or None),
        lambda data: services.plan_payment(contract, by=request.user, **data),
        creates=True,
        to=lambda made: here,
        done="The payment is planned.",
        heading="Plan a payment",
        caption=contract.title,
        submit_label="Plan it",
        back_url=here,
        cancel_url=here,
    )


def _payment(request, pk) -> GrantPayment:
    return get_object_or_404(GrantPayment.objects.visible_to(request.user).select_related("contract__council"), pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def grant_payment_paid(request, pk):
    payment = _payment(request, pk)
    check_can_record_payment(request.user, payment.contract)
    initial = {"paid": payment.amount, "paid_on": clock.today()}
    here = reverse("contract-grant", args=[payment.contract_id])
    return form_page(
        request,
        PaidForm(request.POST or None, version=payment.version, initial=initial),
        lambda data: services.record_payment(payment, by=request.user, **data),
        to=here,
        done="It is recorded what was paid.",
        version_of=payment,
        heading="Record a payment",
        caption=f"{payment.for_what}, {payment.contract.title}",
        back_url=here,
    )


@require_POST
@needs(P.VIEW_CONTRACTS, P.BID)
def grant_payment_drop(request, pk):
    payment = _payment(request, pk)
    here = reverse("contract-grant", args=[payment.contract_id])
    return button(
        request, lambda: services.drop_payment(payment, by=request.user), to=here, done="The payment is off the plan.",
    )  # fmt: skip


@needs(P.VIEW_CONTRACTS, P.BID)
def grant_evaluate(request, pk):
    contract = _seen(request, pk)
    # The same form again is led to what it made, before it hears that an evaluation waits
    if request.method == "POST":
        try:
            once.look(request)
        except once.SentAlready as sent:
            return lead_on(request, sent)
    check_can_evaluate(request.user, contract)
    form = EvaluationForm(request.POST or None)
    known = known_of(contract)
    here = reverse("contract-grant", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.write_evaluation(contract, form.said(), by=request.user, facts=known),
        creates=True,
        to=lambda made: here,
        done="The evaluation is written. It counts once a second person agrees.",
        template=f"{T}evaluate.html",
        read=contract,
        contract=contract,
        grant=grant_of(contract),
        known=known,
        heading="Evaluate the grant",
        caption=contract.title,
        submit_label="Send to a second person",
        back_url=here,
        cancel_url=here,
    )


def _evaluation(request, pk) -> GrantEvaluation:
    """The evaluation, or 404 for whoever may not see its grant as an officer of the council."""
    councils = request.user.organisations_where(P.VIEW_CONTRACTS)
    seen = GrantEvaluation.objects.filter(contract__council__in=councils)
    return get_object_or_404(seen.select_related("contract__council", "asked_by", "decided_by"), pk=pk)


@needs(P.VIEW_CONTRACTS)
def grant_evaluation(request, pk):
    evaluation = _evaluation(request, pk)
    form = None
    if can_decide_evaluation(request.user, evaluation):
        form = DecideForm(
            request.POST or None,
            yes="Agree: it counts as written",
            no="Refuse: another has to be written",
            hint="Why you agree, or why you refuse. It is in the record for good.",
        )
    elif request.method == "POST":
        check_can_decide_evaluation(request.user, evaluation)
    here = reverse("contract-grant", args=[evaluation.contract_id])
    return form_page(
        request,
        form,
        lambda data: services.decide_evaluation(
            evaluation, by=request.user, accept=data["answer"] == "yes", decision=data["reason"]
        ),
        to=here,
        done=lambda decided: "Agreed. The grant may end now, or go on." if decided.accepted else "Refused. Who wrote it is told.",
        template=f"{T}evaluation.html",
        read=evaluation,
        evaluation=evaluation,
        may_withdraw=can_withdraw_evaluation(request.user, evaluation),
        heading="Evaluation of a grant",
        caption=evaluation.contract.title,
        submit_label="Decide",
        back_url=here,
    )


@require_POST
@needs(P.VIEW_CONTRACTS)
def grant_evaluation_withdraw(request, pk):
    evaluation = _evaluation(request, pk)
    return button(
        request,
        lambda: services.withdraw_evaluation(evaluation, by=request.user),
        to=reverse("contract-grant", args=[evaluation.contract_id]),
        done="You took the evaluation back.",
    )
