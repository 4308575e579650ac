"""Shaping what the contract asks: obligations, their KPIs, and the dates the schedule hangs on."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.enums import Frequency
from contracts.obligations.forms import EndObligationForm, KpiForm, ObligationForm, RewordForm
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.permissions import check_can_shape
from contracts.register.enums import ContractStatus
from contracts.register.forms import DatesForm
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import needs
from socialvalue.framework.enums import Direction


def _page(request, form, save, contract, **more):
    more = {"caption": contract.title, "back_url": reverse("contract", args=[contract.pk]), **more}
    return form_page(request, form, save, **more)


def _seen_obligation(request, pk) -> Obligation:
    rows = Obligation.objects.visible_to(request.user).select_related("contract__council")
    return get_object_or_404(rows, pk=pk)


def _here(obligation) -> str:
    return f"{reverse('contract', args=[obligation.contract_id])}#obligation-{obligation.pk}"


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_new(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    form = ObligationForm(request.POST or None, council=contract.council)
    return _page(
        request,
        form,
        lambda data: services.add_obligation(contract, form.details(), by=request.user),
        contract,
        to=lambda made: reverse("kpi-new", args=[made.pk]),
        done=lambda made: f"Obligation {made.code} is proposed. Say how it will be measured.",
        heading="Add an obligation",
        submit_label="Add",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_reword(request, pk):
    obligation = _seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    form = RewordForm(request.POST or None, version=obligation.version, initial={"wording": obligation.wording})
    return _page(
        request,
        form,
        lambda data: services.reword(obligation, by=request.user, **data),
        obligation.contract,
        to=_here(obligation),
        done=f"Obligation {obligation.code} is reworded. Both sides are asked to agree.",
        latest=obligation,
        heading=f"Reword obligation {obligation.code}",
        submit_label="Reword",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def obligation_end(request, pk):
    obligation = _seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    form = EndObligationForm(request.POST or None, version=obligation.version)
    return form_page(
        request,
        form,
        lambda data: services.end_obligation(obligation, by=request.user, **data),
        to=_here(obligation),
        done=f"Obligation {obligation.code} has ended. What was reported stays.",
        template=CONFIRM,
        version_of=obligation,
        heading=f"End obligation {obligation.code}?",
        caption=obligation.contract.title,
        consequence="Returns that are still to come will no longer be owed. This cannot be undone.",
        confirm_label="End the obligation",
        dangerous=True,
    )


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
    return _page(
        request,
        form,
        lambda data: services.add_kpi(obligation, form.terms(), by=request.user),
        contract,
        to=_here(obligation),
        done=lambda made: f"KPI {made.number} is added, with {made.due_returns.count()} returns scheduled.",
        heading=f"How will {obligation.code} be measured?",
        submit_label="Add the KPI",
        intro=obligation.wording,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_edit(request, pk):
    kpis = Kpi.objects.visible_to(request.user).select_related("obligation__contract__council")
    kpi = get_object_or_404(kpis, pk=pk)
    contract = kpi.obligation.contract
    check_can_shape(request.user, contract)
    form = KpiForm(request.POST or None, instance=kpi, started=contract.status != ContractStatus.DRAFT)
    here = reverse("kpi", args=[pk])

    def save(data):
        reason, version = data.get("reason", ""), data["expected_version"]
        return services.edit_kpi(kpi, by=request.user, reason=reason, expected_version=version, **form.terms().values())

    return _page(
        request,
        form,
        save,
        contract,
        to=here,
        done=f"KPI {kpi.number} is changed. Periods that are over keep the target they had.",
        latest=kpi,
        heading=f"Change KPI {kpi.number}",
        submit_label="Change",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_dates(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    initial = {"starts_on": contract.starts_on, "ends_on": contract.ends_on}
    form = DatesForm(request.POST or None, version=contract.version, initial=initial)
    return _page(
        request,
        form,
        lambda data: services.change_dates(contract, by=request.user, **data),
        contract,
        to=reverse("contract", args=[pk]),
        done="The dates were changed, and the schedule of returns with them.",
        latest=contract,
        heading="Change the dates",
        submit_label="Change",
    )
