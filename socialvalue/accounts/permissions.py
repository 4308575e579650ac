"""Who may change a supplier's details and people, who administers a council, and who takes back what an administrator did."""

from collections.abc import Iterable

from socialvalue.accounts.enums import SIDES, OrganisationKind, Permission, Side
from socialvalue.accounts.models import Delegation, Organisation, SupplierTie, User
from socialvalue.accounts.querysets import years_before
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, Tied, WrongState, can
from socialvalue.common.undoing import check_in_time

# What the record calls giving, changing and ending somebody's access, and the taking back of it
ACCESS_ACTS = ("added a person", "changed roles", "ended access", "added a partner", "ended a partner's access")
ACCESS_UNDONE = "undid a change of access"
# By a second person; the one who asked cannot take it back any more
ROLES_CONFIRMED = "confirmed roles"
ROLE_RENEWED = "renewed a role"

ONE_HAND = "One of you stands in for the other, so both count as one person here. A third person has to sign this off."


def check_another_hand(user: User, *authors: int | None, words: str) -> None:
    """A different person signs off: neither one of ``authors`` (``words`` say so), nor one who stands in for them or they for."""
    if user.pk in authors:
        raise NotAllowed(words)
    if user.one_hand & set(authors):
        raise NotAllowed(ONE_HAND)


WRONG_SIDE = {
    Side.INSIDE: (
        "This email address belongs to an account that acts, or acted, for a supplier or a partner. "
        "Use another email address for work at the council."
    ),
    Side.OUTSIDE: (
        "This email address belongs to an account that works, or worked, for a council. "
        "Use another email address for a supplier or a partner."
    ),
}


def check_can_join_side(user: User, kind: str, field: str | None = None) -> None:
    """Act for a body of this kind: only on the side the account is on since its first membership, ended or not.

    Raises Refused on ``field``: whoever typed the address chooses another one.
    """
    side = SIDES[kind]
    for one in user.memberships.values_list("organisation__kind", flat=True):
        if SIDES[one] != side:
            raise Refused(WRONG_SIDE[side], field)


def can_join_side(user: User, kind: str) -> bool:
    return can(check_can_join_side, user, kind)


TIED = (
    "You work for one of these suppliers, or worked for it within the last two years, so this goes on without you. "
    "Ask a colleague who has no such tie."
)


def check_not_with(user: User, suppliers: Iterable[int]) -> None:
    """Raise Tied where ``user`` is, or was within two years, with one of ``suppliers`` (ids).

    The one rule of who is too near a supplier: a membership, or what they or an administrator entered (``User.ties``). It does
    not say which supplier. Ask ``user.ties`` first where finding the suppliers takes a query.
    """
    if user.ties.intersection(suppliers):
        raise Tied(TIED)


def check_can_enter_tie(user: User, person: User) -> None:
    """Say that ``person`` works or worked for a supplier: themselves, or an administrator of their council."""
    if not person.councils:
        raise NotAllowed("Only people of a council say which suppliers they have worked for")
    if user.pk != person.pk and not any(can_administer(user, council) for council in person.councils):
        raise NotAllowed("Only the person, or an administrator of their council, can say for which supplier they have worked")


def can_enter_tie(user: User, person: User) -> bool:
    return can(check_can_enter_tie, user, person)


def check_can_take_back_tie(user: User, tie: SupplierTie) -> None:
    """It was a mistake: an administrator of the person's council says so, never the person."""
    if user.pk != tie.user_id:
        check_can_enter_tie(user, tie.user)
    check_another_hand(user, tie.user_id, words="Nobody takes this back for themselves. An administrator does it, with a reason.")
    if tie.withdrawn_at is not None:
        raise WrongState("This was taken back already")


def can_take_back_tie(user: User, tie: SupplierTie) -> bool:
    return can(check_can_take_back_tie, user, tie)


TOGETHER_YEARS = 1
TWO_BY_ONE = (
    "One of you two gave the other a role, or confirmed it, within the last 12 months. Somebody whose role came from another "
    "hand has to do this."
)


def check_not_granted_by(user: User, other: User, council: int) -> None:
    """Two who have to be two: neither gave the other a role in ``council``, or confirmed one, within the last 12 months."""
    since = years_before(clock.now(), TOGETHER_YEARS)
    for one, giver in ((user, other), (other, user)):
        lately = one.memberships.filter(organisation=council, started_at__gt=since)
        if lately.given_by(giver).exists():
            raise NotAllowed(TWO_BY_ONE)


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


def check_can_undo_access(user: User, council: Organisation, act: AuditEvent | None) -> None:
    """Take back what was last done with somebody's access (``act``): the administrator who did it, within ten minutes."""
    check_can_administer(user, council)
    if act is None or act.verb not in ACCESS_ACTS:
        raise WrongState("There is nothing to undo in this person’s access")
    if act.actor_id != user.pk:
        raise NotAllowed("Only the administrator who last changed this person’s access can undo it")
    check_in_time(act.at)


def can_undo_access(user: User, council: Organisation, act: AuditEvent | None) -> bool:
    return can(check_can_undo_access, user, council, act)


def check_can_end_delegation(user: User, delegation: Delegation) -> None:
    """Either of the two ends it early, until its last day is over."""
    if user.pk not in (delegation.absent_id, delegation.delegate_id):
        raise NotAllowed("Only the person who is away, or who stands in for them, can end this")
    if not delegation.is_open:
        raise WrongState("This does not hold any more: it is declined, ended or over")


def can_end_delegation(user: User, delegation: Delegation) -> bool:
    return can(check_can_end_delegation, user, delegation)


def check_can_decline(user: User, delegation: Delegation) -> None:
    """Whoever was named to stand in says no, before it has begun or while it lasts."""
    if user.pk != delegation.delegate_id:
        raise NotAllowed("Only the person who was named to stand in can decline")
    if not delegation.is_open:
        raise WrongState("This does not hold any more: it is declined, ended or over")


def can_decline(user: User, delegation: Delegation) -> bool:
    return can(check_can_decline, user, delegation)
