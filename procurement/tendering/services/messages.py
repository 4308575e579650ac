"""Who hears about a change of a tender, and the message they get."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from procurement.tendering.models import Tender
from socialvalue.accounts.enums import ROLE_PERMISSIONS, Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.notifications.services import tell_all

__all__ = ["address", "people_of_bidders", "people_who", "tell_bidders"]

BIDDING_ROLES = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.BID in permissions]


def people_of_bidders(tender: Tender) -> list[User]:
    """Everybody who bids for a supplier that has begun a bid for this tender."""
    suppliers = tender.bids.values_list("supplier_id", flat=True)
    return list(
        User.objects.filter(
            is_active=True,
            memberships__organisation__in=suppliers,
            memberships__role__in=BIDDING_ROLES,
            memberships__ended_at=None,
        ).distinct()
    )


def tell_bidders(tender: Tender, *, key: str, subject: str, body: str, also: Iterable[User] = ()) -> int:
    """One message to each person who bids, or has asked about the tender, once per ``key``; the number of new messages."""
    asked = User.objects.filter(pk__in=tender.clarifications.values("asked_by"), is_active=True)
    people = {user.pk: user for user in [*people_of_bidders(tender), *asked, *also]}
    return tell_all(people.values(), key=key, subject=subject, body=body, url=address("opportunity", tender))


def address(name: str, tender: Tender) -> str:
    """The path of a page about the tender; empty where no such page exists."""
    try:
        return reverse(name, args=[tender.reference])
    except NoReverseMatch:
        return ""
