"""Who verifies. The one who reported never does, and the supplier never does."""

from contracts.evidence.permissions import contract_of
from contracts.register.permissions import acts_for_supplier
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState, can


def check_can_decide(user, kpi_return) -> None:
    """Verify a return or send it back: an officer of the council who may verify, and neither wrote nor submitted it."""
    contract = contract_of(kpi_return.due)
    user.must_have(Permission.VERIFY_RETURNS, contract.council_id)
    if acts_for_supplier(user, contract):
        raise NotAllowed("The supplier's own people do not verify its returns")
    if user.pk in (kpi_return.submitted_by_id, kpi_return.created_by_id):
        raise NotAllowed("You made this return yourself: somebody else verifies it")
    if kpi_return.status != ReturnStatus.SUBMITTED:
        raise WrongState(f"This cannot be done now: the return is “{kpi_return.get_status_display()}”")


def can_decide(user, kpi_return) -> bool:
    return can(check_can_decide, user, kpi_return)
