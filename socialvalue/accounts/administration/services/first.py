"""The first administrator of a council, and the way in where nobody is left who could confirm one: from the command line."""

from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.administration.services.accounts import account_for
from socialvalue.accounts.administration.services.telling import welcome
from socialvalue.accounts.enums import OrganisationKind, Permission, Role
from socialvalue.accounts.models import Membership, Organisation
from socialvalue.accounts.selectors import people_who
from socialvalue.accounts.services.joining import join
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reasons import check_reason
from socialvalue.notifications.services import tell_all


@transaction.atomic
def new_council(name: str, *, operator: str) -> Organisation:
    """A council by this name, empty. Raises Refused where there is one."""
    name = name.strip()
    if Organisation.objects.councils().filter(name__iexact=name).exists():
        raise Refused(f"There is a council called “{name}” already")
    council = Organisation.objects.create(name=name, kind=OrganisationKind.COUNCIL)
    record("made a council", f"made the council {council}", by=None, operator=operator, about=council, council=council)
    return council


@transaction.atomic
def make_administrator(council: Organisation, *, email: str, name: str, operator: str, reason: str) -> Membership:
    """Give somebody the role of administrator without a second person of the council, on the word of who runs the service.

    ``operator`` and ``reason`` stand in the record for good. Every administrator and lead director is told at once, so that a
    command nobody asked for is noticed. Raises Refused without either, for an account of the other side, for an administrator.
    """
    if not operator.strip():
        raise Refused("Give the name of the person who types the command", "operator")
    check_reason(reason, "Say why no second person confirms it", "reason")
    council = Organisation.objects.select_for_update().get(pk=council.pk)
    user = account_for(email, name, "", council)
    if user.memberships.filter(organisation=council, role=Role.ADMINISTRATOR, ended_at=None).exists():
        raise Refused(f"{user} is an administrator already", "email")
    made = join(user, council, Role.ADMINISTRATOR, field="email")
    sentence = f"made {user} an administrator without a second person"
    record("made an administrator", sentence, by=None, operator=operator, about=[user, council], council=council, reason=reason)
    welcome(user, council, operator, Role.ADMINISTRATOR.label.lower())
    tell_all(
        [person for person in people_who(Permission.CONFIRM_ROLES, council) if person.pk != user.pk],
        key=f"administrator-made:{made.pk}",
        subject=f"{user} was made an administrator from the command line",
        body=(
            f"{operator}, who runs this service, made {user} ({user.email}) an administrator of {council}. No second person of "
            "the council confirmed it. The reason is in the record. If nobody asked for this, end the person’s access and call "
            "the people who run the service."
        ),
        url=reverse("messages"),
        action="Read the reason",
        why=f"You get this because you are an administrator or a lead director of {council}.",
        private=f"Why: {reason.strip()}",
        council=council,
    )
    return made
