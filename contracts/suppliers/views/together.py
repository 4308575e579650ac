"""Two suppliers that are one, and two that are two after all: proposed by one officer, decided by another."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.suppliers import services
from contracts.suppliers.forms import DecideTogetherForm, JoinForm, PartForm
from contracts.suppliers.pages.together import compared, joining_words
from contracts.suppliers.selectors.waiting import linked_since
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.querysets import OrganisationQuerySet
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs
from socialvalue.suppliers.models import Joining
from socialvalue.suppliers.permissions import check_can_decide_together, check_can_propose_together
from socialvalue.suppliers.querysets import suppliers_here, suppliers_joined
from socialvalue.suppliers.services import together

T = "contracts/suppliers/"


@needs(P.CONFIRM_SUPPLIERS)
def supplier_join(request, pk):
    kept = get_object_or_404(Organisation.objects.suppliers().filter(part_of=None), pk=pk)
    check_can_propose_together(request.user, kept)
    here = reverse("supplier", args=[pk])
    others = suppliers_here().exclude(pk=pk)
    form = JoinForm(request.POST or None, initial={"joined": _meant(others, request.GET.get("with", ""))})
    form.offer(others)
    return form_page(
        request,
        form,
        lambda data: together.propose_joining(kept, by=request.user, **data),
        creates=True,
        to=lambda made: reverse("supplier-joining", args=[made.pk]),
        done="Proposed. Nothing changes until another officer agrees.",
        heading="Join with another supplier",
        caption=str(kept),
        intro=f"{kept} goes on, and the other one is found under its name and number from then on. Its contracts stay where they "
        "are, under the names they have; the people of the one that goes on see them too.",
        submit_label="Propose it",
        back_url=here,
        cancel_url=here,
    )


def _meant(suppliers: OrganisationQuerySet, key: str) -> Organisation | None:
    """The one that a link to this page names, where it may be meant."""
    return suppliers.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None


@needs(P.CONFIRM_SUPPLIERS)
def supplier_part(request, pk):
    joined = get_object_or_404(suppliers_joined().select_related("part_of"), pk=pk)
    check_can_propose_together(request.user, *filter(None, [joined.part_of]), joined)
    form = PartForm(request.POST or None)
    form.ask_of(linked_since(Joining.objects.in_force().filter(joined=joined)[0], request.user), joined)
    here = reverse("supplier", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.propose_parting(joined, by=request.user, **data),
        creates=True,
        to=lambda made: reverse("supplier-joining", args=[made.pk]),
        done="Proposed. Nothing changes until another officer agrees.",
        heading=f"Separate it from {joined.part_of}",
        caption=str(joined),
        intro="Each is a supplier of its own again. People who were let into one because they act for the other leave it.",
        submit_label="Propose it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.CONFIRM_SUPPLIERS)
def supplier_joining(request, pk):
    joining = get_object_or_404(Joining.objects.select_related("kept", "joined", "asked_by", "decided_by", "council"), pk=pk)
    form = None
    context = compared(joining, request.user)
    if context["may_decide"]:
        form = DecideTogetherForm(
            request.POST or None,
            yes="Agree: the two are one supplier" if joining.joins else "Agree: the two are two suppliers",
            no="Refuse, and leave it as it is",
            hint="How you know that it is right, or why you refuse. It is in the record for good.",
        )
        form.ask_of(context.pop("asked_of"), joining.joined)
    elif request.method == "POST":
        check_can_decide_together(request.user, joining)
    here = reverse("supplier", args=[joining.kept_id])
    return form_page(
        request,
        form,
        lambda data: services.decide_joining(
            joining,
            by=request.user,
            accept=data["answer"] == "yes",
            decision=data["reason"],
            given_back=data.get("given_back", ()),
        ),
        to=here,
        done=lambda decided: joining_words(decided),
        template=f"{T}joining.html",
        read=joining,
        heading=f"{joining.get_doing_display()} {joining.joined} and {joining.kept}",
        submit_label="Decide",
        back_url=here,
        **context,
    )


@require_POST
@needs(P.CONFIRM_SUPPLIERS)
def supplier_joining_withdraw(request, pk):
    joining = get_object_or_404(Joining.objects.select_related("kept", "joined", "council"), pk=pk)
    return button(
        request,
        lambda: together.withdraw_joining(joining, by=request.user),
        to=reverse("supplier", args=[joining.kept_id]),
        done="You took your proposal back. Nothing was changed.",
    )
