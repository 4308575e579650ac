"""The last way in for a bidder whom no council can help: two people who run the service remove a lost second step, by command."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reasons import check_reason
from socialvalue.notifications.services import tell_all, write_to
from socialvalue.second_word.services import take_back
from socialvalue.sessions.services import end_sessions

REMOVED = "removed a second step from the command line"


@transaction.atomic
def remove_second_step(email: str, council: Organisation, *, operator: str, second: str, how: str, reason: str) -> User:
    """Passkeys, app and codes of a supplier's person go, and every session ends; on the word of two who run the service.

    ``operator`` types the command, ``second`` has spoken to the person too; both names, ``how`` they know who it is, and the
    reason stand in the record for good. The person, their colleagues, and every administrator and lead director of ``council``,
    whose tender it is, are told at once. Raises Refused: people of a council are helped by two people of it.
    """
    names = [" ".join(name.split()) for name in (operator, second)]
    if not all(names):
        raise Refused("Give the names of two people: who types the command, and who has checked it too", "second")
    if names[0].casefold() == names[1].casefold():
        raise Refused("The second person must be another one", "second")
    check_reason(how, "Say how you both checked who they are", "how")
    check_reason(reason, "Say what happened, and why no council can help", "reason")
    user = User.objects.select_for_update().filter(email__iexact=email.strip(), is_active=True).first()
    bodies = [] if user is None else [m.organisation for m in user.current_memberships]
    if user is None or not Authenticator.objects.filter(user=user).exists():
        raise Refused("Nobody signs in with this address and a second step", "email")
    if any(body.kind != OrganisationKind.SUPPLIER for body in bodies) or not bodies:
        raise Refused("They do not act for a supplier: two people of their council reset it", "email")
    if user.name.casefold() in (name.casefold() for name in names):
        raise Refused("Nobody removes their own second step", "operator")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    for open_one in StepReset.objects.undecided().filter(user=user):
        take_back(open_one)
    why = f"{reason.strip()}\n\nHow they know who it is: {how.strip()}"
    both = f"{names[0]} and {names[1]}"
    event = record(
        REMOVED, f"removed the second step of {user}, together with {names[1]}", by=None, operator=names[0],
        about=[user, council, *bodies], council=council, reason=why, changes={"second steps": [removed, 0]},
    )  # fmt: skip
    end_sessions(user, council=council)
    _tell(user, bodies, council, both=both, why=why, key=event.pk)
    return user


def _tell(user: User, bodies: list[Organisation], council: Organisation, *, both: str, why: str, key: int) -> None:
    write_to(
        user.email,
        key=f"step-removed:{key}",
        subject="Your second step was removed",
        body=(
            f"Dear {user.name},\n\n{both}, who run {settings.SERVICE_NAME}, removed your passkeys, your app’s codes and your "
            "recovery codes, because they are lost. You are signed out everywhere. Sign in with your password and set up a new "
            "second step. If you did not ask for this, set a new password at once and call the people who run the service."
            f"\n\n{settings.SITE_URL}{reverse('account_login')}"
        ),
        action="Sign in and set up a new second step",
        council=council,
    )
    told = {
        "you are an administrator or a lead director of " + str(council): people_who(Permission.CONFIRM_ROLES, council),
        **{f"you act for {body}": people_who(Permission.BID, body) for body in bodies},
    }
    for because, people in told.items():
        tell_all(
            [person for person in people if person.pk != user.pk],
            key=f"step-removed-told:{key}",
            subject=f"The second step of {user} was removed from the command line",
            body=(
                f"{both}, who run this service, removed the lost second step of {user}. No second person of a council confirmed "
                "it. Until a new one is set up, a password alone opens what they see. If something is not right about this, "
                "call the people who run the service."
            ),
            url=reverse("messages"),
            action="Read the reason",
            why=f"You get this because {because}.",
            private=f"Why: {why}" if people and because.startswith("you are") else "",
            council=council,
        )
