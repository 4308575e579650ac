"""Who hears about a change of a tender, and the message they get."""

from collections.abc import Iterable

from django.urls import reverse

from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.notifications.services import tell_all


def people_of_bidders(tender: Tender) -> list[User]:
    """Everybody who bids for a supplier that has begun a bid for this tender."""
    suppliers = tender.bids.values_list("supplier_id", flat=True)
    return list(User.objects.holding(Permission.BID, suppliers))


def tell_bidders(tender: Tender, *, key: str, subject: str, body: str, also: Iterable[User] = ()) -> int:
    """One message to each person who bids, or has asked about the tender, once per ``key``; the number of new messages."""
    asked = User.objects.filter(pk__in=tender.clarifications.values("asked_by"), is_active=True)
    people = {user.pk: user for user in [*people_of_bidders(tender), *asked, *also]}
    return tell_all(people.values(), key=key, subject=subject, body=body, url=reverse("opportunity", args=[tender.reference]))
