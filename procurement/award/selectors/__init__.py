"""Reads of awards."""

from collections.abc import Collection

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from procurement.award.enums import AwardStatus
from procurement.award.models import AssessmentSummary, Award
from procurement.bidding.models import Answer
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock


def all_lots_are(tender: Tender, statuses: Collection[str]) -> bool:
    """Whether every lot has an award, and each has one of these statuses."""
    return not tender.lots.exclude(award__status__in=statuses).exists()


def awards_of(user: User) -> QuerySet[Award]:
    """Awards the user may see, the latest first."""
    return (
        Award.objects.visible_to(user)
        .select_related("tender", "tender__commission__council", "lot", "bid__supplier", "recommended_by", "decided_by")
        .order_by("-recommended_at", "-id")
    )


def successful_answers(user: User) -> QuerySet[Answer]:
    """The successful bidder's in its lot, once every bidder was told of the award: from then on they are read with its name."""
    told = [AwardStatus.NOTIFIED, AwardStatus.CONTRACTED]
    return Answer.objects.visible_to(user).filter(bid__awards__status__in=told, bid__awards__lot=F("question__criterion__lot"))


def lengthened_standstills(user: User) -> list[Award]:
    """Awards whose standstill still runs and ends later than the bidders were told first. One query."""
    first = AssessmentSummary.objects.filter(award=OuterRef("pk")).order_by("pk")
    running = awards_of(user).filter(status=AwardStatus.NOTIFIED, may_sign_from__gt=clock.today())
    told = running.exclude(tender__status=TenderStatus.TERMINATED).annotate(
        told=Subquery(first.values(last=KT("content__standstill__last_day"))[:1])
    )
    return [award for award in told if award.told and award.told < award.standstill_ends_on.isoformat()]


def ready_for_contract(user: User) -> QuerySet[Award]:
    """Awards whose standstill has ended and that have no contract yet, for those who may see them.

    By the stored day: a bank holiday entered since moves it within minutes, and the contract itself is refused at once.
    """
    found = awards_of(user).filter(status=AwardStatus.NOTIFIED, may_sign_from__lte=clock.today())
    return found.exclude(tender__status=TenderStatus.TERMINATED)
