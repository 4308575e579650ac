"""Numbers declared and confirmed, and the word of an officer on who a supplier is."""

from django.db import transaction
from django.db.models import Q

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell_all
from socialvalue.suppliers.calculations.names import cleaned
from socialvalue.suppliers.calculations.numbers import Number
from socialvalue.suppliers.enums import Scheme
from socialvalue.suppliers.models import RegisterNumber
from socialvalue.suppliers.permissions import check_can_confirm_supplier

HOW = "Say how you know who this supplier is"


def make_supplier(name: str, number: Number | None = None, *, by: User | None, **details) -> Organisation:
    """A supplier that nobody has confirmed, with the number it is said to have. The caller records where it comes from."""
    body = Organisation.objects.create(name=cleaned(name)[:200], kind=OrganisationKind.SUPPLIER, **details)
    if number:
        declare_number(body, number, by=by)
    return body


def declare_number(organisation: Organisation, number: Number, *, by: User | None) -> RegisterNumber:
    """Somebody says that the organisation has this number. It counts as its own once an officer confirms it."""
    found, _ = RegisterNumber.objects.get_or_create(
        organisation=organisation, scheme=number.scheme, number=number.number, ended_at=None, defaults={"declared_by": by}
    )
    show_number(organisation)
    return found


def show_number(organisation: Organisation) -> None:
    """Put the number that lists and files show beside the name: of several, that of the first register of the list.

    What was joined to it brings its numbers.
    """
    order = [scheme.value for scheme in Scheme]
    numbers = RegisterNumber.objects.current().filter(Q(organisation=organisation) | Q(organisation__part_of=organisation))
    held = sorted(numbers, key=lambda row: (order.index(row.scheme), row.number))
    shown = str(held[0].as_number) if held else ""
    if organisation.registration_number != shown:
        organisation.registration_number = shown
        organisation.save(update_fields=["registration_number"])


def confirm_numbers(organisation: Organisation, *, by: User, how: str) -> None:
    """Its declared numbers are its own from now on. Raises Refused where another supplier has one of them confirmed."""
    for row in organisation.numbers.current().filter(confirmed_at=None):
        check_nobody_else_has(row.as_number, organisation)
        row.confirmed_by, row.confirmed_at, row.confirmed_how = by, clock.now(), how
        row.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_how"])


def check_nobody_else_has(number: Number, organisation: Organisation) -> None:
    """Raise Refused where the number is confirmed as another supplier's."""
    others = RegisterNumber.objects.current().filter(scheme=number.scheme, number=number.number, confirmed_at__isnull=False)
    same = Organisation.objects.one_with([organisation.pk]).values("pk")
    other = others.exclude(organisation__in=same).select_related("organisation").first()
    if other:
        raise Refused(
            f"{other} is confirmed as the number of {other.organisation}. If the two are one, join them; if not, one is mistaken."
        )


@transaction.atomic
def confirm_supplier(organisation: Organisation, *, by: User, how: str) -> Organisation:
    """An officer says how they know that this supplier is who it says it is. Its numbers are confirmed with it."""
    organisation = locked(organisation, AS_READ)
    check_can_confirm_supplier(by, organisation)
    if organisation.is_confirmed:
        raise WrongState("This supplier is confirmed already")
    check_reason(how, HOW, "how")
    confirm_numbers(organisation, by=by, how=how)
    organisation.confirmed_at, organisation.confirmed_by, organisation.confirmed_how = clock.now(), by, how
    organisation.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_how"])
    record("confirmed a supplier", "confirmed who this supplier is", by=by, about=organisation, reason=how)
    tell_all(
        people_who(Permission.BID, organisation),
        key=f"supplier-confirmed:{organisation.pk}",
        subject=f"{organisation} is confirmed",
        body=f"A council has confirmed that {organisation} is who you said. There is nothing for you to do.",
        why=f"You get this because you act for {organisation}.",
        for_information=True,
    )
    return organisation
