"""A KPI with every return behind its figure."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from contracts.benefits.permissions import can_ask_who
from contracts.independent.selectors import independently
from contracts.obligations.models import Kpi
from contracts.obligations.permissions import can_set_baseline, can_shape
from contracts.register.permissions import check_no_tie_to_supplier
from contracts.returns.pages.working import rules_of
from contracts.standing.pages import before_of, chart_of, facts_of, kpi_card, progress_of, rows_of
from contracts.standing.selectors.benefits import who_over_time
from contracts.standing.selectors.standings import given_up_of, standings
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.selectors import tied_words
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.views import needs

TIMELINE = 12


@needs(P.VIEW_CONTRACTS, P.BID)
def kpi_page(request, pk):
    kpis = Kpi.objects.visible_to(request.user).select_related(
        "obligation__contract__council", "obligation__priority", "breakdown__by_list"
    )
    kpi = get_object_or_404(kpis, pk=pk)
    (found,) = standings(Kpi.objects.filter(pk=kpi.pk), user=request.user)
    contract = kpi.obligation.contract
    context = {
        "kpi": kpi,
        "contract": contract,
        "found": found,
        "card": kpi_card(found),
        "facts": facts_of(kpi),
        "before": before_of(found),
        "may_set_baseline": can_set_baseline(request.user, kpi),
        "independently": independently(request.user, kpi=kpi),
        "sub_scores": rules_of(kpi.sub_scores),
        "progress": progress_of(found),
        "rows": rows_of(found),
        "given_up": given_up_of(kpi, request.user),
        "who": who_over_time(kpi, request.user),
        "may_ask_who": can_ask_who(request.user, kpi),
        "chart": chart_of(kpi, found.rows, clock.today()),
        "may_shape": can_shape(request.user, contract),
        "tied": tied_words(request.user, P.EDIT_CONTRACTS, contract.council, check_no_tie_to_supplier, contract),
        # Officers also read what became of the obligation: into which commission it was carried is not for the provider
        "events": timeline(kpi.obligation if request.user.can(P.VIEW_CONTRACTS, contract.council_id) else kpi)[:TIMELINE],
        "breadcrumbs": [("Contracts", reverse("contracts")), (contract.title, reverse("contract", args=[contract.pk]))],
    }
    return render(request, "contracts/standing/kpi.html", context)
