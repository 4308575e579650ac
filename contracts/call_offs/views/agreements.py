"""The list of framework agreements, the page of one, and its entry."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from contracts.call_offs import services
from contracts.call_offs.forms import AgreementFilter, AgreementForm, EndForm
from contracts.call_offs.models import FrameworkAgreement
from contracts.call_offs.pages import agreement_context
from contracts.call_offs.pages.listing import listing
from contracts.call_offs.permissions import can_add_agreement, check_can_add_agreement, check_can_change_agreement
from contracts.call_offs.selectors import agreements_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.lists import list_page
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs


def seen_agreement(request, pk) -> FrameworkAgreement:
    """The agreement, or 404 for whoever may not see it."""
    rows = FrameworkAgreement.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("council", "directorate", "manager", "lead_director"), pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def agreements(request):
    return list_page(
        request,
        listing(request.user),
        "contracts/call_offs/list.html",
        form=AgreementFilter(request.GET or None, user=request.user),
        rows=lambda values: agreements_for(request.user, **values),
        may_add=can_add_agreement(request.user, request.user.council),
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def agreement(request, pk):
    found = seen_agreement(request, pk)
    return render(request, "contracts/call_offs/agreement.html", agreement_context(found, request.user))


@needs(P.EDIT_CONTRACTS)
def new(request):
    council = request.user.council
    check_can_add_agreement(request.user, council)
    form = AgreementForm(request.POST or None, council=council)
    return form_page(
        request,
        form,
        lambda data: services.add_agreement(form.details(), by=request.user, council=council, lots=data["divided"]),
        creates=True,
        to=lambda made: reverse("agreement", args=[made.pk]),
        done=lambda made: f"{made.reference} is entered. Now add its suppliers.",
        heading="Add a framework agreement",
        back_url=reverse("agreements"),
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def edit(request, pk):
    found = seen_agreement(request, pk)
    check_can_change_agreement(request.user, found)
    form = AgreementForm(request.POST or None, instance=found, council=found.council)
    title, here = found.title, reverse("agreement", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.edit_agreement(found, by=request.user, expected_version=data["expected_version"], **form.changes()),
        to=here,
        done="The framework agreement was changed.",
        latest=found,
        heading="Change the framework agreement",
        caption=title,
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def end(request, pk):
    found = seen_agreement(request, pk)
    check_can_change_agreement(request.user, found)
    here = reverse("agreement", args=[pk])
    return form_page(
        request,
        EndForm(request.POST or None, version=found.version),
        lambda data: services.end_agreement(found, by=request.user, **data),
        to=here,
        done="The day on which it ends is recorded.",
        version_of=found,
        heading="End the framework agreement early",
        caption=found.title,
        intro="Nothing can be called off after its last day. Contracts that were called off run on.",
        submit_label="End it",
        back_url=here,
    )
