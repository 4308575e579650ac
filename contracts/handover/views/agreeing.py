"""Making a contract from an award, and both sides agreeing what stands in it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.handover.forms import MakeContractForm, SignedForm
from contracts.handover.permissions import check_can_make_contract
from contracts.handover.selectors.proposals import proposals
from contracts.handover.services import make_contract
from contracts.obligations.models import Obligation
from contracts.obligations.pages import open_changes
from contracts.obligations.permissions import can_agree, can_object, can_shape, side_of
from contracts.obligations.selectors.alike import alike
from contracts.obligations.services import agree, record_as_signed
from contracts.register.permissions import check_no_tie_to_supplier
from contracts.register.views import seen_contract
from procurement.award.models import Award
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.selectors import tied_words
from socialvalue.common.errors import Conflict, DomainError, Refused
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs


@needs(P.EDIT_CONTRACTS)
def contract_make(request, pk):
    awards = Award.objects.visible_to(request.user).select_related("tender__commission__council", "lot", "bid__supplier")
    award = get_object_or_404(awards, pk=pk)
    check_can_make_contract(request.user, award)
    tender = award.tender
    initial = {"starts_on": tender.contract_starts_on, "ends_on": tender.contract_ends_on, "manager": request.user.pk}
    form = MakeContractForm(request.POST or None, council=tender.commission.council, initial=initial)
    return form_page(
        request,
        form,
        lambda data: make_contract(award, by=request.user, **data),
        to=lambda made: reverse("contract-handover", args=[made.pk]),
        done=lambda made: f"{made.reference} is made, with {made.obligations.count()} obligations for both sides to agree.",
        template="contracts/handover/make.html",
        award=award,
        tender=tender,
        proposals=proposals(award),
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_handover(request, pk):
    contract = seen_contract(request, pk)
    rows = contract.obligations.select_related(
        "contract", "requirement", "commitment", "answer__question", "council_agreed_by", "supplier_agreed_by"
    ).prefetch_related("versions__by", "kpis__due_returns", "objections__by", "objections__closed_by")
    obligations = [o for o in rows.select_related("part_of", "counted_by") if not o.is_ended]
    for obligation in obligations:
        obligation.contract = contract
    waiting = [o for o in obligations if o.is_proposed]
    asked = {one.obligation.pk: one for one in alike(contract)}
    context = {
        "contract": contract,
        "suppliers": contract.supplier_words or contract.is_in_house,
        "other_side": "Head of service" if contract.is_in_house else "Supplier",
        "obligations": [(o, can_agree(request.user, o), asked.get(o.pk)) for o in obligations],
        "may_agree_any": any(can_agree(request.user, o) and not _objected(o) for o in waiting),
        "objectable": [o.pk for o in waiting if can_object(request.user, o)],
        "texts": list(contract.agreed_texts.defer("content").order_by("-number")),
        "waiting": waiting,
        "changes": open_changes(contract),
        "side": side_of(request.user, contract),
        "may_shape": can_shape(request.user, contract),
        "tied": tied_words(request.user, P.EDIT_CONTRACTS, contract.council, check_no_tie_to_supplier, contract),
        "may_start": contract.is_draft and not waiting and can_shape(request.user, contract),
        "may_record_signed": contract.award_id is None
        and can_shape(request.user, contract)
        and contract.obligations.never_agreed().exists(),
        "breadcrumbs": [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[pk]))],
    }
    return render(request, "contracts/handover/handover.html", context)


def _objected(obligation: Obligation) -> bool:
    """An objection to it is open: it is agreed by itself, never with all the others."""
    return any(one.is_open for one in obligation.objections.all())


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def obligation_agree(request, pk):
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=pk)
    try:
        agreed = agree(obligation, by=request.user, expected_version=request.POST.get("version", ""))
        words = "Both sides agree" if agreed.is_agreed else "Your side agrees"
        messages.success(request, f"{words} obligation {agreed.code}.")
    except Conflict:
        messages.error(request, f"Obligation {obligation.code} was changed while you were reading it. Read it again, then agree.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{reverse('contract-handover', args=[obligation.contract_id])}#obligation-{pk}")


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def contract_agree_all(request, pk):
    contract = seen_contract(request, pk)
    shown = {part.split(":")[0]: part.split(":")[1] for part in request.POST.getlist("shown") if ":" in part}
    count = 0
    keys = [k for k in shown if k.isdecimal() and len(k) < 19]
    for obligation in contract.obligations.proposed().filter(pk__in=keys).prefetch_related("objections"):
        if can_agree(request.user, obligation) and not _objected(obligation):
            try:
                agree(obligation, by=request.user, expected_version=shown[str(obligation.pk)])
                count += 1
            except Conflict:
                messages.error(request, f"Obligation {obligation.code} was changed while you were reading it: it is not agreed.")
            except Refused as refusal:
                messages.error(request, refusal.message)
    messages.success(request, f"Your side agrees {count} obligation{'' if count == 1 else 's'}.")
    return redirect("contract-handover", pk)


@needs(P.EDIT_CONTRACTS)
def contract_signed(request, pk):
    contract = seen_contract(request, pk)
    form = SignedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = record_as_signed(contract, by=request.user, note=form.cleaned_data["note"])
            many = "1 obligation" if count == 1 else f"{count} obligations"
            messages.success(request, f"{many} recorded as agreed in the signed contract. The supplier’s people are told.")
            return redirect("contract-handover", pk)
        except DomainError as refusal:
            form.add_error("note" if refusal.field else None, refusal.message)
    context = {
        "form": form,
        "heading": "Are these obligations already in a signed contract?",
        "caption": contract.title,
        "intro": "Use this for contracts that were signed before they came into this register. It is recorded under your name, "
        "and the supplier’s people are told.",
        "taken": contract.obligations.never_agreed(),
        "read": [contract, contract.obligations.never_agreed()],
        "left": contract.obligations.proposed().exclude(pk__in=contract.obligations.never_agreed()),
        "submit_label": "Record as signed",
        "back_url": reverse("contract-handover", args=[pk]),
    }
    return render(request, "contracts/handover/signed.html", context)
