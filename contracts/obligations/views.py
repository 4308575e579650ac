"""Shaping what the contract asks: obligations, their KPIs, and the dates the schedule hangs on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.enums import Frequency
from contracts.obligations.forms import EndObligationForm, KpiForm, ObligationForm, RewordForm
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.register.enums import ContractStatus
from contracts.register.forms import DatesForm
from contracts.register.views import attempt, seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs
from socialvalue.framework.enums import Direction


def _form_page(request, form, contract, heading, submit_label, **more):
    context = {"form": form, "heading": heading, "caption": contract.title, "submit_label": submit_label}
    context |= {"back_url": reverse("contract", args=[contract.pk]), **more}
    return render(request, "layouts/form.html", context)


def _seen_obligation(request, pk) -> Obligation:
    rows = Obligation.objects.visible_to(request.user).select_related("contract__council")
    return get_object_or_404(rows, pk=pk)


def _back_to(obligation):
    return redirect(f"{reverse('contract', args=[obligation.contract_id])}#obligation-{obligation.pk}")


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_new(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    form = ObligationForm(request.POST or None, council=contract.council)
    if request.method == "POST":
        made = attempt(form, lambda: services.add_obligation(contract, form.details(), by=request.user))
        if made:
            messages.success(request, f"Obligation {made.code} is proposed. Say how it will be measured.")
            return redirect("kpi-new", made.pk)
    return _form_page(request, form, contract, "Add an obligation", "Add")


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_reword(request, pk):
    obligation = _seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    form = RewordForm(request.POST or None, version=obligation.version, initial={"wording": obligation.wording})
    if request.method == "POST":
        data = form.cleaned_data if form.is_valid() else {}
        saved = attempt(
            form,
            lambda: services.reword(
                obligation,
                by=request.user,
                wording=data["wording"],
                reason=data["reason"],
                expected_version=form.expected_version,
            ),
            obligation,
        )
        if saved:
            messages.success(request, f"Obligation {saved.code} is reworded. Both sides are asked to agree.")
            return _back_to(saved)
    return _form_page(request, form, obligation.contract, f"Reword obligation {obligation.code}", "Reword")


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_end(request, pk):
    obligation = _seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    form = EndObligationForm(request.POST or None, version=obligation.version)
    if request.method == "POST":
        data = form.cleaned_data if form.is_valid() else {}
        ended = attempt(
            form,
            lambda: services.end_obligation(
                obligation, by=request.user, reason=data["reason"], expected_version=form.expected_version
            ),
            obligation,
        )
        if ended:
            messages.success(request, f"Obligation {ended.code} has ended. What was reported stays.")
            return _back_to(ended)
    context = {
        "form": form,
        "heading": f"End obligation {obligation.code}?",
        "caption": obligation.contract.title,
        "consequence": "Returns that are still to come will no longer be owed. This cannot be undone.",
        "confirm_label": "End the obligation",
        "cancel_url": reverse("contract", args=[obligation.contract_id]),
        "dangerous": True,
    }
    return render(request, "layouts/confirm.html", context)


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_new(request, pk):
    obligation = _seen_obligation(request, pk)
    contract = obligation.contract
    check_can_shape(request.user, contract)
    measure = obligation.measure
    initial = (
        {"wording": measure.name, "unit": measure.unit, "direction": measure.direction}
        if measure
        else {"direction": Direction.HIGHER}
    )
    form = KpiForm(request.POST or None, initial={"frequency": Frequency.QUARTER, **initial}, started=False)
    if request.method == "POST":
        made = attempt(form, lambda: services.add_kpi(obligation, form.terms(), by=request.user))
        if made:
            messages.success(request, f"KPI {made.number} is added, with {made.due_returns.count()} returns scheduled.")
            return _back_to(obligation)
    return _form_page(
        request, form, contract, f"How will {obligation.code} be measured?", "Add the KPI", intro=obligation.wording
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_edit(request, pk):
    kpis = Kpi.objects.visible_to(request.user).select_related("obligation__contract__council")
    kpi = get_object_or_404(kpis, pk=pk)
    contract = kpi.obligation.contract
    check_can_shape(request.user, contract)
    form = KpiForm(request.POST or None, instance=kpi, started=contract.status != ContractStatus.DRAFT)
    if request.method == "POST":
        saved = attempt(
            form,
            lambda: services.edit_kpi(
                kpi,
                by=request.user,
                reason=form.cleaned_data.get("reason", ""),
                expected_version=form.expected_version,
                **form.terms().values(),
            ),
            kpi,
        )
        if saved:
            messages.success(request, f"KPI {saved.number} is changed. Periods that are over keep the target they had.")
            return redirect("kpi", saved.pk)
    return _form_page(request, form, contract, f"Change KPI {kpi.number}", "Change", back_url=reverse("kpi", args=[pk]))


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_dates(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    initial = {"starts_on": contract.starts_on, "ends_on": contract.ends_on}
    form = DatesForm(request.POST or None, version=contract.version, initial=initial)
    if request.method == "POST":
        data = form.cleaned_data if form.is_valid() else {}
        saved = attempt(
            form,
            lambda: services.change_dates(
                contract,
                by=request.user,
                reason=data["reason"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                expected_version=form.expected_version,
            ),
            contract,
        )
        if saved:
            messages.success(request, "The dates were changed, and the schedule of returns with them.")
            return redirect("contract", pk)
    return _form_page(request, form, contract, "Change the dates", "Change")
