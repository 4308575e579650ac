"""Who comes in through a provider, and who takes a link away."""

from allauth.socialaccount.models import SocialAccount

from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import NotAllowed, can

LEFT = (
    "Your access for {council} has ended, so you cannot sign in with {name}. "
    "If you work there again, ask an administrator of your council to add you."
)
ALSO_ELSEWHERE = (
    "Your account works for another council too, and {name} speaks for {council} alone. Sign in with your email address and "
    "your password."
)


def check_can_come_in(user: User, council: Organisation, name: str) -> None:
    """Through the provider ``name`` that speaks for ``council``: its people of today, who work for no other council.

    Otherwise the provider of one council would open what belongs to another. Raises NotAllowed, in words for the person.
    """
    if council not in user.councils:
        raise NotAllowed(LEFT.format(council=council, name=name))
    if len(user.councils) > 1:
        raise NotAllowed(ALSO_ELSEWHERE.format(council=council, name=name))


def can_come_in(user: User, council: Organisation, name: str) -> bool:
    return can(check_can_come_in, user, council, name)


def check_can_remove_link(user: User, link: SocialAccount) -> None:
    """Its owner, whatever became of the provider."""
    if link.user_id != user.pk:
        raise NotAllowed("Only the person whose account it is can remove this link")


def can_remove_link(user: User, link: SocialAccount) -> bool:
    return can(check_can_remove_link, user, link)
