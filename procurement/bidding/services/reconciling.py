"""Receipts and bids held are compared at the deadline, and before and at the opening; a difference stops it, by name."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse

from procurement.bidding.calculations import deadline
from procurement.bidding.calculations.reconciling import Difference
from procurement.bidding.models import Reconciliation
from procurement.bidding.selectors.receipts import compared, last_reconciliation
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell_all


class ReceiptsDiffer(DomainError):
    """Receipts that were given and bids that are held differ, so nothing is opened."""

    def __init__(self, given: int, held: int, found: list[Difference]):
        self.given, self.held, self.found = given, held, found
        super().__init__(f"Nothing was opened. {'. '.join(one.words for one in found)}.")


def check_reconciled(tender: Tender) -> Reconciliation:
    """Inside the transaction of an opening, under the tender's lock: what was compared is kept. Raises ReceiptsDiffer."""
    given, held, found = compared(tender)
    if found:
        raise ReceiptsDiffer(given, held, found)
    return Reconciliation.objects.create(tender=tender, receipts=given, submissions=held)


@contextmanager
def stopped_by_differences(tender: Tender, by: User) -> Iterator[None]:
    """Around the transaction of an opening: what stopped it is kept, on the record and told, whatever was rolled back."""
    try:
        yield
    except ReceiptsDiffer as differ:
        with transaction.atomic():
            _keep(locked(tender, NOTHING_READ), differ.given, differ.held, differ.found, by=by)
        raise


@transaction.atomic
def reconcile(tender: Tender) -> Reconciliation | None:
    """At the deadline, by the clock: once for each tender. None where it was done, or bids can still be sent."""
    tender = locked(tender, NOTHING_READ)
    if tender.deadline is None or not deadline.passed(tender.deadline, clock.now()) or last_reconciliation(tender):
        return None
    return _keep(tender, *compared(tender), by=None)


def _keep(tender: Tender, given: int, held: int, found: list[Difference], *, by: User | None) -> Reconciliation:
    pairs = [[one.name, one.what] for one in found]
    kept = Reconciliation.objects.create(tender=tender, receipts=given, submissions=held, found=pairs)
    if found:
        record(
            "receipts differ",
            "could not open the bids: receipts and bids differ" if by else "found that receipts and bids differ",
            by=by,
            about=tender,
            council=tender.council,
            reason=". ".join(one.words for one in found),
        )
        _tell(tender, found)
    return kept


def _tell(tender: Tender, found: list[Difference]) -> None:
    """Once for the same differences: who opens bids, and who administers the service. No bidder is named."""
    council = tender.council
    people = {
        one.pk: one for permission in (Permission.OPEN_BIDS, Permission.ADMINISTER) for one in people_who(permission, council)
    }
    what = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
    tell_all(
        people.values(),
        key=f"receipts-differ:{tender.pk}:{what}",
        subject=f"The bids cannot be opened yet: {tender.title}",
        body=(
            f"The receipts that were given for “{tender.title}” ({tender.reference}) and the bids that are held differ. "
            "Nothing is opened until they agree.\n\n" + "\n".join(f"- {one.words}" for one in found) + "\n\n"
            "Do not end the tender because of this. The page of the opening says what to do."
        ),
        url=reverse("opening", args=[tender.reference]),
        action="See what differs and what to do",
        why=f"You get this because you open bids, or administer the service, for {council}.",
    )
