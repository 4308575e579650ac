"""The ways into an evaluation that every page shares."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from procurement.panel import selectors as panel_selectors
from procurement.panel.models import Evaluation


def evaluation_of(request, reference: str) -> Evaluation:
    """The evaluation if this person may see it, otherwise 404."""
    found = Evaluation.objects.visible_to(request.user).select_related("tender__commission__council", "lead")
    return get_object_or_404(found, tender__reference=reference)


def place_of(request, evaluation: Evaluation):
    """The person's own place on the panel, otherwise 404."""
    place = panel_selectors.place_of(request.user, evaluation)
    if place is None:
        raise Http404
    return place


def crumbs(evaluation: Evaluation | None = None) -> list[tuple[str, str]]:
    """Breadcrumbs down to the evaluation."""
    found = [("Scoring", reverse("evaluations"))]
    if evaluation is not None:
        found.append((evaluation.tender.title, reverse("evaluation", args=[evaluation.tender.reference])))
    return found


def moderation_crumbs(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [*crumbs(evaluation), ("Moderation", reverse("evaluation-moderation", args=[evaluation.tender.reference]))]
