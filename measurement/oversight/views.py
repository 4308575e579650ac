"""The members' pages: promised against delivered, worst first, and the way into every figure."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from measurement.figures import selectors
from measurement.figures.documents.exports import csv_response, xlsx_response
from measurement.figures.forms import scope_of
from measurement.figures.pages import charts
from measurement.figures.permissions import check_can_view_oversight, council_for
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.statements import ORDERS
from measurement.oversight.pages import figure_rows
from measurement.oversight.selectors import county_wide, since_last_month
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Directorate
from socialvalue.common.views import needs

ATTENTION_SHOWN = 6


def _begin(request):
    council = council_for(request.user)
    scope, form = scope_of(request, council)
    return council, scope, form


@needs(Permission.VIEW_OVERSIGHT)
def oversight(request):
    council, scope, form = _begin(request)
    found = selectors.achievement(scope)
    attention = ContractLines(scope, attention=True)
    trend = selectors.quarters(scope)
    context = {
        "council": council, "scope": scope, "form": form, "found": found, "total": found.total,
        "attention": attention[0:ATTENTION_SHOWN], "attention_count": len(attention),
        "trend": trend, "travel": selectors.travel_words(trend), "changes": since_last_month(scope, request.user),
        "county_wide": county_wide(scope), "query": request.GET.urlencode(),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, council),
        **_pictures(found, trend),
    }  # fmt: skip
    return render(request, "measurement/oversight/oversight.html", context)


def _pictures(found: selectors.Achievement, trend) -> dict:
    return {
        "series": charts.SERIES,
        "priority_bars": charts.stacked(found.priorities),
        "priority_alt": charts.stacked_alt(found.priorities),
        "trend_points": charts.trend_points(trend),
        "trend_alt": charts.trend_alt(trend),
        "rated_words": f"of {found.total.tally.rated:,} rated",
    }


@needs(Permission.VIEW_OVERSIGHT)
def priority(request, pk: int):
    council, scope, form = _begin(request)
    line = next((p for p in selectors.achievement(scope).priorities if p.pk == pk), None)
    if line is None:
        raise Http404
    return _detail(request, council, scope, form, line, "Priority", by_contract=False)


@needs(Permission.VIEW_OVERSIGHT)
def directorate(request, pk: int):
    council, scope, form = _begin(request)
    check_can_view_oversight(request.user, get_object_or_404(Directorate, pk=pk).council_id)
    scope = replace(scope, directorate_id=pk)
    found = selectors.achievement(scope)
    line = next((d for d in found.directorates if d.pk == pk), None)
    if line is None:
        raise Http404
    return _detail(request, council, scope, form, line, "Directorate", by_contract=True, found=found)


def _detail(request, council, scope, form, line, word, *, by_contract, found=None):
    context = {
        "council": council, "scope": scope, "form": form, "line": line, "word": word, "series": charts.SERIES,
        "bars": charts.stacked([line]), "alt": charts.stacked_alt([line]), "found": found,
        "contracts": ContractLines(scope)[0:50] if by_contract else None,
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, council),
        "breadcrumbs": [("Oversight", f"{reverse('oversight')}?{request.GET.urlencode()}")],
    }  # fmt: skip
    return render(request, "measurement/oversight/detail.html", context)


@needs(Permission.VIEW_OVERSIGHT)
def contracts(request):
    council, scope, form = _begin(request)
    order = request.GET.get("order") if request.GET.get("order") in ORDERS else "worst"
    attention = request.GET.get("attention") == "1"
    lines = ContractLines(scope, attention=attention, order=order)
    names = dict(Directorate.objects.filter(council=council).values_list("pk", "name"))
    context = {
        "council": council, "scope": scope, "form": form, "page": lines.page(request.GET.get("page")), "order": order,
        "attention": attention, "names": names, "may_open": request.user.can(Permission.VIEW_CONTRACTS, council),
        "breadcrumbs": [("Oversight", reverse("oversight"))],
    }  # fmt: skip
    return render(request, "measurement/oversight/contracts.html", context)


@needs(Permission.VIEW_OVERSIGHT)
def export(request, form: str):
    council, scope, _ = _begin(request)
    rows = figure_rows(selectors.achievement(scope), request.build_absolute_uri("/")[:-1])
    name = f"oversight-{scope.starts_on}-to-{scope.ends_on}"
    if form == "csv":
        return csv_response(f"{name}.csv", rows)
    return xlsx_response(f"{name}.xlsx", "Promised and delivered", rows)
