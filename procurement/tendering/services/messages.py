"""Who hears about a change of a tender, and the message they get."""

from collections.abc import Iterable

from django.urls import reverse

from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.notifications.services import tell_all


def people_of_bidders(tender: Tender) -> list[User]:
    """Everybody who bids for a supplier that has begun a bid for this tender."""
    suppliers = tender.bids.values_list("supplier_id", flat=True)
    return list(User.objects.holding(Permission.BID, suppliers))


def who_only_asked(tender: Tender) -> list[User]:
    """Those who asked about the tender and bid for nobody who has begun a bid for it."""
    asked = User.objects.filter(pk__in=tender.clarifications.values("asked_by"), is_active=True)
    return list(asked.exclude(pk__in=[person.pk for person in people_of_bidders(tender)]))


def who_answers(tender: Tender) -> list[User]:
    """Those a supplier's question waits for: everybody who checks tenders, and whoever drafted this one."""
    people = {person.pk: person for person in people_who(Permission.CHECK_TENDERS, tender.council)}
    for person in (tender.drafted_by, tender.sent_for_checking_by):
        if person and person.is_active and person.can(Permission.EDIT_COMMISSIONS, tender.council):
            people[person.pk] = person
    return list(people.values())


def tell_bidders(
    tender: Tender,
    *,
    key: str,
    subject: str,
    body: str,
    action: str,
    also: Iterable[User] = (),
) -> int:
    """One message to each person who bids, or has asked about the tender, once per ``key``; the number of new messages."""
    asked = User.objects.filter(pk__in=tender.clarifications.values("asked_by"), is_active=True)
    people = {user.pk: user for user in [*people_of_bidders(tender), *asked, *also]}
    return tell_all(
        people.values(),
        key=key,
        subject=subject,
        body=body,
        url=reverse("opportunity", args=[tender.reference]),
        action=action,
        why="You get this because your organisation has begun a bid for this tender or asked a question about it.",
        council=tender.council,
    )
