"""Who sees a bid: the bidder always; the council only once two people have opened it."""

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from procurement.bidding.enums import BidStatus
from procurement.panel.enums import EvaluationStatus, ScoreStatus
from procurement.panel.models import Assignment, Panellist
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission

# Who reads opened bids for the council, and may read the record of the opening
READERS = (Permission.LEAD_EVALUATION, Permission.DECIDE_AWARDS, Permission.CHECK_TENDERS)


def _councils(user, permissions) -> list[int]:
    return sorted({pk for permission in permissions for pk in user.organisations_where(permission)})


def _no_ties(user, prefix: str) -> Q:
    """Nothing of a tender whose opened bids are of a supplier ``user`` is with, or lately was. No query for the others."""
    if not user.ties:
        return Q()
    near = Tender.objects.filter(bids__supplier__in=user.ties, bids__status=BidStatus.OPENED)
    return ~Q(**{f"{prefix}tender__in": near.values("pk")})


def _opened_for_council(user, prefix: str) -> Q:
    return Q(**{f"{prefix}status": BidStatus.OPENED, f"{prefix}tender__commission__council__in": _councils(user, READERS)})


def _panel(user) -> Q:
    """A panellist sees opened bids once their declaration is in and nothing bars them, while they score for the council."""
    return Q(
        status=BidStatus.OPENED,
        tender__evaluation__panel__user=user,
        tender__evaluation__panel__may_score=True,
        tender__commission__council__in=user.organisations_where(Permission.SCORE_BIDS),
    ) & _no_ties(user, "")


def questions_to_score() -> QuerySet[Assignment]:
    """Questions given to a panellist who has not made a score final for every opened bid."""
    opened = Count("criterion__tender__bids", filter=Q(criterion__tender__bids__status=BidStatus.OPENED), distinct=True)
    theirs = Q(criterion__scores__panellist=F("panellist"), criterion__scores__status=ScoreStatus.FINAL)
    final = Count("criterion__scores", filter=theirs, distinct=True)
    return Assignment.objects.annotate(opened=opened, final=final).filter(final__lt=F("opened"))


def held_back(user) -> QuerySet[Panellist]:
    """Places on panels that keep ``user`` from reading whole bids, whatever else their roles allow.

    An evaluator reads only the answers given to them, and no price, until scoring is over; somebody named during moderation,
    until their own scores are final. Somebody barred by an interest reads nothing.
    """
    scoring = Q(evaluation__status__in=[EvaluationStatus.PREPARING, EvaluationStatus.SCORING], assignments__isnull=False)
    left = questions_to_score().filter(panellist__user=user)
    named_late = Q(evaluation__status=EvaluationStatus.MODERATING, pk__in=left.values("panellist"))
    barred = Q(has_interest=True, may_score=False)
    return Panellist.objects.filter(scoring | named_late | barred, user=user)


def having_declared(user) -> QuerySet[Panellist]:
    """Places on panels, a lead's own among them, for which ``user`` has declared whether they have an interest (s.81 to 83)."""
    return Panellist.objects.filter(user=user, declared_at__isnull=False)


def _content_for_council(user, prefix: str = "bid__") -> Q:
    """What stands in opened bids, for the council's readers who are not held back. ``prefix`` leads to the bid; "" on bids.

    Whoever reads only because they lead evaluations has declared their interests in this one first, until it is closed.
    """
    closed = Q(**{f"{prefix}tender__evaluation__status": EvaluationStatus.CLOSED})
    declared = Q(**{f"{prefix}tender__in": having_declared(user).values("evaluation__tender")})
    councils = _councils(user, (Permission.DECIDE_AWARDS, Permission.CHECK_TENDERS))
    beyond = Q(**{f"{prefix}tender__commission__council__in": councils})
    opened = _opened_for_council(user, prefix) & (closed | declared | beyond)
    return opened & _no_ties(user, prefix) & ~Q(**{f"{prefix}tender__in": held_back(user).values("evaluation__tender")})


