"""Who says so: from a figure to the returns behind it."""

<<<<<<< HEAD
from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
=======
from django.shortcuts import render
>>>>>>> lists
from django.urls import reverse
from django.views.decorators.http import require_POST

<<<<<<< HEAD
from measurement.figures.forms import scope_of
from measurement.figures.permissions import council_for
from measurement.figures.selectors.behind import Behind, Place
from measurement.figures.selectors.scope import NotCounted, at_once
from measurement.figures.selectors.sources import Source, sources
from measurement.figures.selectors.subjects import Narrower, subject
from measurement.figures.selectors.totals import total_of
from measurement.figures.services import ask_for_days
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs

HEADINGS = [
    "contract", "KPI", "unit", "period from", "period to", "value", "numbers", "target", "standing", "status", "days late",
    "submitted by", "submitted at", "verified by", "verified at", "evidence files", "verifier's comment", "version",
]  # fmt: skip


def waits_for_days(view):
    """Of days that are not counted yet the page says so, and offers to count them."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NotCounted as wait:
            status = 409 if request.path.endswith((".csv", ".xlsx", ".json")) else 200
            context = {"scope": wait.scope, "breadcrumbs": [("Oversight", reverse("oversight"))]}
            return render(request, "measurement/figures/not_counted.html", context, status=status)

    return wrapped


@needs(Permission.VIEW_OVERSIGHT)
@require_POST
def count(request):
    """The days are those of the address, as on every page of figures."""
    scope, form = scope_of(request, council_for(request.user))
    if form.problems:
        return render(request, "400.html", {"problems": form.problems}, status=400)
    return redirect("job", ask_for_days(scope, by=request.user).pk)


def _found(request, kind, pk):
    council = council_for(request.user)
    if kind == "council":
        council = get_object_or_404(Organisation, pk=pk)
    what = subject(request.user, kind, pk, council)
    scope, form = scope_of(request, what.council)
    # What is behind one contract is read at once, however many there are
    scope = scope if what.is_small else at_once(scope)
    return Behind(what, scope, request.user, _narrower(request)), form.problems


def _narrower(request) -> Narrower:
    """What of a measure is asked for; rubbish is left out."""
    return Narrower(
        unit=request.GET.get("unit", ""),
        kind=request.GET.get("counted", ""),
        direction=request.GET.get("better", ""),
        priority=_key(request, "priority"),
    )
=======
from measurement.figures.pages.returns_file import NUMBER, OF, RETURNS, found_for, narrower_of
from measurement.figures.selectors import sources as source_rows
from socialvalue.accounts.enums import Permission
from socialvalue.common.views import needs, page_of
from socialvalue.exports.pages import send
>>>>>>> lists


def _key(request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def figure(request, kind: str, pk: int):
<<<<<<< HEAD
    found, problems = _found(request, kind, pk)
    what, scope = found.what, found.scope
    page = found.page(Place(after=_key(request, "after"), before=_key(request, "before")))
=======
    what, scope, problems, rows = found_for(request, kind, pk)
    page = page_of(request, rows)
>>>>>>> lists
    context = {
        "what": what,
        "scope": scope,
        "problems": problems,
        "total": total_of(what, scope, found.narrower),
        "page": page,
<<<<<<< HEAD
        "rows": sources(page.rows, scope),
        "given_up": found.given_up(page.rows),
=======
        "rows": source_rows.sources(list(page), scope),
        "given_up": source_rows.given_up(what, scope, request.user, narrower_of(request.GET)),
>>>>>>> lists
        "query": request.GET.urlencode(),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, what.council),
        "breadcrumbs": [("Oversight", reverse("oversight"))],
    }
    return render(request, "measurement/figures/figure.html", context)


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def figure_csv(request, kind: str, pk: int):
<<<<<<< HEAD
    found, problems = _found(request, kind, pk)
    if problems:
        return render(request, "400.html", {"problems": problems}, status=400)
    scope = found.scope

    def lines():
        yield HEADINGS
        for rows in found.every():
            yield from map(_cells, sources(rows, scope))

    return csv_response(f"returns-{kind}-{pk}-{scope.starts_on}-to-{scope.ends_on}.csv", lines())


def _cells(s: Source) -> list:
    return [
        s.contract, s.kpi, s.unit, s.starts_on, s.ends_on, s.value, s.parts, s.target, s.standing, s.status, s.days_late,
        s.submitted_by,
        s.submitted_at and s.submitted_at.isoformat(timespec="minutes"), s.decided_by,
        s.decided_at and s.decided_at.isoformat(timespec="minutes"), s.evidence, s.note,
        s.version,
    ]  # fmt: skip
=======
    return send(request, RETURNS, **{OF: kind, NUMBER: str(pk)})
>>>>>>> lists
