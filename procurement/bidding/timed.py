"""Before the deadline people hear of bids they have not sent; after it those lapse, and receipts and bids are compared, once
their tender is closed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Reconciliation
from procurement.bidding.services import lapse_unsubmitted
from procurement.bidding.services.reconciling import reconcile
from procurement.bidding.services.reminding import reminders
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.common.timed import Event
from socialvalue.notifications.services.reminding import events_of, not_told, remind


def due(now: datetime) -> list[Event]:
    """Tenders whose deadline has passed while bids were still being written, or is near."""
    lapsing = [Event(deadline_of(t), "let unsubmitted bids lapse", t.reference) for t in _with_drafts(now)]
    comparing = [Event(deadline_of(t), "compare receipts and bids", t.reference) for t in _not_compared(now)]
    return lapsing + comparing + events_of(not_told(reminders(now)))


def apply(now: datetime) -> int:
    """Let them lapse, of tenders that are closed, compare receipts and bids there, send the reminders; how many of all these."""
    lapsed = sum(lapse_unsubmitted(tender) for tender in _with_drafts(now).filter(status=TenderStatus.CLOSED))
    compared = sum(reconcile(tender) is not None for tender in _not_compared(now).filter(status=TenderStatus.CLOSED))
    return lapsed + compared + remind(reminders(now))


def _with_drafts(now: datetime) -> QuerySet[Tender]:
    unsent = Q(bids__status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN]) | Q(bids__replacing_since__isnull=False)
    return _over(now).filter(unsent).distinct()


def _not_compared(now: datetime) -> QuerySet[Tender]:
    return _over(now).filter(~Exists(Reconciliation.objects.filter(tender=OuterRef("pk"))))


def _over(now: datetime) -> QuerySet[Tender]:
    return Tender.objects.filter(status__in=[TenderStatus.PUBLISHED, TenderStatus.CLOSED], deadline__lte=now)
