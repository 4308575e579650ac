"""What is set aside in a contract for new ideas: the sum, its projects, what they spent and what came of them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.innovation import services
from contracts.innovation.forms import CameForm, PotForm, ProjectForm, SpentForm
from contracts.innovation.models import InnovationPot, InnovationProject
from contracts.innovation.pages import innovation_context, spent_lines
from contracts.innovation.permissions import (
    can_approve,
    can_take_back,
    check_can_account,
    check_can_approve,
    check_can_propose,
    check_can_set_aside,
)
from contracts.innovation.selectors import spent_rows
from contracts.register.models import Contract
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button, form_page
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs
from socialvalue.suppliers.forms import DecideForm

T = "contracts/innovation/"


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_innovation(request, pk):
    seen = Contract.objects.visible_to(request.user).select_related("council").prefetch_related("parties")
    contract = get_object_or_404(seen, pk=pk)
    way = [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))]
    context = {"contract": contract, "breadcrumbs": way, **innovation_context(contract, request.user)}
    return render(request, f"{T}contract.html", context)


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_innovation_spent(request, pk):
    contract = seen_contract(request, pk)
    return csv_response(
        f"{contract.reference}-new-ideas.csv", spent_lines(contract, spent_rows(contract).iterator(chunk_size=500))
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def innovation_set_aside(request, pk):
    contract = seen_contract(request, pk)
    check_can_set_aside(request.user, contract)
    pot = InnovationPot.objects.filter(contract=contract).first()
    initial = {"amount": pot.amount, "purpose": pot.purpose} if pot else {}
    here = reverse("contract-innovation", args=[pk])
    return form_page(
        request,
        PotForm(request.POST or None, version=contract.version, initial=initial),
        lambda data: services.set_aside(contract, by=request.user, **data),
        to=here,
        done="The sum is set aside.",
        version_of=contract,
        heading="Set money aside for new ideas",
        caption=contract.title,
        intro="Projects paid from it are proposed by the supplier or by you, and approved by a second person. Together they "
        "never pass this sum.",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def innovation_propose(request, pk):
    contract = seen_contract(request, pk)
    check_can_propose(request.user, contract)
    form = ProjectForm(request.POST or None)
    here = reverse("contract-innovation", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.propose_project(contract, form.details(), by=request.user),
        creates=True,
        to=lambda made: here,
        done="The project is proposed. It may begin once somebody else approves it.",
        heading="Propose a project",
        caption=contract.title,
        submit_label="Propose it",
        back_url=here,
        cancel_url=here,
    )


def _project(request, pk) -> InnovationProject:
    seen = InnovationProject.objects.visible_to(request.user).select_related("pot__contract__council", "asked_by", "decided_by")
    return get_object_or_404(seen, pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def innovation_project(request, pk):
    project = _project(request, pk)
    form = None
    if can_approve(request.user, project):
        form = DecideForm(
            request.POST or None, yes="Approve: it may begin", no="Refuse it",
            hint="Why you approve it, or why you refuse. It is in the record for good.",
        )  # fmt: skip
    elif request.method == "POST":
        check_can_approve(request.user, project)
    contract = project.pot.contract
    here = reverse("contract-innovation", args=[contract.pk])
    return form_page(
        request,
        form,
        lambda data: services.decide_project(project, by=request.user, accept=data["answer"] == "yes", decision=data["reason"]),
        to=here,
        done=lambda decided: f"“{decided.title}” is {'approved' if decided.accepted else 'refused'}.",
        template=f"{T}project.html",
        read=project,
        project=project,
        may_take_back=can_take_back(request.user, project),
        heading=project.title,
        caption=contract.title,
        submit_label="Decide",
        back_url=here,
    )


@require_POST
@needs(P.VIEW_CONTRACTS, P.BID)
def innovation_take_back(request, pk):
    project = _project(request, pk)
    here = reverse("contract-innovation", args=[project.pot.contract_id])
    return button(
        request, lambda: services.take_back_project(project, by=request.user), to=here, done="You took the project back."
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def innovation_spent(request, pk):
    project = _project(request, pk)
    check_can_account(request.user, project)
    here = reverse("contract-innovation", args=[project.pot.contract_id])
    return form_page(
        request,
        SpentForm(request.POST or None, project=project),
        lambda data: services.say_spent(project, by=request.user, **data),
        to=here,
        done="It is kept what was spent.",
        read=project,
        heading="What was spent",
        caption=project.title,
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def innovation_finished(request, pk):
    project = _project(request, pk)
    check_can_account(request.user, project)
    here = reverse("contract-innovation", args=[project.pot.contract_id])
    return form_page(
        request,
        CameForm(request.POST or None),
        lambda data: services.finish_project(project, by=request.user, **data),
        to=here,
        done="It is kept what came of the project. What was not spent is free again.",
        read=project,
        heading="What came of it",
        caption=project.title,
        intro="Enter first what was spent in the last quarter: nothing can be added afterwards.",
        submit_label="The project is finished",
        back_url=here,
    )
