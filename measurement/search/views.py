"""One search over everything this person may see."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from measurement.search.calculations.asking import Asked, asked
from measurement.search.pages import results as pages
from measurement.search.selectors.finding import MOST_OF_ONE, find
from measurement.search.selectors.kinds import Kind, kinds_for
from socialvalue.common.views import page_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything by kind; ``kind`` alone, in pages; or, for a reference, straight to its record unless ``all`` is asked for."""
    typed = asked(request.GET.get("q", ""))
    kinds = kinds_for(request.user)
    context = {"searched": typed}
    if not typed.is_enough:
        return _draw(request, context | pages.searchable(kinds) | {"too_short": bool(typed.text)})
    one = next((kind for kind in kinds if kind.name == request.GET.get("kind")), None)
    if one:
        return _draw(request, context | _of_one(request, one, typed))
    results = find(kinds, typed, request.user)
    exact = results.with_reference(typed)
    if len(exact) == 1 and "all" not in request.GET:
        return _straight_to(request, *exact[0], typed)
    return _draw(request, context | pages.results_page(results, typed, request.user, kinds))


def _draw(request: HttpRequest, context: dict) -> HttpResponse:
    return render(request, "measurement/search/search.html", context)


def _of_one(request: HttpRequest, kind: Kind, typed: Asked) -> dict:
    results = find([kind], typed, request.user, MOST_OF_ONE)
    rows = results.found[0].rows if results.found else []
    page = page_of(request, rows)
    return {
        "one": pages.heading_of(kind),
        "counted": pages.counted(kind, len(rows), bool(results.found and results.found[0].more)) if rows else "",
        "more": bool(results.found and results.found[0].more),
        "page_obj": page,
        "lines": pages.lines_of(kind, page.object_list, typed, request.user, results.similar),
        "similar": results.similar,
        "everything_url": pages.address(typed, all=1),
        **pages.searchable([kind]),
    }


def _straight_to(request: HttpRequest, kind: Kind, row, typed: Asked) -> HttpResponse:
    said = pages.HEADINGS[kind.name].say(row, request.user)
    everything = pages.address(typed, all=1)
    words = 'Showing {}, found for “{}”. <a class="govuk-notification-banner__link" href="{}">See everything found</a>'
    messages.info(request, format_html(words, said.reference, typed.text, everything))
    return redirect(said.url)
