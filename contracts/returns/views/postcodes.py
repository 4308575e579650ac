"""Postcodes of the people or suppliers behind a figure: counted to districts on a page of their own, which saves nothing else."""

from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from contracts.evidence.forms.postcodes import LocalForm, PostcodesForm
from contracts.evidence.models import PostcodeCount
from contracts.evidence.pages.postcodes import done_with, part_of
from contracts.evidence.permissions import check_can_count_postcodes, contract_of
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.views.common import seen_due
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs, takes_files
from socialvalue.places.looking_up import attribution, edition


def _count_of(due: DueReturn) -> PostcodeCount | None:
    """Of the version that is being written."""
    latest = Return.objects.filter(due=due).order_by("number").last()
    rows = PostcodeCount.objects.select_related("counted_by").prefetch_related("districts__district")
    return rows.filter(kpi_return=latest).first()


@takes_files
@sensitive_post_parameters("postcodes")
@needs(P.EDIT_CONTRACTS, P.BID)
def return_postcodes(request, pk):
    due = seen_due(request, pk)
    check_can_count_postcodes(request.user, due)
    contract, count, used = contract_of(due), _count_of(due), edition()
    form = PostcodesForm(request.POST or None, request.FILES or None, initial={"whose": count.whose} if count else None)
    return form_page(
        request,
        form,
        lambda data: services.count_postcodes(due, by=request.user, **form.given()),
        to=lambda made: reverse("return-postcodes", args=[pk]),
        done=done_with,
        template="contracts/evidence/postcodes.html",
        due=due,
        kpi=due.kpi,
        part=part_of(count, exact=True) if count else None,
        local=LocalForm(count=count) if count else None,
        used=used,
        attribution=attribution(used) if used else "",
        most=services.MOST_POSTCODES,
        cancel_url=reverse("return", args=[pk]),
        breadcrumbs=[
            (contract.title, reverse("contract", args=[contract.pk])),
            ("Return", reverse("return", args=[pk])),
        ],
    )


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def return_postcodes_use(request, pk):
    """Into the draft: of a share the two numbers, of a number how many are in the districts chosen."""
    due = seen_due(request, pk)
    check_can_count_postcodes(request.user, due)
    here = reverse("return-postcodes", args=[pk])
    count = _count_of(due)
    if count is None:
        raise WrongState("Nothing is counted for this return yet: count the postcodes first")
    form = LocalForm(request.POST, count=count)

    def take() -> None:
        if not form.is_valid():
            raise Refused(str(form.errors["districts"][0]), "districts")
        services.take_from_postcodes(due, by=request.user, districts=form.cleaned_data["districts"])

    to = reverse("return", args=[pk]) if form.is_valid() else here
    return button(request, take, to=to, done="The figure is taken from the count. Check it, then submit it.")
