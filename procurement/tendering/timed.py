"""Tenders close by themselves at their deadline."""

from datetime import datetime

from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from procurement.tendering.services import close_due
from socialvalue.common.timed import Event


def due(now: datetime) -> list[Event]:
    """Published tenders whose deadline has come."""
    rows = Tender.objects.filter(status=TenderStatus.PUBLISHED, deadline__lte=now)
    return [Event(deadline_of(t), "close the tender", t.reference) for t in rows]


def apply(now: datetime) -> int:
    """Close them; how many were."""
    return close_due(now)
