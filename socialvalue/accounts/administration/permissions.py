"""Who gives roles, and who is the second person that confirms them."""

from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_another_hand, check_can_administer
from socialvalue.common.errors import NotAllowed, WrongState, can

OWN_ROLES = "Nobody changes their own roles. Another administrator does it. You can give them all up by ending your own access."


def check_can_change_roles(user: User, council: Organisation, person: User) -> None:
    """An administrator of the council, of anybody else's roles: not of their own, nor of those for whom they stand in."""
    check_can_administer(user, council)
    check_another_hand(user, person.pk, words=OWN_ROLES)


def can_change_roles(user: User, council: Organisation, person: User) -> bool:
    return can(check_can_change_roles, user, council, person)


def check_can_confirm(user: User, grant: RoleGrant) -> None:
    """Confirm or refuse: an administrator or lead director of the council who neither asked for the roles nor gets them."""
    user.must_have(Permission.CONFIRM_ROLES, grant.council_id)
    check_another_hand(user, grant.user_id, words="Nobody confirms a role for themselves. Somebody else has to do it.")
    asked = "You asked for these roles. Another administrator or a lead director has to confirm them."
    check_another_hand(user, grant.asked_by_id, words=asked)
    _check_open(grant)


def can_confirm(user: User, grant: RoleGrant) -> bool:
    return can(check_can_confirm, user, grant)


def check_can_withdraw(user: User, grant: RoleGrant) -> None:
    """Who asked takes it back while nobody has decided."""
    check_can_administer(user, grant.council)
    if user.pk != grant.asked_by_id:
        raise NotAllowed("Only the administrator who asked for these roles can take that back")
    _check_open(grant)


def can_withdraw(user: User, grant: RoleGrant) -> bool:
    return can(check_can_withdraw, user, grant)


def _check_open(grant: RoleGrant) -> None:
    if not grant.is_open:
        raise WrongState("These roles do not wait any more: they were confirmed, refused or taken back, or 14 days are over")
