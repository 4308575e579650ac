"""Somebody who acts for a supplier lost their second step: an officer asks, and a second person of the council confirms."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.services import resetting
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record, record_folded
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.notifications.services import tell_all
from socialvalue.suppliers.permissions import check_can_ask_for_second_step
from socialvalue.suppliers.querysets.concern import councils_of
from socialvalue.suppliers.services.together import council_of

MISSED, STOPPED = "tried an address for a lost second step", "was stopped trying addresses for a lost second step"
# Wrong addresses of one officer, of whatever suppliers
MOST_TRIES, WITHIN = 10, timedelta(hours=24)
TOO_MANY = f"You have tried {MOST_TRIES} addresses within 24 hours that were not right. Try again tomorrow."


def find_person(supplier: Organisation, email: str, *, by: User) -> User:
    """Who acts for ``supplier``, signs in with ``email`` and has a second step to lose.

    Who acts for a supplier is not shown to officers. So everything that is wrong is told with the same words, stays in the record
    whatever becomes of the form, and is told ten times in 24 hours. Call it outside any transaction; raises Refused.
    """
    check_can_ask_for_second_step(by, supplier)
    person, problem = _look(supplier, email, by)
    if person is None:
        raise Refused(problem, "email")
    return person


@transaction.atomic
def _look(supplier: Organisation, email: str, by: User) -> tuple[User | None, str]:
    """Returns what is wrong instead of raising it: that would undo the record. One officer's tries wait for each other."""
    User.objects.select_for_update().get(pk=by.pk)
    council = council_of(by, supplier)
    if AuditEvent.objects.filter(actor=by, verb=MISSED, at__gt=clock.now() - WITHIN).count() >= MOST_TRIES:
        words = f"was stopped trying addresses for a lost second step: {MOST_TRIES} were wrong within 24 hours"
        record_folded(str(by.pk), STOPPED, words, by=by, about=supplier, council=council)
        return None, TOO_MANY
    person = _people(supplier).filter(email__iexact=email.strip(), pk__in=Authenticator.objects.values("user")).first()
    if person is None:
        # Without the address: it may be anybody's
        record(
            MISSED,
            f"tried an address for a lost second step at {supplier} that was not right",
            by=by,
            about=supplier,
            council=council,
        )
    return person, _nobody(supplier)


def _people(supplier: Organisation):
    bodies = [supplier, *supplier.parts.all()]
    return User.objects.filter(memberships__organisation__in=bodies, memberships__ended_at=None, is_active=True)


def _nobody(supplier: Organisation) -> str:
    return f"Nobody who acts for {supplier} signs in with this address and a second step. Check the spelling with them."


@transaction.atomic
def ask_for_second_step(supplier: Organisation, person: User, *, by: User, how: str, reason: str) -> StepReset:
    """For ``person``, as ``find_person`` found them. They are told at once, and nothing changes until it is confirmed.

    The officers of other councils that deal with the supplier are told, too, but not whose second step it is.
    """
    check_can_ask_for_second_step(by, supplier)
    if not _people(supplier).filter(pk=person.pk).exists():
        raise Refused(_nobody(supplier), "email")
    council = council_of(by, supplier)
    made = resetting.ask_for(person, council, by=by, how=how, reason=reason, supplier=supplier)
    others = councils_of(supplier) - {council.pk}
    tell_all(
        [one for one in people_who(Permission.CONFIRM_SUPPLIERS, others) if one.pk != by.pk] if others else [],
        key=f"reset-asked-elsewhere:{made.pk}",
        subject=f"{council} asks to remove a second step of {supplier}",
        body=(
            f"{by} of {council} asks to remove the lost second step of somebody who acts for {supplier}, with which your council "
            f"deals as well. A second person there decides. If you know of a reason against it, tell {by} ({by.email}) now."
        ),
        url=reverse("supplier", args=[supplier.pk]),
        action="See the supplier",
        why="You get this because you confirm who suppliers are.",
    )
    return made
