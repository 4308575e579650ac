"""Who may say who a supplier is: officers of the councils it concerns; and its own people, who acts for it."""

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import can_manage_supplier, check_another_hand, check_not_with
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word.permissions import check_first, check_waits
from socialvalue.suppliers.models import DetailsChange, Joining, JoinRequest
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


NOBODYS = (
    "No council has a contract with this supplier or has opened a bid of it, so no officer knows its people. "
    "Ask the people who run the service."
)


def check_can_ask_for_second_step(user: User, supplier: Organisation) -> None:
    """For somebody who acts for it: an officer of a council that deals with it, once it is confirmed who it is.

    Not of any council while it concerns none, as for what it is called: nobody there knows who is on the phone. Nobody who is, or
    within two years was, with it.
    """
    check_can_confirm_supplier(user, supplier)
    if not councils_of(supplier):
        raise NotAllowed(NOBODYS)
    if not (supplier.part_of or supplier).is_confirmed:
        raise WrongState("Nobody has confirmed who this supplier is. Confirm that first, then ask.")
    if user.ties:
        check_not_with(user, [supplier.pk])


def can_ask_for_second_step(user: User, supplier: Organisation) -> bool:
    return can(check_can_ask_for_second_step, user, supplier)


def check_can_propose_together(user: User, *suppliers: Organisation) -> None:
    """Say that two suppliers are one, or after all two: an officer of a council that one of them concerns.

    Where none concerns a council yet, an officer of any. Nobody who is, or within two years was, with one of them.
    """
    user.must_have(Permission.CONFIRM_SUPPLIERS)
    if any(one.kind != OrganisationKind.SUPPLIER for one in suppliers):
        raise WrongState("This is not a supplier")
    councils = set().union(*(councils_of(one) for one in suppliers))
    if councils and not councils & set(user.organisations_where(Permission.CONFIRM_SUPPLIERS)):
        raise NotAllowed("Only an officer of a council that deals with one of the two suppliers may do this")
    if user.ties:
        check_not_with(user, (one.pk for one in suppliers))


def can_propose_together(user: User, *suppliers: Organisation) -> bool:
    return can(check_can_propose_together, user, *suppliers)


OVER = "This was decided already, or taken back"
ANOTHER_COUNCIL = (
    "Another council deals with one of the two suppliers, and what you decide here changes who sees its contracts. "
    "One of its officers decides."
)


def check_can_decide_together(user: User, joining: Joining) -> None:
    """Agree or refuse: another officer. Where the two concern several councils, one of another council than the first."""
    check_can_propose_together(user, joining.kept, joining.joined)
    check_waits(joining, OVER)
    check_another_hand(user, joining.asked_by_id, words="You proposed this. Another officer decides.")
    others = (councils_of(joining.kept) | councils_of(joining.joined)) - {joining.council_id}
    if others and not others & set(user.organisations_where(Permission.CONFIRM_SUPPLIERS)):
        raise NotAllowed(ANOTHER_COUNCIL)


def can_decide_together(user: User, joining: Joining) -> bool:
    return can(check_can_decide_together, user, joining)


def check_can_withdraw_together(user: User, joining: Joining) -> None:
    """Take back what one has proposed oneself, until it is decided."""
    check_first(user, joining, words="Only the officer who proposed this can take it back", over=OVER)


def can_withdraw_together(user: User, joining: Joining) -> bool:
    return can(check_can_withdraw_together, user, joining)