def _in_contract(user, question: str = "question") -> Q:
    """What the winner answered is part of the contract once there is one: whoever follows the commission or runs it reads it.

    The tender says that there is one; which bid won, only the award that names it: that of the lot in which it was asked.
    ``question`` leads there.
    """
    councils = _councils(user, (Permission.VIEW_COMMISSIONS, Permission.EDIT_CONTRACTS))
    bound = Q(
        bid__tender__status=TenderStatus.CONTRACTED,
        bid__awards__lot=F(f"{question}__criterion__lot"),
        bid__tender__commission__council__in=councils,
    )
    return bound & ~Q(bid__tender__in=held_back(user).values("evaluation__tender"))


def _answers_rule(user) -> Q:
    """For what answers a question: as its bid, but a panellist who only scores sees just the questions given to them."""
    given = Q(
        bid__status=BidStatus.OPENED,
        bid__tender__commission__council__in=user.organisations_where(Permission.SCORE_BIDS),
        question__criterion__assignments__panellist__user=user,
        question__criterion__assignments__panellist__may_score=True,
    ) & _no_ties(user, "bid__")
    return given | _content_for_council(user) | _in_contract(user)


class BidQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bidder's own; opened ones for the council's readers and for its panel."""
        if not user.is_authenticated:
            return self.none()
        own = Q(supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | _opened_for_council(user, "") | _panel(user)).distinct()

    def read_whole_by(self, user):
        """Those whose page opens: the bidder's own, and opened ones for whoever reads whole bids (``check_can_read_whole``)."""
        if not user.is_authenticated:
            return self.none()
        own = Q(supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | _content_for_council(user, "")).distinct()

    def own(self, user):
        """The bids of the suppliers this person acts for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(supplier__in=user.organisations_where(Permission.BID))


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | _answers_rule(user)).distinct()


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the answer they belong to: a panellist sees the commitments of the questions given to them."""
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        given = Q(
            bid__status=BidStatus.OPENED,
            bid__tender__commission__council__in=user.organisations_where(Permission.SCORE_BIDS),
            answer__question__criterion__assignments__panellist__user=user,
            answer__question__criterion__assignments__panellist__may_score=True,
        ) & _no_ties(user, "bid__")
        return self.filter(own | given | _content_for_council(user) | _in_contract(user, "answer__question")).distinct()


class SealedFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bidder's own; for others only files that were part of an opened submission, as the answer they support."""
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | (Q(opened_at__isnull=False) & _answers_rule(user))).distinct()


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Receipts and digests: the bidder's own; the council's readers once the bid is open."""
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | _opened_for_council(user, "bid__")).distinct()


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the submission it is of: the bidder's own; the council's readers once the bid is open."""
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        return self.filter(own | _opened_for_council(user, "bid__")).distinct()


class ReconciliationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """It names receipts and no bidder: for those who see the opening."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(tender__commission__council__in=_councils(user, (*READERS, Permission.OPEN_BIDS)))


class SendingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bidder's own; and what was refused, of which the record of the opening names no bidder, for those who see that."""
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        councils = _councils(user, (*READERS, Permission.OPEN_BIDS))
        return self.filter(own | Q(bid__tender__commission__council__in=councils, refused_at__isnull=False)).distinct()

    def waited_for(self, since):
        """Not answered, and arrived after ``since``."""
        return self.filter(refused_at=None, arrived_at__gt=since)


class BrokenSealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bidder's own; those who see the opening, whose page names receipts and no bidder."""
        if not user.is_authenticated:
            return self.none()
        own = Q(bid__supplier__in=user.organisations_where(Permission.BID))
        council = Q(bid__tender__commission__council__in=_councils(user, (*READERS, Permission.OPEN_BIDS)))
        return self.filter(own | council).distinct()


class OpeningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The record of an opening tells bidders' names: those who open bids, and those who read opened ones."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(tender__commission__council__in=_councils(user, (*READERS, Permission.OPEN_BIDS)))
