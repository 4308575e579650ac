"""Reads of awards."""

from django.db.models import QuerySet

from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.tendering.enums import TenderStatus
from socialvalue.common import clock


def awards_of(user) -> QuerySet[Award]:
    """Awards the user may see, the latest first."""
    return (
        Award.objects.visible_to(user)
        .select_related("tender", "tender__commission__council", "bid__supplier", "recommended_by", "decided_by")
        .order_by("-recommended_at", "-id")
    )


def ready_for_contract(user) -> QuerySet[Award]:
    """Awards whose standstill has ended and that have no contract yet, for those who may see them."""
    found = awards_of(user).filter(status=AwardStatus.NOTIFIED, may_sign_from__lte=clock.today())
    return found.exclude(tender__status=TenderStatus.TERMINATED)
