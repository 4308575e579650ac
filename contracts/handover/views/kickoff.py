"""The kick-off meeting of a contract: entered by the council, read and confirmed by the supplier."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.handover.forms import KickOffForm
from contracts.handover.models import KickOff
from contracts.handover.permissions import can_agree_minute, can_minute
from contracts.handover.selectors.facts import facts_of
from contracts.handover.services import agree_minute, keep_minute
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs


def _kept(contract) -> KickOff | None:
    return KickOff.objects.filter(contract=contract).select_related("by", "agreed_by", "contract__council").first()


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_kickoff(request, pk):
    """What was settled; for who may enter it, with ``?change`` or before anything is there, the form."""
    contract = seen_contract(request, pk)
    kick_off = _kept(contract)
    may_minute = can_minute(request.user, contract)
    here = reverse("contract-kickoff", args=[pk])
    trail = [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))]
    if may_minute and (kick_off is None or request.method == "POST" or "change" in request.GET):
        form = KickOffForm(request.POST or None, kick_off=kick_off, facts=facts_of(contract))
        return form_page(
            request,
            form,
            lambda data: keep_minute(contract, by=request.user, expected_version=form.expected_version, **form.minute()),
            to=here,
            done="What the kick-off settled is kept. The supplier’s people are told.",
            version_of=lambda: _kept(contract),
            heading="What did the kick-off settle?",
            caption=contract.title,
            intro="Both sides meet before the first return is due. Write down what was settled on each point. "
            "What the register knows stands beside it.",
            submit_label="Keep",
            back_url=here if kick_off else reverse("contract", args=[pk]),
            cancel_url=reverse("contract", args=[pk]),
        )
    context = {
        "contract": contract,
        "kick_off": kick_off,
        "may_minute": may_minute,
        "may_agree": kick_off is not None and can_agree_minute(request.user, kick_off),
        "suppliers": contract.supplier_words or contract.is_in_house,
        "other_side": "head of service" if contract.is_in_house else "supplier",
        "breadcrumbs": trail,
    }
    return render(request, "contracts/handover/kickoff.html", context)


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def contract_kickoff_agree(request, pk):
    rows = KickOff.objects.visible_to(request.user).select_related("contract__council")
    kick_off = get_object_or_404(rows, contract=pk)
    return button(
        request,
        lambda: agree_minute(kick_off, by=request.user),
        to=reverse("contract-kickoff", args=[pk]),
        done="You have said that this is what was settled.",
    )
