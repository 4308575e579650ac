"""Somebody who acts for a supplier lost their second step: an officer asks, and a second person of the council confirms."""

from django.db import transaction

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.services import resetting
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import Refused
from socialvalue.suppliers.permissions import check_can_ask_for_second_step
from socialvalue.suppliers.services.together import council_of


@transaction.atomic
def ask_for_second_step(supplier: Organisation, email: str, *, by: User, how: str, reason: str) -> StepReset:
    """``email``: the address with which the person signs in. They are told at once, and nothing changes until it is confirmed.

    Raises Refused where nobody with this address acts for the supplier: who acts for it is not shown to officers.
    """
    check_can_ask_for_second_step(by, supplier)
    bodies = [supplier, *supplier.parts.all()]
    theirs = User.objects.filter(memberships__organisation__in=bodies, memberships__ended_at=None, is_active=True)
    person = theirs.filter(email__iexact=email.strip()).first()
    if person is None:
        raise Refused(f"Nobody who acts for {supplier} signs in with this address", "email")
    return resetting.ask_for(person, council_of(by, supplier), by=by, how=how, reason=reason)
