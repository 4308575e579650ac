"""What the pipeline needs of somebody today."""

from datetime import datetime

from django.urls import reverse

from procurement.pipeline.enums import PostingStatus
from procurement.pipeline.models import Posting
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """Opportunities to decide on; own ones that came back."""
    found = [
        Need(f"Decide on the opportunity “{p.title}” of {p.posted_for}", reverse("posting", args=[p.reference]))
        for p in Posting.objects.to_decide(user).select_related("posted_for")
    ]
    returned = Posting.objects.filter(posted_by=user, status=PostingStatus.RETURNED)
    found += [Need(f"Your opportunity “{p.title}” was returned", reverse("posting", args=[p.reference])) for p in returned]
    return found
