"""Who makes a contract from an award, and when."""

from contracts.obligations.permissions import check_can_shape, side_of
from contracts.register.enums import Side
from procurement.award.enums import AwardStatus
from procurement.award.permissions import check_goes_on, check_standstill_over
from procurement.panel.permissions import check_not_tied
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState, can


def check_can_make_contract(user, award) -> None:
    """A contract manager of the council, once the bidders were told and the standstill is over."""
    user.must_have(Permission.EDIT_CONTRACTS, award.tender.commission.council_id)
    check_not_tied(user, award.tender)
    check_goes_on(award)
    if award.status == AwardStatus.CONTRACTED:
        raise WrongState("The contract of this award is made already")
    if award.status != AwardStatus.NOTIFIED:
        raise WrongState(f"The contract is made once the bidders were told: the award is “{award.get_status_display()}”")
    check_standstill_over(award)


def can_make_contract(user, award) -> bool:
    return can(check_can_make_contract, user, award)


def check_can_minute(user, contract) -> None:
    """Enter what the kick-off meeting settled: the council’s contract managers, while the contract has not ended."""
    check_can_shape(user, contract)


def can_minute(user, contract) -> bool:
    return can(check_can_minute, user, contract)


def check_can_agree_minute(user, kick_off) -> None:
    """Say for the supplier that it was so: the contract’s suppliers, once a version."""
    if side_of(user, kick_off.contract) != Side.SUPPLIER:
        raise NotAllowed("The contract’s supplier says whether this is what was settled")
    if kick_off.agreed_at:
        raise WrongState("Your side has said already that this is what was settled")


def can_agree_minute(user, kick_off) -> bool:
    return can(check_can_agree_minute, user, kick_off)
