"""Who says so: from a figure to the returns behind it."""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from measurement.figures.forms import scope_of
from measurement.figures.pages.preparing import preparing
from measurement.figures.pages.returns_file import NUMBER, OF, RETURNS, found_for
from measurement.figures.permissions import council_for
from measurement.figures.selectors.behind import Place
from measurement.figures.selectors.scope import BeingPrepared, NotCounted, Scope
from measurement.figures.selectors.sources import sources
from measurement.figures.selectors.totals import total_of
from measurement.figures.services import ask_for_days
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import Refused
from socialvalue.common.views import needs
from socialvalue.exports.pages import send


def waits_for_days(view):
    """Of days that are not counted yet the page says so, and offers to count them; while figures are made, it says how far it is.

    A file of something else would pass for the one asked for: it is refused with the same page.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NotCounted as wait:
            return _waits(request, "not_counted", wait.scope, {})
        except BeingPrepared as wait:
            return _waits(request, "being_prepared", wait.scope, preparing(wait.scope.council_id))

    return wrapped


def _waits(request, template: str, scope: Scope, more: dict) -> HttpResponse:
    status = 409 if request.path.endswith((".csv", ".xlsx", ".json")) else 200
    context = {"scope": scope, "breadcrumbs": [("Oversight", reverse("oversight"))], **more}
    return render(request, f"measurement/figures/{template}.html", context, status=status)


@needs(Permission.VIEW_OVERSIGHT)
@require_POST
@waits_for_days
def count(request):
    """The days are those of the address, as on every page of figures."""
    scope, form = scope_of(request, council_for(request.user))
    if form.problems:
        return render(request, "400.html", {"problems": form.problems}, status=400)
    try:
        return redirect("job", ask_for_days(scope, by=request.user).pk)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('oversight')}?{scope.query}")


def _key(request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def figure(request, kind: str, pk: int):
    found, problems = found_for(request, kind, pk)
    what, scope = found.what, found.scope
    page = found.page(Place(after=_key(request, "after"), before=_key(request, "before")))
    context = {
        "what": what,
        "scope": scope,
        "problems": problems,
        "total": total_of(what, scope, found.narrower),
        "page": page,
        "rows": sources(page.rows, scope),
        "given_up": found.given_up(page.rows),
        "query": request.GET.urlencode(),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, what.council),
        "breadcrumbs": [("Oversight", reverse("oversight"))],
    }
    return render(request, "measurement/figures/figure.html", context)


@needs(Permission.VIEW_OVERSIGHT)
@waits_for_days
def figure_csv(request, kind: str, pk: int):
    return send(request, RETURNS, **{OF: kind, NUMBER: str(pk)})
