"""Who makes a contract from an award, and when."""

from procurement.award.enums import AwardStatus
from procurement.award.permissions import check_goes_on, check_standstill_over
from procurement.panel.permissions import check_not_tied
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState, can


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
