"""What every view of the room does first, finding the tender for this person, and last, going on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from procurement.tendering import pages, selectors
from procurement.tendering.models import Criterion, Tender


def tender_of(request, reference: str) -> Tender:
    """The council's own tender; 404 for everybody who does not work on it."""
    rows = Tender.objects.inside(request.user).select_related("commission", "commission__council", "drafted_by")
    return get_object_or_404(rows, reference=reference)


def criterion_of(tender: Tender, pk: int) -> Criterion:
    rows = Criterion.objects.select_related("tender__commission__council", "parent")
    return get_object_or_404(rows, pk=pk, tender=tender)


def done(request, sentence: str, name: str, *args):
    """Say what was done and go on."""
    messages.success(request, sentence)
    return redirect(name, *args)


def page_in_tree(tender: Tender, heading: str, **more) -> dict:
    """The context of a page below the criteria, with the bar beside it."""
    return {
        "tender": tender,
        "weights": selectors.weights(tender),
        "heading": heading,
        "caption": tender.title,
        "breadcrumbs": [
            *pages.trail(tender, itself=True),
            ("Criteria", reverse("tender-criteria", args=[tender.reference])),
        ],
        "cancel_url": reverse("tender-criteria", args=[tender.reference]),
        **more,
    }
