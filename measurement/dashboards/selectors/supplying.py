"""A supplier's home: the next deadline, returns by contract and period, what became of its bids, what is newly open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from contracts.performance.lateness import is_overdue
from contracts.returns.pages.owed import ask_of
from contracts.returns.selectors import by_period, next_to_make, owed_by
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors import period_page
from contracts.schedule.selectors.locking import with_exceptions
from measurement.dashboards.selectors.delivery import due_words
from procurement.bidding.calculations.deadline import time_left
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.bidding.selectors import bids_of, list_rows
from procurement.pipeline.pages import OpenRow, rows_of
from procurement.pipeline.selectors import open_postings, open_tenders
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_moment

MOST_RETURNS = 200
MOST_PERIODS = 8
MOST_BIDS = 5
MOST_OPEN = 3


@dataclass(frozen=True)
class Next:
    """The one thing whose time comes first, as a line; how long is left; the button."""

    line: str
    left: str
    is_late: bool
    button: str
    url: str


@dataclass(frozen=True)
class Period:
    """What is owed of one contract for one period."""

    contract: str
    period: str
    count: int
    due_on: date
    is_late: bool
    url: str


@dataclass(frozen=True)
class Owed:
    """Returns to make, those due first, and the addresses of all of them. ``more``: periods that are not shown."""

    periods: list[Period]
    more: int
    count: int
    urls: frozenset[str]


def owed(user: User) -> tuple[Owed, list[DueReturn]]:
    """Overdue returns and those due within thirty days, by contract and period, and those that come first. Three queries."""
    rows = list(owed_by(user)[:MOST_RETURNS])
    periods = [_period(mine) for mine in by_period(rows)]
    urls = frozenset(one.url for one in periods)
    return Owed(periods[:MOST_PERIODS], max(len(periods) - MOST_PERIODS, 0), len(rows), urls), next(iter(by_period(rows)), [])


def _period(mine: list[DueReturn]) -> Period:
    due, contract = mine[0], mine[0].kpi.obligation.contract
    return Period(
        contract=contract.title,
        period=due_words(due.starts_on, due.ends_on),
        count=len(mine),
        due_on=due.due_on,
        is_late=is_overdue(due.due_on, clock.today()),
        url=period_page(due),
    )


def next_deadline(user: User, first: Sequence[DueReturn], now: datetime) -> Next | None:
    """A bid begun or withdrawn that can still be sent, or the returns owed ``first``, whichever comes first. One query."""
    begun = Q(status__in=[BidStatus.DRAFT, BidStatus.WITHDRAWN]) | Q(replacing_since__isnull=False)
    unsent = Bid.objects.own(user).filter(begun)
    live = unsent.filter(tender__status=TenderStatus.PUBLISHED, tender__deadline__gt=now)
    bid = live.select_related("tender").order_by("tender__deadline").first()
    if bid is not None and (not first or deadline_of(bid.tender).astimezone(clock.LONDON).date() <= first[0].due_on):
        return _of_bid(bid, now)
    return _of_returns(first, user) if first else None


@dataclass(frozen=True)
class Coming:
    """The first return whose period still runs: whose it is, when it is due, from when it is made; whether within 30 days."""

    contract: str
    period: str
    due_on: date
    from_on: date
    is_near: bool
    url: str


def next_return(user: User) -> Coming | None:
    """What is due next of what cannot be made yet. One query."""
    due = next_to_make(user)
    if due is None:
        return None
    contract = due.kpi.obligation.contract
    return Coming(
        contract=contract.title,
        period=due_words(due.starts_on, due.ends_on),
        due_on=due.due_on,
        from_on=due.ends_on + timedelta(days=1),
        is_near=due.due_on <= clock.today() + timedelta(days=30),
        url=reverse("contract-returns", args=[contract.pk]),
    )


def _of_bid(bid: Bid, now: datetime) -> Next:
    deadline = deadline_of(bid.tender)
    again = "your withdrawn bid" if bid.status == BidStatus.WITHDRAWN else "your bid"
    if bid.is_being_changed:
        again = "the change of your bid"
    return Next(
        line=f"Send {again} for {bid.tender.title} by {plain_moment(deadline)}",
        left=time_left(deadline, now),
        is_late=False,
        button="Go on with your bid",
        url=reverse("bid", args=[bid.pk]),
    )


def _of_returns(mine: Sequence[DueReturn], user: User) -> Next:
    due = mine[0]
    late = is_overdue(due.due_on, clock.today())
    days = (due.due_on - clock.today()).days
    left = "overdue" if late else "today" if not days else f"{days} day{'' if days == 1 else 's'} left"
    with_exceptions(mine)
    ask, day = ask_of(mine, user), plain_day(due.due_on)
    in_time = f"{ask.words} by the end of {day}"
    return Next(
        line=ask.words if not ask.on_time else f"Due on {day}: {ask.words[0].lower()}{ask.words[1:]}" if late else in_time,
        left=left,
        is_late=late,
        button=ask.button,
        url=period_page(due),
    )


def bids(user: User, now: datetime) -> list[dict]:
    """The newest bids, each with its state and what became of it. Four queries."""
    return list_rows(bids_of(user)[:MOST_BIDS], now)


def newest_open(user: User, now: datetime) -> list[OpenRow]:
    """What was published last and is still open, without what this supplier already bids for. Four queries."""
    own = Bid.objects.own(user).values("tender")
    tenders = open_tenders(now, user).exclude(pk__in=own).order_by("-published_at")[:MOST_OPEN]
    postings = open_postings(now).exclude(posted_by=user).order_by("-decided_at")[:MOST_OPEN]
    rows = rows_of(tenders, postings)
    return sorted(rows, key=lambda row: row.published_at, reverse=True)[:MOST_OPEN]
