"""The public register: a page that says what it is, and the files."""

from datetime import timedelta

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_GET

from contracts.imports.documents.columns import PUBLIC_HEADINGS
from measurement.opendata.documents import grants, register
from measurement.opendata.selectors import made_for
from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.tables import csv_response


def _council(request) -> int | None:
    asked = request.GET.get("council", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


@require_GET
def open_data(request):
    councils = Organisation.objects.filter(
        kind=OrganisationKind.COUNCIL, contracts_let__in=register.contracts().values("pk")
    ).distinct()
    context = {
        "count": register.contracts().count(),
        "councils": councils,
        "grants": grants.grants().count(),
        "grant_headings": list(grants.HEADINGS.items()),
        "headings": [(name, register.MEANINGS.get(name, "")) for name in PUBLIC_HEADINGS],
    }
    return render(request, "measurement/opendata/open_data.html", context)


@require_GET
def contracts_csv(request):
    return _register(request, "csv")


@require_GET
def contracts_json(request):
    """The same register as one JSON list, an object a contract."""
    return _register(request, "json")


@require_GET
def grants_csv(request):
    """What each grant is for and what came of it; written while it is read, since there are few beside the contracts."""
    return csv_response("grants.csv", grants.rows(_council(request)))


def _register(request, kind: str) -> HttpResponseBase:
    """The file of the day, or of yesterday while today's is being made; where there is neither, as it is read."""
    council, today = _council(request), clock.today()
    made = made_for([today, today - timedelta(days=1)], council, kind)
    if made is None:
        response: HttpResponseBase = StreamingHttpResponse(register.pieces(kind, council), content_type=register.KINDS[kind])
    else:
        unchanged = get_conditional_response(request, etag=f'"{made.sha256}"', last_modified=int(made.made_at.timestamp()))
        response = unchanged or FileResponse(made.file.open("rb"), content_type=made.content_type)
        response["ETag"], response["Last-Modified"] = f'"{made.sha256}"', http_date(made.made_at.timestamp())
        response["Cache-Control"] = "public, max-age=600"
    if kind == "csv":
        response["Content-Disposition"] = 'attachment; filename="contracts.csv"'
    return response
