"""A council's lists of who benefits; a KPI that is asked for one."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts.benefits import services
from contracts.benefits.forms import ListForm, StopForm, WhoForm
from contracts.benefits.models import BenefitList
from contracts.benefits.permissions import check_can_ask_who
from contracts.benefits.selectors import breakdown_of, lists_of
from contracts.obligations.models import Kpi
from socialvalue.accounts.administration.views import HOME, administrator, council_of, form_view
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.forms import GovForm
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import needs


@administrator
def administration_benefits(request):
    context = {"lists": lists_of(council_of(request)), "breadcrumbs": [HOME]}
    return render(request, "contracts/benefits/lists.html", context)


@administrator
@form_view
def administration_benefit_new(request):
    council, back = council_of(request), reverse("administration-benefits")
    return form_page(
        request,
        ListForm(request.POST or None),
        lambda data: services.make_list(council, by=request.user, **data),
        creates=True,
        to=back,
        done=lambda made: f"The list “{made.name}” is saved.",
        heading="Add a list of who benefits",
        intro="Contract managers choose one for a KPI. A list is not changed afterwards: end it and add another.",
        submit_label="Save",
        back_url=back,
    )


@administrator
@form_view
def administration_benefit_end(request, pk):
    found = get_object_or_404(BenefitList, pk=pk, council=council_of(request), ended_at=None)
    back = reverse("administration-benefits")
    return form_page(
        request,
        GovForm(request.POST if request.method == "POST" else None),
        lambda data: services.end_list(found, by=request.user),
        to=back,
        done=f"“{found.name}” has ended.",
        template=CONFIRM,
        read=found,
        heading=f"End the list “{found.name}”?",
        consequence="No further KPI is asked for it. KPIs that are asked for it already go on.",
        confirm_label="End the list",
    )


def _seen(request, pk) -> Kpi:
    rows = Kpi.objects.visible_to(request.user).select_related("obligation__contract__council", "breakdown__by_list")
    return get_object_or_404(rows, pk=pk)


@needs(P.EDIT_CONTRACTS)
def kpi_benefits(request, pk):
    """First by which list, then the targets of its groups."""
    kpi = _seen(request, pk)
    check_can_ask_who(request.user, kpi)
    council, back = kpi.obligation.contract.council, reverse("kpi", args=[pk])
    lists = BenefitList.objects.filter(council=council, ended_at=None)
    chosen = lists.filter(pk=request.GET["list"]).first() if request.GET.get("list", "").isdecimal() else None
    heading, caption = "Ask who benefited", f"KPI {kpi}"
    if chosen is None:
        context = {"heading": heading, "caption": caption, "back_url": back, "lists": lists}
        return render(request, "contracts/benefits/which.html", context)
    before = breakdown_of(kpi)
    form = WhoForm(request.POST or None, by_list=chosen, before=before, unit=kpi.unit)
    return form_page(
        request,
        form,
        lambda data: services.ask_who(kpi, by=request.user, by_list=chosen, reason=data["reason"], targets=form.targets()),
        creates=True,
        to=back,
        done="Asked of every period that ends today or later. The supplier is told.",
        heading=heading,
        caption=caption,
        intro=f"By {chosen.name}: {', '.join(group.name for group in chosen.parts)}. A target is for one period; leave it blank "
        "where there is none.",
        submit_label="Ask",
        back_url=back,
    )


@needs(P.EDIT_CONTRACTS)
def kpi_benefits_stop(request, pk):
    kpi = _seen(request, pk)
    check_can_ask_who(request.user, kpi)
    asked, back = breakdown_of(kpi), reverse("kpi", args=[pk])
    if asked is None:
        return redirect(back)
    return form_page(
        request,
        StopForm(request.POST or None),
        lambda data: services.stop_asking(asked, by=request.user, **data),
        to=back,
        done="It is not asked any more.",
        template=CONFIRM,
        read=asked,
        heading="Stop asking who benefited?",
        caption=f"KPI {kpi}",
        consequence="Periods that end after today are not asked for it. What was reported stays.",
        confirm_label="Stop asking",
        back_url=back,
    )
