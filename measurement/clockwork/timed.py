"""Timed events: one list of what happens by itself and when, one poller that applies what is due.

Each is idempotent and audited by its own service: a missed run catches up, a repeated run does nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.obligations.models import DueReturn
from contracts.returns.services import remind
from measurement.reports.models import ReportSchedule
from measurement.reports.services import make_due_reports
from procurement.award.services import awards_to_lengthen, lengthen_standstills
from procurement.bidding.enums import BidStatus
from procurement.bidding.services import lapse_unsubmitted
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from procurement.tendering.services import close_due
from socialvalue.common import clock

log = logging.getLogger(__name__)
# Reminders look this far ahead; the returns room decides what it says and when
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Event:
    """``what`` happens ``when`` (aware, UTC); ``subject`` is the reference of the thing it happens to."""

    when: datetime
    what: str
    subject: str


def due_events(now: datetime) -> list[Event]:
    """What is due at ``now`` and not done yet, in order of time; empty when there is nothing to do."""
    closing = Tender.objects.filter(status=TenderStatus.PUBLISHED, deadline__lte=now)
    schedules = ReportSchedule.objects.filter(next_on__lte=_day(now))
    events = [Event(t.deadline, "close the tender", t.reference) for t in closing]
    events += [Event(t.deadline, "let unsubmitted bids lapse", t.reference) for t in _with_drafts(now)]
    events += [Event(_midnight(s.next_on), "make a report", str(s)) for s in schedules]
    events += [Event(now, "make the standstill longer", a.tender.reference) for a in awards_to_lengthen(_day(now))]
    soonest = (
        DueReturn.objects.outstanding().due_by(_day(now + AHEAD)).order_by("due_on").values_list("due_on", flat=True).first()
    )
    if soonest:
        events.append(Event(_midnight(soonest), "remind of returns", "returns"))
    return sorted(events, key=lambda e: (e.when, e.what, e.subject))


def _with_drafts(now: datetime):
    """Tenders whose deadline has passed while bids were still being written."""
    return Tender.objects.filter(
        status__in=[TenderStatus.PUBLISHED, TenderStatus.CLOSED],
        deadline__lte=now,
        bids__status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN],
    ).distinct()


def _day(moment: datetime):
    return moment.astimezone(clock.LONDON).date()


def _midnight(day) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.LONDON)


def _lapse(now: datetime) -> int:
    """Bids nobody sent, of tenders that are closed."""
    return sum(lapse_unsubmitted(tender) for tender in _with_drafts(now).filter(status=TenderStatus.CLOSED))


# In this order: a tender is closed before its unfinished bids lapse
APPLIERS: tuple[tuple[str, Callable[[datetime], int]], ...] = (
    ("tenders closed", close_due),
    ("bids lapsed", _lapse),
    ("standstills made longer", lengthen_standstills),
    ("reminders", remind),
    ("reports", make_due_reports),
)


def poll(now: datetime) -> dict[str, int]:
    """Apply what is due. One kind that fails is logged and holds up none of the others; the next run tries it again."""
    done = {}
    for name, apply in APPLIERS:
        try:
            done[name] = apply(now)
        except Exception:
            log.exception("timed event failed: %s", name)
    return done
