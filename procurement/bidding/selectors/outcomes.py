"""What became of a bid, as far as its bidder was told."""

from dataclasses import dataclass
from datetime import date

from procurement.bidding.models import Bid
from procurement.tendering.enums import TenderStatus
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day


@dataclass(frozen=True)
class Outcome:
    """Won or not. ``standstill_to``: its last day while it runs, None once it is over."""

    won: bool
    standstill_to: date | None

    @property
    def tag(self) -> tuple[str, str]:
        """(word, colour): “Won”, “Not successful”. The standstill is said beside it (``standstill_words``)."""
        return ("Won", "green") if self.won else ("Not successful", "grey")

    @property
    def words(self) -> str:
        """“You won”, “Not successful”, for a heading."""
        return "You won" if self.won else "Not successful"

    @property
    def standstill_words(self) -> str:
        """“Standstill until 2 December 2026”; empty once it is over."""
        return f"Standstill until {plain_day(self.standstill_to)}" if self.standstill_to else ""


def sent_summary(bid: Bid):
    """The assessment summary that was sent to this bidder, or None. Comes with ``summaries__award`` where there are many bids."""
    return next((one for one in bid.summaries.all() if one.sent_at is not None), None)


def outcome_of(bid: Bid) -> Outcome | None:
    """Once the bidder was told; None before, and where the council ended the tender after all.

    The summary and its award come with ``bid``: they belong to a room above, and are reached through the relation alone.
    """
    summary = sent_summary(bid)
    if summary is None or bid.tender.status == TenderStatus.TERMINATED:
        return None
    last = summary.award.standstill_last_day
    return Outcome(summary.award.bid_id == bid.pk, last if last is not None and last >= clock.today() else None)
