"""What the register holds about a contract, as one value that services take and check. Pure: no database."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contracts.register.calculations.worth import worth
from procurement.commissioning.enums import CommissionKind

# Only the type check knows the records; nothing here asks them anything that a database answers
if TYPE_CHECKING:
    from procurement.commissioning.models import Commission
    from socialvalue.accounts.models import Directorate, User


@dataclass(frozen=True, kw_only=True)
class ContractDetails:
    """The entry of a contract. Pounds as Decimal, ``extension_months`` whole months; an empty ``reference`` is drawn.

    ``directorate``, ``manager``, ``lead_director``, ``service_head`` and ``commission`` are records of their own
    rooms. Without an end there is
    no ``ends_on``.
    """

    title: str
    directorate: "Directorate"
    starts_on: date
    ends_on: date | None
    route: str
    reference: str | None = ""
    description: str = ""
    kind: str = CommissionKind.CONTRACT
    review_on: date | None = None
    extension_months: int = 0
    annual_value: Decimal | None = None
    total_value: Decimal | None = None
    irrecoverable_vat: Decimal | None = None
    value_with_vat: Decimal | None = None
    light_touch: bool = False
    manager: "User | None" = None
    lead_director: "User | None" = None
    service_head: "User | None" = None
    commission: "Commission | None" = None

    @property
    def worth(self) -> Decimal | None:
        """Pounds over the term; None where it is not known."""
        return worth(self.annual_value, self.total_value, self.starts_on, self.ends_on)

    def values(self) -> dict[str, Any]:
        """Field → value, the records as they are."""
        return {name: getattr(self, name) for name in EDITABLE}


# What may be changed after the contract was registered: its entry, and never its status, council or award
EDITABLE = tuple(field.name for field in fields(ContractDetails))
