"""Two days and one day before the deadline, of bids that do not stand as they should: not sent, taken back, not confirmed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import deadline
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_by_organisation
from socialvalue.common.timed import Event
from socialvalue.notifications.services.reminding import Reminder
from socialvalue.notifications.services.telling import Letter

WHAT = "remind of a bid before the deadline"


def reminders(now: datetime) -> Iterator[Reminder]:
    """For the people of each such bid. A run that comes late reminds of the day it finds, not of the one it missed."""
    last = now + timedelta(days=deadline.REMINDED_DAYS[0])
    bids = Bid.objects.filter(
        tender__status=TenderStatus.PUBLISHED,
        tender__deadline__gt=now,
        tender__deadline__lte=last,
        status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN, BidStatus.SUBMITTED],
    ).select_related("tender__commission__council", "supplier")
    found = list(bids.prefetch_related("submissions", "tender__amendments").order_by("tender__deadline", "pk"))
    people = people_by_organisation(Permission.BID, {bid.supplier_id for bid in found}) if found else {}
    for bid in found:
        due = deadline_of(bid.tender)
        days = deadline.days_reminded(due, now)
        if days is None or not _asks_something(bid):
            continue
        event = Event(due - timedelta(days=days), WHAT, bid.tender.reference)
        message = _message(bid, days)
        yield from (Reminder(event, person, message) for person in people[bid.supplier_id])


def _asks_something(bid: Bid) -> bool:
    return not bid.is_submitted or bid.is_being_changed or selectors.needs_confirming(bid)


def _message(bid: Bid, days: int) -> Letter:
    tender, due = bid.tender, deadline_of(bid.tender)
    left = "less than a day" if days == 1 else f"less than {days} days"
    if bid.is_being_changed:
        subject, action, page = "Your change is not sent yet", "Send the change, or leave your bid as it is", "bid"
        body = "The bid you sent counts. The change you began does not, unless you send it by the deadline."
    elif bid.is_submitted:
        subject, action, page = "Confirm your bid", "Read the amendment and confirm your bid", "bid-confirm"
        body = "The tender was amended after you sent your bid. If you do not confirm it, it counts as it was sent."
    elif bid.status == BidStatus.WITHDRAWN:
        subject, action, page = "Your bid is withdrawn", "Send the bid again, or leave it", "bid"
        body = "Your bid was withdrawn and does not count. Send it again if you want to take part."
    else:
        subject, action, page = "Your bid is not sent yet", "Finish and send your bid", "bid"
        body = "A bid that is not sent by the deadline does not count, whatever is written in it."
    return {
        "key": f"bid-deadline:{bid.pk}:{due:%Y%m%d%H%M}:{days}:{'change' if bid.is_being_changed else bid.status}",
        "subject": f"{subject}: {tender.title}",
        "body": f"The deadline for “{tender.title}” ({tender.reference}) is in {left}: {deadline.in_words(due)}. {body}",
        "url": reverse(page, args=[bid.pk]),
        "action": action,
        "by": due,
        "why": f"You get this because you bid for {bid.supplier}.",
        "council": tender.council,
    }
