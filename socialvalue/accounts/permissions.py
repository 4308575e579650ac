"""Who may change a supplier's details and people, and who administers a council."""

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import NotAllowed


def can_manage_supplier(user: User, organisation: Organisation) -> bool:
    """Whether ``user`` acts for this supplier."""
    return organisation.kind == OrganisationKind.SUPPLIER and user.can(Permission.BID, organisation)


def check_can_manage_supplier(user: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless ``can_manage_supplier``."""
    if not can_manage_supplier(user, organisation):
        raise NotAllowed("Only people who act for this supplier may change it")


def can_administer(user: User, council: Organisation) -> bool:
    """Whether ``user`` manages people and settings of this council."""
    return council.kind == OrganisationKind.COUNCIL and user.can(Permission.ADMINISTER, council)


def check_can_administer(user: User, council: Organisation) -> None:
    """Raise NotAllowed unless ``can_administer``."""
    if not can_administer(user, council):
        raise NotAllowed("Only an administrator of this council may do this")
