"""What the register holds about a contract, as one value that services take and check. Pure: no database."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from procurement.commissioning.enums import CommissionKind


@dataclass(frozen=True, kw_only=True)
class ContractDetails:
    """The entry of a contract. Pounds as Decimal, ``extension_months`` whole months; an empty ``reference`` is drawn.

    ``directorate``, ``manager``, ``lead_director`` and ``commission`` are records of their own rooms.
    """

    title: str
    directorate: object
    starts_on: date
    ends_on: date
    route: str
    reference: str | None = ""
    description: str = ""
    kind: str = CommissionKind.CONTRACT
    review_on: date | None = None
    extension_months: int = 0
    annual_value: Decimal | None = None
    total_value: Decimal | None = None
    irrecoverable_vat: Decimal | None = None
    manager: object = None
    lead_director: object = None
    commission: object = None

    @classmethod
    def of(cls, contract) -> "ContractDetails":
        """The entry as it stands."""
        return cls(**{name: getattr(contract, name) for name in EDITABLE})

    def values(self) -> dict:
        """Field → value, the records as they are."""
        return {name: getattr(self, name) for name in EDITABLE}


# What may be changed after the contract was registered: its entry, and never its status, council or award
EDITABLE = tuple(field.name for field in fields(ContractDetails))
