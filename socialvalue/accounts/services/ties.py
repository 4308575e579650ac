"""For which suppliers the council's people work or worked: said by themselves or entered by an administrator."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.models import Organisation, SupplierTie, User
from socialvalue.accounts.permissions import check_can_enter_tie, check_can_take_back_tie
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell


@transaction.atomic
def enter_tie(person: User, *, by: User, supplier: Organisation, until: date | None = None, note: str = "") -> SupplierTie:
    """``person`` works for ``supplier``, or did until the last day ``until``. From now on it keeps them from what it bids for.

    Raises Refused for a day that is still to come. Somebody else who enters it tells the person.
    """
    check_can_enter_tie(by, person)
    if until is not None and until > clock.today():
        raise Refused("The last day must be today or earlier. Leave it blank while it lasts.", "until")
    made = SupplierTie.objects.create(user=person, supplier=supplier, until=until, note=note.strip(), entered_by=by)
    when = f" until {plain_day(until)}" if until else ""
    works = "works" if until is None else "worked"
    sentence = f"recorded that {person} {works} for {supplier}{when}"
    for council in person.councils:
        record("recorded a supplier", sentence, by=by, about=[made, person], council=council, reason=made.note)
    if by.pk != person.pk:
        tell(
            person,
            key=f"supplier-tie:{made.pk}",
            subject=f"Recorded: you have worked for {supplier}",
            body=(
                f"{by} recorded that you {'worked' if until else 'work'} for {supplier}{when}. For two years you take no part in "
                f"what it bids for, nor in what it reports. If this is a mistake, ask {by}: {by.email}"
            ),
            url=reverse("account-suppliers"),
            action="See the suppliers you have worked for",
            why="You get this because it is about you.",
            council=person.council,
        )
    return made


@transaction.atomic
def take_back_tie(tie: SupplierTie, *, by: User, reason: str) -> SupplierTie:
    """It was a mistake. The row stays, with who took it back and why; the person is told."""
    tie = locked(tie, AS_READ)
    check_can_take_back_tie(by, tie)
    check_reason(reason, "Say what shows that it was a mistake")
    tie.withdrawn_by, tie.withdrawn_at, tie.withdrawn_because = by, clock.now(), reason.strip()[:300]
    tie.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    sentence = f"took back that {tie.user} has worked for {tie.supplier}"
    for council in tie.user.councils:
        record("took back a supplier", sentence, by=by, about=[tie, tie.user], council=council, reason=tie.withdrawn_because)
    tell(
        tie.user,
        key=f"supplier-tie-back:{tie.pk}",
        subject=f"Taken back: that you have worked for {tie.supplier}",
        body=f"{by} took back that you have worked for {tie.supplier}.",
        url=reverse("account-suppliers"),
        action="See the suppliers you have worked for",
        why="You get this because it is about you.",
        council=tie.user.council,
        for_information=True,
    )
    return tie
