"""People and bodies for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.services.resetting import ask
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Directorate, Membership, Organisation, User
from socialvalue.common import clock
from socialvalue.suppliers.calculations.numbers import readings
from socialvalue.suppliers.services.identity import make_supplier
from tests.fixtures.machine import without_triggers
from tests.fixtures.remembered import remembered

# The tour is offered to who is new; these people are not
BEEN_HERE = datetime(2020, 1, 1, tzinfo=UTC)
# How an officer knew who a supplier is
CHECKED = "Compared with the company’s page at Companies House"
_numbers = iter(range(1, 10**9))


@remembered
def council(name: str | None = None) -> Organisation:
    """A council with one directorate."""
    number = next(_numbers)
    body = Organisation.objects.create(name=name or f"Council {number}", kind=OrganisationKind.COUNCIL)
    Directorate.objects.create(council=body, name=f"Adult Social Care {number}", code=f"ASC{number}")
    return body


@remembered
def supplier(name: str | None = None, *, number: str = "", confirmed: bool = True, **details) -> Organisation:
    """A supplier whose identity an officer confirmed, with its ``number`` as somebody writes it; or self-declared."""
    count = next(_numbers)
    body = make_supplier(
        name or f"Supplier {count}",
        readings(number)[0] if number else None,
        by=None,
        **{"fictional": True, "email": f"supplier{count}@example.org", **details},
    )
    if confirmed:
        body.confirmed_at, body.confirmed_how = clock.now(), CHECKED
        body.save(update_fields=["confirmed_at", "confirmed_how"])
        body.numbers.update(confirmed_at=clock.now(), confirmed_how=CHECKED)
    return body


@remembered
def person(organisation: Organisation, *roles: Role, name: str | None = None) -> User:
    """A user with these roles in the organisation, who has been here before; password ``demonstration``."""
    number = next(_numbers)
    user = User.objects.create_user(f"person{number}@example.org", "demonstration", name=name or f"Person {number}")
    User.objects.filter(pk=user.pk).update(tour_ended_at=BEEN_HERE)
    user.tour_ended_at = BEEN_HERE
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@remembered
def give(user: User, organisation: Organisation, *roles: Role, **details) -> None:
    """More roles, at once, as from before anybody had to confirm them."""
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role, **details)


def with_step(user: User) -> User:
    """The user, with an app's codes as a second step."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


@remembered
def lost_step(council: Organisation, *, by: User) -> StepReset:
    """Somebody of the council whose lost second step waits for a second person, as ``by`` asked."""
    user = with_step(person(council, Role.MEMBER))
    return ask(user, council, by=by, how="In person, with their staff card", reason="The phone was lost on a train")


@contextmanager
def from_before() -> Iterator[None]:
    """What is made in here is as from before an account was on one side: the database looks away."""
    with without_triggers():
        yield


def fresh(user: User) -> User:
    """The user as a new request sees them (memberships are cached on the instance)."""
    return User.objects.get(pk=user.pk)
