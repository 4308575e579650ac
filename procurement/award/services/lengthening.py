"""A bank holiday proclaimed while a standstill runs makes it longer: everybody concerned is told, once a day it ends on."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.award.selectors.standstill import holidays_since_told
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.days import Proclaimed
from socialvalue.law.selectors import proclaimed_days
from socialvalue.notifications.services import tell_all

# What was told is never further behind than this of what proclaimed days make of it
LONGEST = timedelta(days=31)
OFFICERS = (Permission.CHECK_TENDERS, Permission.LEAD_EVALUATION, Permission.EDIT_CONTRACTS)


def awards_to_lengthen(today: date) -> list[Award]:
    """Awards without a contract whose standstill, by the bank holidays known now, ends later than was told and not before today.

    Two queries.
    """
    proclaimed = proclaimed_days()
    ending = _waiting().filter(standstill_last_day__gte=today - LONGEST)
    return [award for award in ending if _is_due(award, proclaimed, today)]


def count_lengthened_by(day: date) -> int:
    """How many of them end as late as they do because of the proclaimed ``day``. Two queries."""
    proclaimed, today = proclaimed_days(), clock.today()
    without = {one: holiday for one, holiday in proclaimed.items() if one != day}
    due = [award for award in _waiting() if _is_due(award, proclaimed, today)]
    return sum(award.last_day_of_standstill(without) < award.last_day_of_standstill(proclaimed) for award in due)


def lengthen_standstills(now: datetime) -> int:
    """Set the later end of each and tell bidders and officers; how many there were. A second run finds nothing."""
    with clock.at(now):
        return sum(_lengthen(award) for award in awards_to_lengthen(clock.today()))


def _waiting() -> QuerySet[Award]:
    told = Award.objects.filter(status=AwardStatus.NOTIFIED).exclude(tender__status=TenderStatus.TERMINATED)
    return told.select_related("tender__commission__council").order_by("pk")


def _is_due(award: Award, proclaimed: Proclaimed, today: date) -> bool:
    last = award.last_day_of_standstill(proclaimed)
    return last > award.standstill_ends_on and last >= today


@transaction.atomic
def _lengthen(award: Award) -> bool:
    award, proclaimed = locked(award, NOTHING_READ), proclaimed_days()
    if award.status != AwardStatus.NOTIFIED or not _is_due(award, proclaimed, clock.today()):
        return False
    last = award.last_day_of_standstill(proclaimed)
    changes = save_changes(award, standstill_last_day=last, may_sign_from=last + timedelta(days=1))
    why = _why(award, last, proclaimed)
    sentence = f"made the standstill longer: it lasts until the end of {plain_day(last)}"
    council = award.tender.council
    record("lengthen standstill", sentence, by=None, about=[award, award.tender], council=council, reason=why, changes=changes)
    _tell(award, last, why)
    return True


def _why(award: Award, last: date, proclaimed: Proclaimed) -> str:
    found = holidays_since_told(award, last, proclaimed)
    if not found:
        return "A bank holiday that was not counted at first falls in it."
    return " ".join(f"{plain_day(day)} was proclaimed a bank holiday in {where} ({name})." for day, name, where in found)


def _tell(award: Award, last: date, why: str) -> None:
    tender, council = award.tender, award.tender.council
    key = f"standstill-longer:{award.pk}:{last.isoformat()}"
    subject = f"The standstill of {tender.title} ends later"
    body = (
        f"{why} The standstill of {tender.title} now lasts until the end of {plain_day(last)}. "
        f"The contract will not be made before {plain_day(award.may_sign_from)}."
    )
    for summary in award.summaries.select_related("bid__supplier"):
        url = reverse("assessment-summary", args=[tender.reference, summary.bid_id])
        tell_all(
            people_who(Permission.BID, summary.bid.supplier),
            key=key,
            subject=subject,
            body=body,
            url=url,
            action="Read your assessment summary",
            why=f"You get this because {summary.bid.supplier} sent a bid for this tender.",
            council=council,
        )
    officers = {person.pk: person for permission in OFFICERS for person in people_who(permission, council)}
    told, url = f"{body} The bidders were told.", reverse("award", args=[tender.reference])
    tell_all(
        officers.values(),
        key=key,
        subject=subject,
        body=told,
        url=url,
        action="See the award and its standstill",
        why="You get this because you check tenders, lead evaluations or manage contracts.",
        for_information=True,
    )
