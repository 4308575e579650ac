"""A service of the council's own has another side too: its head agrees and reports, and never verifies."""

from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import Refused


def problems_of_head(details: ContractDetails, council_id: int) -> list[tuple[str, str]]:
    """What the register refuses of who heads a service: (field, message)."""
    head = details.service_head
    if head is None:
        return []
    if details.kind != CommissionKind.IN_HOUSE:
        return [("service_head", "Only a service of the council’s own has a head of service: leave this blank")]
    if head in (details.manager, details.lead_director):
        return [
            ("service_head", "Name another person than the contract manager and the lead director: they verify what is reported")
        ]
    if not head.can(Permission.EDIT_CONTRACTS, council_id):
        return [("service_head", f"{head} may not report on contracts of this council")]
    return []


def check_has_head(contract: Contract) -> None:
    """Raise Refused where a service of the council's own is to begin and nobody is named who agrees and reports."""
    if contract.is_in_house and contract.service_head_id is None:
        raise Refused("Name the head of service first, under “Change details”: who agrees and reports as a supplier would")
