"""Who gives roles and asks to reset a second step, and who is the second person that confirms it."""

from collections.abc import Callable

from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_another_hand, check_can_administer, check_not_with
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word.permissions import check_first, check_waits

GRANT_OVER = "These roles do not wait any more: they were confirmed, refused or taken back, or 14 days are over"
RESET_OVER = "This does not wait any more: it was confirmed, refused or taken back, or three days are over"
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
    check_waits(grant, GRANT_OVER)


def can_confirm(user: User, grant: RoleGrant) -> bool:
    return can(check_can_confirm, user, grant)


def check_can_withdraw(user: User, grant: RoleGrant) -> None:
    """Who asked takes it back while nobody has decided."""
    check_can_administer(user, grant.council)
    words = "Only the administrator who asked for these roles can take that back"
    check_first(user, grant, words=words, over=GRANT_OVER)


def can_withdraw(user: User, grant: RoleGrant) -> bool:
    return can(check_can_withdraw, user, grant)


_rules: list[Callable[[User, Organisation], None]] = []


def asks_for_suppliers(check: Callable[[User, Organisation], None]) -> None:
    """``check`` says who may ask for a supplier's person: rooms above know. Called once, when the service starts."""
    _rules.append(check)


OWN_STEP = "Nobody resets their own second step, nor that of somebody they stand in for. Two other people do it."


def check_can_ask_for_reset(user: User, council: Organisation, person: User) -> None:
    """An administrator of the council, for somebody else who works there."""
    check_can_administer(user, council)
    check_another_hand(user, person.pk, words=OWN_STEP)
    if council not in person.councils:
        raise WrongState("This person has no access here, so there is nothing that they need a second step for")


def can_ask_for_reset(user: User, council: Organisation, person: User) -> bool:
    return can(check_can_ask_for_reset, user, council, person)


def check_can_confirm_reset(user: User, reset: StepReset) -> None:
    """Confirm or refuse: an administrator or lead director of the council who neither asked nor is the person.

    Of a supplier's person: who has no tie to a supplier that the person acts for, and while what was checked then is true still.
    """
    user.must_have(Permission.CONFIRM_ROLES, reset.council_id)
    check_another_hand(user, reset.user_id, words=OWN_STEP)
    asked = "You asked for this. Another administrator or a lead director has to confirm it."
    check_another_hand(user, reset.asked_by_id, words=asked)
    check_waits(reset, RESET_OVER)
    if reset.supplier is not None:
        _check_holds_still(user, reset, reset.supplier)


def _check_holds_still(user: User, reset: StepReset, supplier: Organisation) -> None:
    acts_for = {one.organisation_id for one in reset.user.current_memberships}
    if user.ties:
        check_not_with(user, acts_for | {supplier.pk})
    if acts_for.isdisjoint(Organisation.objects.one_with([supplier.pk]).values_list("pk", flat=True)):
        raise WrongState(
            f"{reset.user} does not act for {supplier} any more, so nobody of the council decides on their second step"
        )
    if not all(can(check, reset.asked_by, supplier) for check in _rules):
        raise WrongState(f"{reset.asked_by} could not ask for this today. Another officer speaks to the person and asks again.")


def can_confirm_reset(user: User, reset: StepReset) -> bool:
    return can(check_can_confirm_reset, user, reset)


def check_can_withdraw_reset(user: User, reset: StepReset) -> None:
    """Who asked takes it back while nobody has decided, and while they could ask for it still."""
    words = "Only who asked for this can take it back"
    if not any(user.can(permission, reset.council_id) for permission in (Permission.ADMINISTER, Permission.CONFIRM_SUPPLIERS)):
        raise NotAllowed(words)
    check_first(user, reset, words=words, over=RESET_OVER)


def can_withdraw_reset(user: User, reset: StepReset) -> bool:
    return can(check_can_withdraw_reset, user, reset)
