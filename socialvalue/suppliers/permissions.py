"""Who may say who a supplier is: officers of the councils it concerns; and its own people, who acts for it."""

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import can_manage_supplier
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.suppliers.models import DetailsChange, JoinRequest
from socialvalue.suppliers.querysets.concern import councils_of


def check_can_confirm_supplier(user: User, organisation: Organisation) -> None:
    """An officer of a council it concerns; of any council while it concerns none."""
    user.must_have(Permission.CONFIRM_SUPPLIERS)
    if organisation.kind != OrganisationKind.SUPPLIER:
        raise WrongState("This is not a supplier")
    councils = councils_of(organisation)
    if councils and not councils & set(user.organisations_where(Permission.CONFIRM_SUPPLIERS)):
        raise NotAllowed("Only an officer of a council that deals with this supplier may do this")


def can_confirm_supplier(user: User, organisation: Organisation) -> bool:
    return can(check_can_confirm_supplier, user, organisation)


def check_can_decide_change(user: User, change: DetailsChange) -> None:
    """Accept or refuse a name or number that a supplier asks for, while it waits."""
    check_can_confirm_supplier(user, change.organisation)
    if change.decided_at:
        raise WrongState("This change was decided already")


def can_decide_change(user: User, change: DetailsChange) -> bool:
    return can(check_can_decide_change, user, change)


def check_can_decide_join(user: User, asked: JoinRequest) -> None:
    """Its own people; where there are none, or nobody has confirmed who they are, an officer."""
    organisation = asked.organisation
    own = can_manage_supplier(user, organisation)
    if not own:
        check_can_confirm_supplier(user, organisation)
        if organisation.is_confirmed and organisation.memberships.filter(ended_at=None, user__is_active=True).exists():
            raise NotAllowed("The people of this supplier decide who acts for it")
    if asked.decided_at:
        raise WrongState("This was decided already")
    if asked.user.address_unconfirmed:
        raise WrongState("They have not confirmed their email address yet")


def can_decide_join(user: User, asked: JoinRequest) -> bool:
    return can(check_can_decide_join, user, asked)
