"""The standstill is over: those who make the contract, and the bidder it is made with, hear of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_by_organisation
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import Event, day_of, midnight
from socialvalue.law.selectors import proclaimed_days
from socialvalue.notifications.services.reminding import Reminder, remind
from socialvalue.notifications.services.telling import Letter

# Awards a run; the next takes those after them
SET = 200
WHAT = "say that the standstill is over"


def reminders(now: datetime) -> Iterator[Reminder]:
    """Of awards without a contract whose standstill is over by what was told and by every bank holiday known now."""
    return _of(_over(now), now)


@transaction.atomic
def say_standstills_over(now: datetime) -> int:
    """Tell of each once; how many messages. One statement where none has ended since, however many ended before."""
    awards = _over(now)
    count = remind(_of(awards, now))
    if awards:
        Award.objects.filter(pk__in=[award.pk for award in awards]).update(over_told_at=now)
    return count


def _over(now: datetime) -> list[Award]:
    today = day_of(now)
    over = (
        Award.objects.filter(status=AwardStatus.NOTIFIED, over_told_at=None, standstill_last_day__lt=today)
        .exclude(tender__status=TenderStatus.TERMINATED)
        .select_related("tender__commission__council", "bid__supplier")
        .order_by("standstill_last_day", "pk")
    )
    found = list(over[:SET])
    proclaimed = proclaimed_days() if found else {}
    return [award for award in found if award.last_day_of_standstill(proclaimed) < today]


def _of(awards: list[Award], now: datetime) -> Iterator[Reminder]:
    if not awards:
        return
    managers = people_by_organisation(Permission.EDIT_CONTRACTS, {award.tender.council.pk for award in awards})
    bidders = people_by_organisation(Permission.BID, {award.bid.supplier_id for award in awards})
    for award in awards:
        event = Event(midnight(award.standstill_ends_on + timedelta(days=1)), WHAT, award.tender.reference)
        for person in managers[award.tender.council.pk]:
            yield Reminder(event, person, _to_manager(award, now))
        for person in bidders[award.bid.supplier_id]:
            yield Reminder(event, person, _to_supplier(award))


def _to_manager(award: Award, now: datetime) -> Letter:
    tender = award.tender
    return {
        "key": f"standstill-over:{award.pk}",
        "subject": f"Make the contract: {tender.title}",
        "body": (
            f"The standstill of “{tender.title}” ended with {plain_day(award.standstill_ends_on)}. Make the contract from the "
            "award, unless a claim was notified to the council meanwhile."
        ),
        "url": reverse("contract-make", args=[award.pk]),
        "action": "Make the contract from the award",
        "by": tender.contract_starts_on if tender.contract_starts_on >= day_of(now) else None,
        "why": f"You get this because you manage contracts of {tender.council}.",
    }


def _to_supplier(award: Award) -> Letter:
    tender = award.tender
    return {
        "key": f"standstill-over:{award.pk}",
        "subject": f"The standstill is over: {tender.title}",
        "body": (
            f"The standstill of “{tender.title}” ended with {plain_day(award.standstill_ends_on)}. The council can now make the "
            f"contract with you. It is to start on {plain_day(tender.contract_starts_on)}. When it is made, you are asked to "
            "agree its obligations."
        ),
        "url": reverse("assessment-summary", args=[tender.reference, award.bid_id]),
        "action": "See your assessment summary",
        "why": f"You get this because {award.bid.supplier} was successful.",
        "council": tender.council,
        "for_information": True,
    }
