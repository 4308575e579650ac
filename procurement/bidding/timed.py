"""Before the deadline people hear of bids they have not sent; after it those lapse, once their tender is closed."""

from datetime import datetime

from django.db.models import Q, QuerySet

from procurement.bidding.enums import BidStatus
from procurement.bidding.services import lapse_unsubmitted
from procurement.bidding.services.reminding import reminders
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.common.timed import Event
from socialvalue.notifications.services.reminding import events_of, not_told, remind


def due(now: datetime) -> list[Event]:
    """Tenders whose deadline has passed while bids were still being written, or is near."""
    lapsing = [Event(deadline_of(t), "let unsubmitted bids lapse", t.reference) for t in _with_drafts(now)]
    return lapsing + events_of(not_told(reminders(now)))


def apply(now: datetime) -> int:
    """Let them lapse, of tenders that are closed, and send the reminders; how many bids lapsed and messages there were."""
    lapsed = sum(lapse_unsubmitted(tender) for tender in _with_drafts(now).filter(status=TenderStatus.CLOSED))
    return lapsed + remind(reminders(now))


def _with_drafts(now: datetime) -> QuerySet[Tender]:
    unsent = Q(bids__status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN]) | Q(bids__replacing_since__isnull=False)
    over = Q(status__in=[TenderStatus.PUBLISHED, TenderStatus.CLOSED], deadline__lte=now)
    return Tender.objects.filter(over & unsent).distinct()
