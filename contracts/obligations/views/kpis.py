"""How an obligation is measured: KPIs added and changed, and a proposed change withdrawn."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.enums import Frequency
from contracts.obligations.forms import KpiForm, WithdrawForm
from contracts.obligations.models import Kpi, KpiChange, Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.selectors import in_words
from contracts.obligations.views.common import contract_form, here, seen_obligation
from contracts.performance.enums import Kind
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import needs
from socialvalue.framework.enums import Direction


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_new(request, pk):
    obligation = seen_obligation(request, pk)
    contract, measure = obligation.contract, obligation.measure
    check_can_shape(request.user, contract)
    initial: dict[str, Any] = {"frequency": Frequency.QUARTER, "direction": Direction.HIGHER}
    if measure:
        initial |= {
            "wording": measure.name,
            "unit": measure.unit,
            "direction": measure.direction,
            "may_be_negative": measure.may_be_negative,
            "kind": Kind.RATIO if measure.unit == "%" else Kind.SUM,
        }
    form = KpiForm(request.POST or None, obligation=obligation, initial=initial)
    return contract_form(
        request,
        form,
        lambda data: services.add_kpi(obligation, form.terms(), by=request.user),
        contract,
        creates=True,
        to=here(obligation),
        done=_added,
        heading=f"How will {obligation.code} be measured?",
        submit_label="Add the KPI",
        intro=obligation.wording,
    )


def _added(made: Kpi) -> str:
    count = made.due_returns.count()
    text = f"KPI {made.number} is added, with {count} return{'' if count == 1 else 's'} scheduled."
    return text if made.obligation.contract.is_draft else f"{text} It takes effect once both sides agree it."


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_edit(request, pk):
    kpis = Kpi.objects.visible_to(request.user).select_related("obligation__contract__council", "obligation__measure")
    kpi = get_object_or_404(kpis, pk=pk)
    contract = kpi.obligation.contract
    check_can_shape(request.user, contract)
    form = KpiForm(request.POST or None, instance=kpi, obligation=kpi.obligation)
    page = reverse("kpi", args=[pk])
    proposed = kpi.changes.open().select_related("kpi").first()

    def save(data):
        reason, version = data.get("reason", ""), data["expected_version"]
        return services.edit_kpi(kpi, by=request.user, reason=reason, expected_version=version, **form.terms().values())

    intro = "This takes effect once both sides agree. Until then the KPI stays as it is." if form.in_force else ""
    if proposed:
        intro += f" A change is proposed already: {in_words(proposed)}. What you enter here takes its place."
    return contract_form(
        request,
        form,
        save,
        contract,
        to=reverse("contract-handover", args=[contract.pk]) if form.in_force else page,
        done=f"The change of KPI {kpi.number} is proposed. It takes effect once both sides agree it."
        if form.in_force
        else f"KPI {kpi.number} is changed.",
        latest=kpi,
        heading=f"Change KPI {kpi.number}",
        submit_label="Propose the change" if form.in_force else "Change",
        back_url=page,
        cancel_url=page,
        intro=intro.strip(),
    )


def _withdrawn(kpi: Kpi) -> str:
    stands = Obligation.objects.get(pk=kpi.obligation_id).is_agreed
    then = "The obligation is agreed as it was" if stands else "Both sides are asked to agree the obligation as it stands"
    return f"The change of KPI {kpi.number} is withdrawn. {then}."


@needs(P.VIEW_CONTRACTS, P.BID)
def change_withdraw(request, pk):
    changes = KpiChange.objects.visible_to(request.user).select_related("kpi__obligation__contract__council")
    change = get_object_or_404(changes, pk=pk)
    kpi, contract = change.kpi, change.kpi.obligation.contract
    check_can_shape(request.user, contract)
    form = WithdrawForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda data: services.withdraw_change(change, by=request.user, **data),
        to=reverse("contract-handover", args=[contract.pk]),
        done=lambda _: _withdrawn(kpi),
        template=CONFIRM,
        read=change,
        heading=f"Withdraw the change of KPI {kpi.number}?",
        caption=contract.title,
        consequence=f"It was to change: {in_words(change)}. The KPI stays as it is.",
        confirm_label="Withdraw the change",
    )
