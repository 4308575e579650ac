"""Calling off: directly, by a mini-competition, and of a contract that is in the register already."""

from django.urls import reverse

from contracts.call_offs import services
from contracts.call_offs.forms.calling_off import CallOffForm, CompetitionForm, OfContractForm
from contracts.call_offs.permissions import check_can_call_off, check_can_record_call_off, check_can_start_competition
from contracts.call_offs.selectors import use_of
from contracts.call_offs.views.agreements import seen_agreement
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS, P.BID)
def directly(request, pk):
    agreement = seen_agreement(request, pk)
    check_can_call_off(request.user, agreement)
    form = CallOffForm(request.POST or None, agreement=agreement)
    here = reverse("agreement", args=[pk])

    def save(data):
        on = data["supplier"]
        return services.call_off_new(on.lot, form.details(), form.direct(), by=request.user, supplier=on.supplier)

    return form_page(
        request,
        form,
        save,
        creates=True,
        to=lambda made: reverse("contract", args=[made.contract_id]),
        done=lambda made: f"{made.contract.reference} is in the register. Now add what the supplier must do.",
        heading="Call off directly",
        caption=agreement.title,
        intro=f"{use_of(agreement).words}. Without a competition: say what allows it. The lead director is told.",
        submit_label="Call it off",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def compete(request, pk):
    agreement = seen_agreement(request, pk)
    check_can_start_competition(request.user, agreement)
    form = CompetitionForm(request.POST or None, agreement=agreement, user=request.user)
    here = reverse("agreement", args=[pk])

    def save(data):
        names = ("commission", "source", "pattern")
        return services.start_competition(form.chosen_lot, form.wanted(), by=request.user, **{name: data[name] for name in names})

    return form_page(
        request,
        form,
        save,
        creates=True,
        to=lambda made: reverse("tender", args=[made.tender.reference]),
        done=lambda made: f"{made.tender.reference} is drafted. It is checked and published like any other tender.",
        heading="Start a mini-competition",
        caption=agreement.title,
        intro=(
            f"{use_of(agreement).words}. The suppliers on the lot are invited when the tender is published, and nobody else "
            "sees it."
        ),
        submit_label="Draft the tender",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def of_contract(request, pk):
    contract = seen_contract(request, pk)
    if request.method != "POST":
        # Sent twice it leads to what the first made: then there is one, and the service refuses another
        check_can_record_call_off(request.user, contract)
    form = OfContractForm(request.POST or None, contract=contract, user=request.user)
    here = reverse("contract", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.call_off_directly(data["lot"], contract, form.direct(), by=request.user),
        creates=True,
        to=lambda made: here,
        done=lambda made: f"It is recorded: called off under {made.agreement.reference}.",
        heading="Under which framework agreement it was called off",
        caption=contract.title,
        submit_label="Record it",
        back_url=here,
        cancel_url=here,
    )
