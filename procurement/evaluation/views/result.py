"""The result of a closed evaluation, and its record as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement.evaluation import permissions
from procurement.evaluation.pages.result import ResultPage
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.evaluation.selectors.record import file_of
from procurement.evaluation.views.common import crumbs, evaluation_of
from socialvalue.common.views import needs


@require_safe
@needs(*permissions.READ_RESULTS)
def result(request, reference):
    found = evaluation_of(request, reference)
    permissions.check_can_read_result(request.user, found)
    ranking = ranking_of(found)
    context = {
        "evaluation": found,
        "record": ranking.frozen,
        "page": ResultPage(ranking),
        "award_url": reverse("award", args=[reference]),
        "breadcrumbs": crumbs(found),
    }
    return render(request, "procurement/evaluation/result.html", context)


@require_safe
@needs(*permissions.READ_RESULTS)
def record(request, reference):
    """The frozen record, byte for byte what its SHA-256 was taken of."""
    found = evaluation_of(request, reference)
    permissions.check_can_read_result(request.user, found)
    response = HttpResponse(file_of(found.records.get().content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="evaluation-record-{found.tender.reference}.json"'
    return response
