"""Who says which office keeps the heads of the record."""

from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_can_administer
from socialvalue.common.errors import WrongState, can
from socialvalue.ledger.models import Witness


def check_can_add_witness(user: User, council: Organisation) -> None:
    """An administrator of the council."""
    check_can_administer(user, council)


def can_add_witness(user: User, council: Organisation) -> bool:
    return can(check_can_add_witness, user, council)


def check_can_end_witness(user: User, witness: Witness) -> None:
    """An administrator of the council, while the office is sent heads."""
    check_can_administer(user, witness.council)
    if witness.ended_at is not None:
        raise WrongState("This office is sent no heads any more")


def can_end_witness(user: User, witness: Witness) -> bool:
    return can(check_can_end_witness, user, witness)
