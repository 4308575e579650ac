"""What the suppliers' people are told about their contract: whatever the council enters alone, they hear of."""

from contracts.register.models import Contract
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.selectors import people_who
from socialvalue.notifications.services import tell_all


def tell_suppliers(contract: Contract, *, key: str, subject: str, body: str, url: str) -> int:
    """One message a person and ``key`` to everybody who acts for a supplier of the contract; how many are new."""
    return sum(
        tell_all(people_who(Permission.BID, supplier), key=key, subject=subject, body=body, url=url)
        for supplier in contract.suppliers.all()
    )
