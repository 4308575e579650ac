"""Requests that arrived just before the deadline and are not answered yet: the opening knows of them, whatever becomes of us.

Each is a row of its own transaction, written before anything is waited for and removed with the answer. What is left was never
answered: its process was killed, or is still at it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.db import DatabaseError
from django.urls import reverse

from procurement.bidding.calculations import deadline
from procurement.bidding.enums import SendingVerb
from procurement.bidding.models import Bid, Sending
from procurement.bidding.services.drafting import record_bid
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.notifications.services import tell_all

# How long an answer is waited for, from the arrival; and how long before the deadline requests are noted
WAITED_FOR = timedelta(minutes=10)
Answer = TypeVar("Answer")


def noted_until_answered(verb: SendingVerb) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Around a service about a bid, outside its transaction."""

    def around(service: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(service)
        def noted(bid: Bid, *, by: User, **more: Any) -> Answer:
            with unanswered(bid, verb, by=by):
                return service(bid, by=by, **more)

        return noted

    return around


@contextmanager
def unanswered(bid: Bid, verb: SendingVerb, *, by: User) -> Iterator[None]:
    """Inside, the request waits for its answer. Days before the deadline nothing is noted: who gets no answer asks again."""
    by.must_have(Permission.BID, bid.supplier_id)
    due, now = bid.tender.deadline, clock.now()
    if due is None or not due - WAITED_FOR <= now < due:
        yield
        return
    row = Sending.objects.create(bid=bid, verb=verb, by=by, arrived_at=now)
    try:
        yield
    finally:
        # Where the database is gone the row stays, as if we were killed
        with suppress(DatabaseError):
            Sending.objects.filter(pk=row.pk, refused_at=None).delete()


def refuse_unfinished(tender: Tender) -> int:
    """When the opening begins, under the tender's lock: what was never answered is refused and stays on the record. How many.

    Raises WrongState while one of them may still be answered.
    """
    now = clock.now()
    waiting = list(Sending.objects.filter(bid__tender=tender, refused_at=None).select_related("bid__supplier", "by"))
    until = max((one.arrived_at + WAITED_FOR for one in waiting), default=now)
    if until > now:
        raise WrongState(
            "A bidder’s request arrived before the deadline and is not answered yet. Begin the opening again at "
            f"{deadline.time_of_day(until, seconds=True)}: by then it is answered, or is refused."
        )
    for one in waiting:
        _refuse(one, tender, now)
    return len(waiting)


def _refuse(one: Sending, tender: Tender, now: datetime) -> None:
    one.bid.tender = tender
    one.refused_at = now
    one.save(update_fields=["refused_at"])
    arrived = deadline.in_words(one.arrived_at, seconds=True)
    what = one.get_verb_display()
    record_bid("refuse", f"refused a request to {what} that arrived on {arrived}: it was not finished", one.bid, None)
    tell_all(
        people_who(Permission.BID, one.bid.supplier),
        key=f"bid-unfinished:{one.pk}",
        subject=f"Not finished: your request to {what} for {tender.title}",
        body=(
            f"{one.by} asked on {arrived} to {what} for “{tender.title}” ({tender.reference}). The service did not finish it "
            "before the opening began, so it does not count. This was our failure and not yours.\n\n"
            "What you had a receipt for before that counts. If you had none, write to the council now."
        ),
        url=reverse("bid", args=[one.bid_id]),
        action="See the bid",
        why=f"You get this because you bid for {one.bid.supplier}.",
        council=tender.council,
    )
