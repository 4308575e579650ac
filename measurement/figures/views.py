"""Who says so: from a figure to the returns behind it."""

from django.shortcuts import render
from django.urls import reverse

from measurement.figures.pages.returns_file import NUMBER, OF, RETURNS, found_for, narrower_of
from measurement.figures.selectors import sources as source_rows
from socialvalue.accounts.enums import Permission
from socialvalue.common.views import needs, page_of
from socialvalue.exports.pages import send


@needs(Permission.VIEW_OVERSIGHT)
def figure(request, kind: str, pk: int):
    what, scope, problems, rows = found_for(request, kind, pk)
    page = page_of(request, rows)
    context = {
        "what": what,
        "scope": scope,
        "problems": problems,
        "page": page,
        "rows": source_rows.sources(list(page), scope),
        "given_up": source_rows.given_up(what, scope, request.user, narrower_of(request.GET)),
        "query": request.GET.urlencode(),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, what.council),
        "breadcrumbs": [("Oversight", reverse("oversight"))],
    }
    return render(request, "measurement/figures/figure.html", context)


@needs(Permission.VIEW_OVERSIGHT)
def figure_csv(request, kind: str, pk: int):
    return send(request, RETURNS, **{OF: kind, NUMBER: str(pk)})
