"""Asking somebody outside, entering what a body outside found, answering, and saying what follows."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from contracts.evidence.permissions import contract_of
from contracts.independent import services
from contracts.independent.forms import AskForm, FoundForm, OutsideForm, SettleForm
from contracts.independent.models import Confirmation
from contracts.independent.pages import page_of
from contracts.independent.permissions import check_can_ask, check_can_record_outside, check_can_settle
from contracts.independent.selectors import outsiders
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, takes_files


def _verified(request, pk):
    """The verified return of a due row this person sees, with its contract, or 404."""
    rows = DueReturn.objects.visible_to(request.user).select_related("kpi__obligation__contract__council")
    due = get_object_or_404(rows, pk=pk)
    found = get_object_or_404(due.returns.all(), status=ReturnStatus.VERIFIED)
    found.due = due
    return found


def _seen(request, pk) -> Confirmation:
    contract = "kpi_return__due__kpi__obligation__contract__council"
    rows = Confirmation.objects.visible_to(request.user).select_related(
        contract, "asked_of", "asked_by", "answered_by", "settled_by"
    )
    return get_object_or_404(rows, pk=pk)


def _caption(kpi_return) -> str:
    return f"{kpi_return.due.kpi.wording}, {contract_of(kpi_return.due).title}"


@needs(P.VERIFY_RETURNS)
def return_independent(request, pk):
    found = _verified(request, pk)
    check_can_ask(request.user, found)
    people = outsiders(found)
    here = reverse("return", args=[pk])
    return form_page(
        request,
        AskForm(request.POST or None, people=people, version=found.version),
        lambda data: services.ask_for_confirmation(found, by=request.user, **data),
        creates=True,
        to=here,
        done=lambda made: f"{made.asked_of} was asked to check this figure.",
        version_of=found,
        heading="Ask for an independent check",
        caption=_caption(found),
        intro="Somebody who neither reported nor verified the figure, and does not answer for the contract, says whether they "
        "agree with it."
        if people
        else "Nobody at the council can check this return independently: everybody who verifies "
        "returns has a part in it. You can enter what a body outside the council found.",
        submit_label="Ask them",
        back_url=here,
    )


@takes_files
@needs(P.VERIFY_RETURNS)
def return_independent_outside(request, pk):
    found = _verified(request, pk)
    check_can_record_outside(request.user, found)
    form = OutsideForm(request.POST or None, request.FILES or None, version=found.version)
    here = reverse("return", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.record_outside(
            found,
            form.found(),
            by=request.user,
            body=data["body"],
            upload=data["file"],
            expected_version=data["expected_version"],
        ),
        creates=True,
        to=here,
        done="The finding is entered, with its document.",
        version_of=found,
        heading="Enter what a body outside the council found",
        caption=_caption(found),
        submit_label="Enter it",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def confirmation(request, pk):
    one = _seen(request, pk)
    context = page_of(one, request.user)
    if not context["may_confirm"]:
        breadcrumbs = [(context["contract"].title, reverse("contract", args=[context["contract"].pk]))]
        return render(request, "contracts/independent/finding.html", context | {"breadcrumbs": breadcrumbs})
    form = FoundForm(request.POST or None, version=one.version)
    return form_page(
        request,
        form,
        lambda data: services.confirm(one, form.found(), by=request.user, expected_version=data["expected_version"]),
        to=reverse("return", args=[one.kpi_return.due_id]),
        done="Thank you. What you found stands beside the figure.",
        template="contracts/independent/confirm.html",
        version_of=one,
        heading="Check a figure independently",
        caption=_caption(one.kpi_return),
        submit_label="Save what you found",
        back_url=reverse("return", args=[one.kpi_return.due_id]),
        **context,
    )


@needs(P.EDIT_CONTRACTS)
def confirmation_settle(request, pk):
    one = _seen(request, pk)
    check_can_settle(request.user, one)
    here = reverse("confirmation", args=[pk])
    return form_page(
        request,
        SettleForm(request.POST or None, version=one.version),
        lambda data: services.settle(one, by=request.user, **data),
        to=here,
        done="It is written down why the figure stands.",
        version_of=one,
        heading="Say why the figure stands",
        caption=_caption(one.kpi_return),
        intro=f"{one.who} does not agree: {one.words} If the figure is wrong, correct the return instead.",
        submit_label="Save",
        back_url=here,
    )
