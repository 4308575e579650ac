"""The documents of a contract, adding one, a newer one, one that is no longer needed; and those of every contract."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.papers import services
from contracts.papers.forms import AsideForm, PaperFilter, PaperForm
from contracts.papers.models import Paper
from contracts.papers.pages import listing
from contracts.papers.permissions import (
    can_add_paper,
    check_can_add_paper,
    check_can_replace_paper,
    check_can_set_aside_paper,
)
from contracts.papers.selectors import papers_for, papers_of
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import once
from socialvalue.common.lists import list_page
from socialvalue.common.pages import form_page, lead_on
from socialvalue.common.views import needs, takes_files


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_papers(request, pk):
    contract = seen_contract(request, pk)
    return list_page(
        request,
        listing(request.user, of_one=True),
        "contracts/papers/contract.html",
        rows=lambda values: papers_of(contract, request.user),
        contract=contract,
        may_add=can_add_paper(request.user, contract),
        breadcrumbs=[("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))],
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_papers_all(request):
    return list_page(
        request,
        listing(request.user, of_one=False),
        "contracts/papers/all.html",
        form=PaperFilter(request.GET or None),
        rows=lambda values: papers_for(request.user, **{name: value for name, value in values.items() if value}),
        breadcrumbs=[("Contracts", reverse("contracts"))],
    )


def _done(made) -> str:
    paper, kept = made
    return f"“{paper.title}” was added. {kept.told}".strip()


@takes_files
@needs(P.VIEW_CONTRACTS, P.BID)
def contract_paper_new(request, pk):
    contract = seen_contract(request, pk)
    side = check_can_add_paper(request.user, contract)
    form = PaperForm(request.POST or None, request.FILES or None, side=side)
    here = reverse("contract-papers", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.add_paper(contract, form.details(), by=request.user, upload=data["file"]),
        creates=True,
        to=lambda made: here,
        done=_done,
        heading="Add a document",
        caption=contract.title,
        submit_label="Add it",
        back_url=here,
        cancel_url=here,
    )


def _seen(request, pk) -> Paper:
    seen = Paper.objects.visible_to(request.user).select_related("contract__council", "supplier", "replaced_by")
    return get_object_or_404(seen, pk=pk)


@takes_files
@needs(P.VIEW_CONTRACTS, P.BID)
def contract_paper_newer(request, pk):
    paper = _seen(request, pk)
    # The same form again is led to what it made, before it hears that there is a newer one
    if request.method == "POST":
        try:
            once.look(request)
        except once.SentAlready as sent:
            return lead_on(request, sent)
    check_can_replace_paper(request.user, paper)
    side = check_can_add_paper(request.user, paper.contract)
    initial = {"kind": paper.kind, "title": paper.title, "shared": paper.shared}
    form = PaperForm(
        request.POST or None, request.FILES or None, side=side, of_supplier=paper.supplier_id is not None, initial=initial
    )
    here = reverse("contract-papers", args=[paper.contract_id])
    return form_page(
        request,
        form,
        lambda data: services.replace_paper(paper, form.details(), by=request.user, upload=data["file"]),
        creates=True,
        to=lambda made: here,
        done=_done,
        read=paper,
        heading="Add a newer document",
        caption=f"{paper.title}, {paper.contract.title}",
        intro="It takes the place of this one, which stays readable.",
        submit_label="Add it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_paper_aside(request, pk):
    paper = _seen(request, pk)
    check_can_set_aside_paper(request.user, paper)
    form = AsideForm(request.POST or None, version=paper.version)
    here = reverse("contract-papers", args=[paper.contract_id])
    return form_page(
        request,
        form,
        lambda data: services.set_aside(paper, by=request.user, **data),
        to=here,
        done=f"“{paper.title}” is no longer needed. It stays readable.",
        version_of=paper,
        heading="No longer needed",
        caption=f"{paper.title}, {paper.contract.title}",
        intro="Nobody is asked for a newer one. The document stays readable, and the reason with it.",
        submit_label="Set it aside",
        back_url=here,
    )
