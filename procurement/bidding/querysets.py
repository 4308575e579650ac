"""Who sees a bid: the bidder always; the council only once two people have opened it."""

from django.db import models
from django.db.models import Q

from procurement.bidding.enums import BidStatus
from socialvalue.accounts.enums import Permission


def _opened_for_council(user, prefix: str) -> Q:
    councils = user.organisations_where(Permission.LEAD_EVALUATION)
    councils += user.organisations_where(Permission.DECIDE_AWARDS)
    councils += user.organisations_where(Permission.CHECK_TENDERS)
    return Q(**{f"{prefix}status": BidStatus.OPENED, f"{prefix}tender__commission__council__in": councils})


def _panel(user, prefix: str) -> Q:
    """A panellist sees opened bids once their declaration is in and nothing bars them."""
    return Q(
        **{
            f"{prefix}status": BidStatus.OPENED,
            f"{prefix}tender__evaluation__panel__user": user,
            f"{prefix}tender__evaluation__panel__may_score": True,
        }
    )


def bids_rule(user, prefix: str = "") -> Q:
    """The one rule, as a filter on Bid or (with ``prefix`` "bid__") on what hangs below it."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    own = Q(**{f"{prefix}supplier__in": user.organisations_where(Permission.BID)})
    return own | _opened_for_council(user, prefix) | _panel(user, prefix)


class BidQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(bids_rule(user)).distinct()

    def own(self, user):
        """The bids of the suppliers this person acts for."""
        return self.filter(supplier__in=user.organisations_where(Permission.BID))


class OfBidQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(bids_rule(user, "bid__")).distinct()


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Answers: as their bid, but a panellist who only scores sees just the questions given to them."""
        if not user.is_authenticated:
            return self.none()
        given = Q(
            bid__status=BidStatus.OPENED,
            question__criterion__assignments__panellist__user=user,
            question__criterion__assignments__panellist__may_score=True,
        )
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | given | _opened_for_council(user, "bid__")).distinct()
