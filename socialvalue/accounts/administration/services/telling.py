"""What people are told of their access: welcomed, changed, ended, taken back."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.services import links
from socialvalue.common import clock
from socialvalue.notifications.services import tell, write_to


def labels(roles: Iterable[str]) -> str:
    return ", ".join(Role(role).label.lower() for role in roles)


def welcome(user: User, body: Organisation, by: str, what: str) -> None:
    """The first message: how they sign in. ``by``: the name of who gave them access."""
    if user.has_usable_password():
        how = f"Sign in with the password you have: {settings.SITE_URL}{reverse('account_login')}"
    else:
        forgotten = f"{settings.SITE_URL}{reverse('account_reset_password')}"
        how = (
            f"Open this link within 3 days and set a password:\n\n{links.set_password(user)}\n\n"
            f"Later, ask for another link: {forgotten}"
        )
    write_to(
        user.email,
        key=f"welcome:{body.pk}:{user.pk}:{clock.now().isoformat()}",
        subject=f"Your access to {settings.SERVICE_NAME}",
        body=f"Dear {user.name},\n\n{by} gave you access for {body}, as {what}. {how}",
        action="Set your password",
        council=body if body.kind == OrganisationKind.COUNCIL else None,
    )


def tell_changed(user: User, council: Organisation, by: User, *, before: str, now: str) -> None:
    tell(
        user,
        key=f"roles-changed:{council.pk}:{user.pk}:{clock.now().isoformat()}",
        subject="Your roles were changed",
        body=(
            f"{by} changed what you may do for {council}. You are now: {now}. "
            f"Before, you were: {before}. If this is a mistake, ask {by}: {by.email}"
        ),
        url=reverse("account"),
        action="See your roles",
        why="You get this because your access changed.",
        council=council,
    )


def tell_ended(user: User, body: Organisation, by: User, council: Organisation) -> None:
    """Without a link: there may be nothing left that they can open. The reason stays in the record."""
    if user.pk == by.pk:
        return
    tell(
        user,
        key=f"access-ended:{body.pk}:{user.pk}:{clock.now().isoformat()}",
        subject=f"Your access for {body} has ended",
        body=f"{by} ended your access for {body}. What you did there stays. If this is a mistake, ask {by}: {by.email}",
        why="You get this because your access changed.",
        council=council,
    )


def tell_undone(user: User, council: Organisation, by: User) -> None:
    """They were told of the act itself. Without a link: there may be nothing left that they can open."""
    if user.pk == by.pk:
        return
    roles = user.memberships.filter(ended_at=None, organisation__kind__in=(OrganisationKind.COUNCIL, OrganisationKind.PARTNER))
    now = ", ".join(f"{m.get_role_display().lower()}, {m.organisation}" for m in roles.select_related("organisation"))
    tell(
        user,
        key=f"access-undone:{council.pk}:{user.pk}:{clock.now().isoformat()}",
        subject="A change of your access was undone",
        body=f"{by} changed your access a few minutes ago and has undone it. You are now: {now or 'without access'}.",
        why="You get this because your access changed.",
        council=council,
        for_information=True,
    )
