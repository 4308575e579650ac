"""Who may change a supplier's details and people, who administers a council, and who takes back what an administrator did."""

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.common.undoing import check_in_time

# What the record calls giving, changing and ending somebody's access, and the taking back of it
ACCESS_ACTS = ("added a person", "changed roles", "ended access", "added a partner", "ended a partner's access")
ACCESS_UNDONE = "undid a change of access"


def can_manage_supplier(user: User, organisation: Organisation) -> bool:
    """Whether ``user`` acts for this supplier."""
    return organisation.kind == OrganisationKind.SUPPLIER and user.can(Permission.BID, organisation)


def check_can_manage_supplier(user: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless ``can_manage_supplier``."""
    if not can_manage_supplier(user, organisation):
        raise NotAllowed("Only people who act for this supplier may change it.")


def can_administer(user: User, council: Organisation) -> bool:
    """Whether ``user`` manages people and settings of this council."""
    return council.kind == OrganisationKind.COUNCIL and user.can(Permission.ADMINISTER, council)


def check_can_administer(user: User, council: Organisation) -> None:
    """Raise NotAllowed unless ``can_administer``."""
    if not can_administer(user, council):
        raise NotAllowed("Only an administrator of this council may do this.")


def check_can_undo_access(user: User, council: Organisation, act: AuditEvent | None) -> None:
    """Take back what was last done with somebody's access (``act``): the administrator who did it, within ten minutes."""
    check_can_administer(user, council)
    if act is None or act.verb not in ACCESS_ACTS:
        raise WrongState("There is nothing to undo in this person’s access.")
    if act.actor_id != user.pk:
        raise NotAllowed("Only the administrator who last changed this person’s access can undo it.")
    check_in_time(act.at)


def can_undo_access(user: User, council: Organisation, act: AuditEvent | None) -> bool:
    return can(check_can_undo_access, user, council, act)
