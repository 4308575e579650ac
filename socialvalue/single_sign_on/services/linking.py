"""Who comes from a provider: found by the link, or linked once by their verified address. Nobody is made here."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.enums import LINKED, UNLINKED
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from socialvalue.notifications.services import write_to
from socialvalue.single_sign_on.calculations.claims import Claims
from socialvalue.single_sign_on.calculations.configured import Provider
from socialvalue.single_sign_on.permissions import check_can_come_in, check_can_remove_link
from socialvalue.single_sign_on.selectors import council_of, link_of, links_of, provider_of

NO_COUNCIL = (
    "{name} is not set up completely: this service does not know the council it speaks for. Tell the people who run the service, "
    "and sign in with your email address and your password."
)
UNVERIFIED = (
    "{name} does not say that your email address is verified, so we cannot know which account is yours. Ask the people who run "
    "{name}, or sign in with your email address and your password."
)
NO_ACCOUNT = (
    "There is no account for {email} at {council}. {name} opens the accounts of its people and makes none: ask an administrator "
    "of your council to add you."
)
ANOTHER_LINK = (
    "Your account is linked to another person at {name}. If that was you before, sign in with your email address and your "
    "password, and remove the old link in your account."
)


@transaction.atomic
def arrive(provider: Provider, claims: Claims) -> SocialAccount:
    """The link by which this person comes in; made now where their verified address is one of the council's own people.

    Raises NotAllowed, in words for the person, and then changes nothing. Suppliers and the people of other councils are
    strangers here, and are told no more than strangers.
    """
    council = council_of(provider)
    if council is None:
        raise NotAllowed(NO_COUNCIL.format(name=provider.name))
    link = link_of(provider, claims.identity)
    user = link.user if link is not None else _owner_of_address(provider, claims, council)
    # Two who come at once for one account: the second waits here, and is refused or finds the link
    User.objects.select_for_update().get(pk=user.pk)
    check_can_come_in(user, council, provider.name)
    return link if link is not None else _link(provider, claims, user, council)


def _owner_of_address(provider: Provider, claims: Claims, council: Organisation) -> User:
    if not claims.email or not claims.email_verified:
        raise NotAllowed(UNVERIFIED.format(name=provider.name))
    user = User.objects.filter(email=claims.email, memberships__organisation=council).distinct().first()
    if user is None:
        raise NotAllowed(NO_ACCOUNT.format(email=claims.email, council=council, name=provider.name))
    return user


def _link(provider: Provider, claims: Claims, user: User, council: Organisation) -> SocialAccount:
    there = links_of(user).filter(provider=provider.key).first()
    if there is not None and there.uid == claims.identity:  # made while we waited for the account
        return there
    if there is not None:
        raise NotAllowed(ANOTHER_LINK.format(name=provider.name))
    link = SocialAccount.objects.create(user=user, provider=provider.key, uid=claims.identity, extra_data={})
    record(LINKED, f"linked their account to {provider.name}, by {claims.email}", by=user, about=user, council=council)
    write_to(
        user.email,
        key=f"linked:{user.pk}:{clock.now().isoformat()}",
        subject=f"Your account is linked to {provider.name}",
        body=(
            f"Dear {user.name},\n\nfrom now on you can sign in at {settings.SERVICE_NAME} with {provider.name}. If it was not "
            "you, tell an administrator of your council at once. You see the link, and can remove it, in your account:\n\n"
            f"{settings.SITE_URL}{reverse('account')}"
        ),
        action="See your account",
        council=council,
    )
    return link


@transaction.atomic
def remove(link: SocialAccount, *, by: User) -> None:
    """Its owner takes the link away; who comes with it next is linked anew, or told why not. Twice does nothing."""
    check_can_remove_link(by, link)
    User.objects.select_for_update().get(pk=by.pk)
    removed, _ = SocialAccount.objects.filter(pk=link.pk).delete()
    if removed:
        provider = provider_of(link.provider)
        name = provider.name if provider else link.provider
        record(UNLINKED, f"removed the link of their account to {name}", by=by, about=by, council=by.council)
