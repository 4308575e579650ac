"""The members' pages: promised against delivered, worst first, and the way into every figure."""

import hashlib
from dataclasses import replace

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response

from contracts.kept.selectors.asked import is_large
from measurement.figures import selectors
from measurement.figures.documents.data import figures_json, figures_pieces
from measurement.figures.documents.exports import json_response, xlsx_response
from measurement.figures.forms import scope_of
from measurement.figures.pages import charts
from measurement.figures.pages.asking import asks
from measurement.figures.pages.headline import headline
from measurement.figures.pages.kpis import kpi_rows
from measurement.figures.permissions import check_can_view_oversight, council_for
from measurement.figures.selectors.asking import to_ask
from measurement.figures.selectors.kpis import KpiLines
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import at_once
from measurement.figures.selectors.statements import ORDERS
from measurement.figures.views import waits_for_days
from measurement.oversight.pages import board
from measurement.oversight.pages.files import figure_rows
from measurement.oversight.selectors.changes import county_wide, since_last_month
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Directorate
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs

# Of which the first few that can be asked about are shown
ASKED = 5
DELIVERED_SHOWN = 9
KPIS_SHOWN = CONTRACTS_SHOWN = 50


def _begin(request):
    council = council_for(request.user)
    scope, form = scope_of(request, council)
    return council, at_once(scope), form


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def oversight(request):
    council, scope, form = _begin(request)
    found = selectors.achievement(scope)
    attention = ContractLines(scope, attention=True)
    trend = selectors.quarters(scope)
    context = {
        "council": council, "scope": scope, "form": form, "found": found, "total": found.total,
        "headline": headline(found), "chips": board.chips(scope, form, request.GET),
        "asks": asks(to_ask(attention, scope, ASKED), scope), "attention_count": len(attention),
        "trend": trend, "changes": since_last_month(scope, request.user),
        "county_wide": county_wide(scope), "query": request.GET.urlencode(),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, council),
        **_own_duties(scope), **_pictures(found, trend),
    }  # fmt: skip
    return render(request, "measurement/oversight/oversight.html", context)


def _own_duties(scope) -> dict:
    own = KpiLines(scope, client_side=True)
    return {"own_duties": kpi_rows(own[0:KPIS_SHOWN], scope), "own_count": len(own)}


def _pictures(found: selectors.Achievement, trend) -> dict:
    delivered, undrawn = board.delivered(found.priorities)
    return {
        "series": charts.SERIES,
        "priority_bars": board.bars(board.worst_first(found.priorities), "oversight-priority", found.scope),
        "delivered": delivered[:DELIVERED_SHOWN],
        "more_delivered": delivered[DELIVERED_SHOWN:],
        "undrawn": undrawn,
        "trend_points": charts.trend_points(trend),
        "trend_alt": charts.trend_alt(trend),
        "trend_band": charts.trend_band(trend),
        "trend_source": charts.trend_source(trend),
        "travel_said": charts.travel_said(trend),
    }


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def priority(request, pk: int):
    council, scope, form = _begin(request)
    line = next((p for p in selectors.achievement(scope).priorities if p.pk == pk), None)
    if line is None:
        raise Http404
    kpis = KpiLines(scope, priority=line).page(request.GET.get("page"), KPIS_SHOWN)
    return _detail(request, council, scope, form, line, "Priority", by_contract=False, kpi_page=kpis)


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def directorate(request, pk: int):
    council, scope, form = _begin(request)
    check_can_view_oversight(request.user, get_object_or_404(Directorate, pk=pk).council_id)
    scope = replace(scope, directorate_id=pk)
    found = selectors.achievement(scope)
    line = next((d for d in found.directorates if d.pk == pk), None)
    if line is None:
        raise Http404
    return _detail(request, council, scope, form, line, "Directorate", by_contract=True, found=found)


def _detail(request, council, scope, form, line, word, *, by_contract, found=None, kpi_page=None):
    delivered, undrawn = board.delivered(found.priorities if found else [])
    context = {
        "council": council, "scope": scope, "form": form, "line": line, "word": word, "series": charts.SERIES,
        "delivered": delivered, "undrawn": undrawn,
        "bars": charts.stacked([line]), "alts": [f"{line.name}: {line.tally.sentence()}"], "found": found,
        "contracts": ContractLines(scope)[0:CONTRACTS_SHOWN] if by_contract else None,
        "kpi_page": kpi_page, "kpis": kpi_rows(kpi_page or [], scope),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, council),
        "breadcrumbs": [("Oversight", f"{reverse('oversight')}?{request.GET.urlencode()}")],
    }  # fmt: skip
    return render(request, "measurement/oversight/detail.html", context)


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
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
@waits_for_days
def export(request, form: str):
    """The figures as a file. A filter that cannot be read is a 400: a file of something else would pass for the one asked for."""
    council, scope, asked = _begin(request)
    if asked.problems:
        return render(request, "400.html", {"problems": asked.problems}, status=400)
    name = f"oversight-{scope.starts_on}-to-{scope.ends_on}"
    if form == "json":
        return _as_json(request, f"{name}.json", scope)
    rows = figure_rows(selectors.achievement(scope), request.build_absolute_uri("/")[:-1])
    if form == "csv":
        return csv_response(f"{name}.csv", rows)
    return xlsx_response(f"{name}.xlsx", "Promised and delivered", rows)


def _as_json(request, name: str, scope) -> HttpResponseBase:
    """Of a large council in pieces; otherwise as a whole, which whoever has it already is not sent again."""
    if is_large(scope.council_id):
        return json_response(name, figures_pieces(scope))
    text = figures_json(scope)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = get_conditional_response(request, etag=tag) or json_response(name, text)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response
