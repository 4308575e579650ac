"""Bids that nobody sent lapse once their tender is closed."""

from datetime import datetime

from django.db.models import QuerySet

from procurement.bidding.enums import BidStatus
from procurement.bidding.services import lapse_unsubmitted
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.common.timed import Event


def due(now: datetime) -> list[Event]:
    """Tenders whose deadline has passed while bids were still being written."""
    return [Event(deadline_of(t), "let unsubmitted bids lapse", t.reference) for t in _with_drafts(now)]


def apply(now: datetime) -> int:
    """Let them lapse, of tenders that are closed; how many bids did."""
    return sum(lapse_unsubmitted(tender) for tender in _with_drafts(now).filter(status=TenderStatus.CLOSED))


def _with_drafts(now: datetime) -> QuerySet[Tender]:
    return Tender.objects.filter(
        status__in=[TenderStatus.PUBLISHED, TenderStatus.CLOSED],
        deadline__lte=now,
        bids__status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN],
    ).distinct()
