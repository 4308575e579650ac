"""Who says so: from a figure to the returns behind it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from measurement.figures.forms import scope_of
from measurement.figures.permissions import council_for
from measurement.figures.selectors import sources as source_rows
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs, page_of

HEADINGS = [
    "contract", "KPI", "unit", "period from", "period to", "value", "numbers", "target", "standing", "status", "days late",
    "submitted by", "submitted at", "verified by", "verified at", "evidence files", "verifier's comment", "version",
]  # fmt: skip


def _found(request, kind, pk):
    council = council_for(request.user)
    if kind == "council":
        council = get_object_or_404(Organisation, pk=pk)
    what = source_rows.subject(request.user, kind, pk, council)
    scope, form = scope_of(request, what.council)
    return what, scope, form.problems, source_rows.due_rows(what, scope, request.user, _narrower(request))


def _narrower(request) -> source_rows.Narrower:
    """What of a measure is asked for; rubbish is left out."""
    priority = request.GET.get("priority", "")
    return source_rows.Narrower(
        unit=request.GET.get("unit", ""),
        kind=request.GET.get("counted", ""),
        direction=request.GET.get("better", ""),
        priority=int(priority) if priority.isdecimal() and len(priority) < 10 else None,
    )


@needs(Permission.VIEW_OVERSIGHT)
def figure(request, kind: str, pk: int):
    what, scope, problems, rows = _found(request, kind, pk)
    page = page_of(request, rows)
    context = {
        "what": what,
        "scope": scope,
        "problems": problems,
        "page": page,
        "rows": source_rows.sources(list(page), scope),
        "given_up": source_rows.given_up(what, scope, request.user, _narrower(request)),
        "query": request.GET.urlencode(),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, what.council),
        "breadcrumbs": [("Oversight", reverse("oversight"))],
    }
    return render(request, "measurement/figures/figure.html", context)


@needs(Permission.VIEW_OVERSIGHT)
def figure_csv(request, kind: str, pk: int):
    what, scope, problems, rows = _found(request, kind, pk)
    if problems:
        return render(request, "400.html", {"problems": problems}, status=400)

    def lines():
        yield HEADINGS
        batch = []
        for row in rows.iterator(chunk_size=500):
            batch.append(row)
            if len(batch) == 500:
                yield from map(_cells, source_rows.sources(batch, scope))
                batch = []
        yield from map(_cells, source_rows.sources(batch, scope))

    return csv_response(f"returns-{kind}-{pk}-{scope.starts_on}-to-{scope.ends_on}.csv", lines())


def _cells(s: source_rows.Source) -> list:
    return [
        s.contract, s.kpi, s.unit, s.starts_on, s.ends_on, s.value, s.parts, s.target, s.standing, s.status, s.days_late,
        s.submitted_by,
        s.submitted_at and s.submitted_at.isoformat(timespec="minutes"), s.decided_by,
        s.decided_at and s.decided_at.isoformat(timespec="minutes"), s.evidence, s.note,
        s.version,
    ]  # fmt: skip
