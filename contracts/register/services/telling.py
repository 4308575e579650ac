"""Messages to the other side of a contract: whatever the council enters alone is told to the supplier's people."""

from datetime import date
from typing import Any

from contracts.register.models import Contract
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.notifications.services import tell_all


def tell_suppliers(
    contract: Contract,
    *,
    key: str,
    subject: str,
    body: str,
    url: str,
    action: str,
    private: str = "",
    by: date | None = None,
    besides: User | None = None,
    for_information: bool = False,
) -> int:
    """One message a person and ``key`` to everybody who acts for a supplier of the contract; how many are new.

    Of a service of the council's own, to who heads it.

    ``private`` stands on the page of messages and in no email: a reason in somebody's own words. ``by``: the day by when.
    ``besides``: who did it. ``for_information``: it asks nothing.
    """
    told = _tell_head(
        contract,
        besides,
        key=key,
        subject=subject,
        body=body,
        url=url,
        action=action,
        private=private,
        by=by,
        for_information=for_information,
    )
    return told + sum(
        tell_all(
            [person for person in people_who(Permission.BID, supplier) if person != besides],
            key=key,
            subject=subject,
            body=body,
            url=url,
            action=action,
            why=f"You get this because {supplier} delivers this contract.",
            private=private,
            by=by,
            council=contract.council,
            for_information=for_information,
        )
        for supplier in contract.delivering()
    )


def _tell_head(contract: Contract, besides: User | None, **message: Any) -> int:
    head = contract.service_head
    if head is None or not head.is_active or head == besides:
        return 0
    return tell_all([head], why="You get this because you head this service.", council=contract.council, **message)
