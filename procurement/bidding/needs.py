"""What needs a bidder or an opener today."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid, BrokenSeal
from procurement.panel.models import Panellist
from procurement.panel.selectors import untied
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.common.clock import LONDON
from socialvalue.common.needs import Need

SOON = timedelta(days=7)


def needs(user, now: datetime) -> list[Need]:
    """Bids to send within a week, withdrawn bids to send again, bids to confirm; bids to open."""
    return [*_to_send(user, now), *_to_confirm(user, now), *_to_open(user, now)]


def _live(user, now):
    bids = Bid.objects.own(user).filter(tender__status=TenderStatus.PUBLISHED, tender__deadline__gt=now)
    return bids.select_related("tender").order_by("tender__deadline")


def _day(moment: datetime):
    return moment.astimezone(LONDON).date()


def _to_send(user, now):
    soon = Q(status=BidStatus.DRAFT, tender__deadline__lte=now + SOON) | Q(status=BidStatus.WITHDRAWN)
    soon |= Q(replacing_since__isnull=False)
    for bid in _live(user, now).filter(soon):
        text = f"Send your bid for {bid.tender.title}"
        if bid.status == BidStatus.WITHDRAWN:
            text = f"Your bid for {bid.tender.title} is withdrawn: send it again, or leave it"
        elif bid.is_being_changed:
            text = f"Send the change of your bid for {bid.tender.title}, or leave the bid as you sent it"
        yield Need(text, reverse("bid", args=[bid.pk]), "due", _day(bid.tender.deadline))


def _to_confirm(user, now):
    bids = _live(user, now).filter(status=BidStatus.SUBMITTED).prefetch_related("submissions", "tender__amendments")
    for bid in bids:
        if selectors.needs_confirming(bid):
            text = f"{bid.tender.title} has changed: confirm your bid"
            yield Need(text, reverse("bid-confirm", args=[bid.pk]), "waiting", _day(bid.tender.deadline))


def _to_open(user, now):
    councils = user.organisations_where(Permission.OPEN_BIDS)
    if not councils:
        return
    over = Q(status=TenderStatus.CLOSED) | Q(status=TenderStatus.PUBLISHED, deadline__lte=now)
    tenders = Tender.objects.filter(over, commission__council__in=councils).select_related("opening__first_by")
    undecided = BrokenSeal.objects.filter(bid__tender=OuterRef("pk"), decision="")
    tenders = tenders.annotate(undecided=Exists(undecided))
    barred = Panellist.objects.barred().filter(user=user)
    for tender in untied(user, tenders.exclude(evaluation__panel__in=barred).order_by("deadline")):
        if now < opens_at(tender):
            continue
        opening = getattr(tender, "opening", None)
        if opening is None:
            text = f"Open the bids for {tender.title}: two people are needed"
        elif tender.undecided:
            text = f"Say what is to be done about a broken seal: {tender.title}"
        elif opening.first_by_id not in user.one_hand:
            text = f"Complete the opening of the bids for {tender.title}, begun by {opening.first_by}"
        else:
            continue
        yield Need(text, reverse("opening", args=[tender.reference]), "waiting", None)
