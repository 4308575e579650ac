"""The public register: a page that says what it is, and the files."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contracts.imports.documents.columns import PUBLIC_HEADINGS
from measurement.opendata.documents import register
from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.models import Organisation
from socialvalue.common.canonical import canonical
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
        "headings": [(name, register.MEANINGS.get(name, "")) for name in PUBLIC_HEADINGS],
    }
    return render(request, "measurement/opendata/open_data.html", context)


@require_GET
def contracts_csv(request):
    return csv_response("contracts.csv", register.rows(register.contracts(_council(request))))


@require_GET
def contracts_json(request):
    """The same register as one JSON list, an object a contract."""

    def parts():
        found = register.rows(register.contracts(_council(request)))
        names = next(found)
        yield b"["
        for n, row in enumerate(found):
            yield (b",\n" if n else b"\n") + canonical(dict(zip(names, row, strict=True)))
        yield b"\n]\n"

    return StreamingHttpResponse(parts(), content_type="application/json")
