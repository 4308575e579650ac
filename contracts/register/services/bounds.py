"""What a contract's value is bound by: the ceiling it was called off under, what is paid or set aside of it.

The rooms that count on the value say so when the storey starts (``contracts/rooms.py``). Nothing here knows which they are.
"""

from collections.abc import Callable
from decimal import Decimal

from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract

# (the locked contract as it stands, its worth over the term now and as it would be; None: not known) → why not, or ""
Bound = Callable[[Contract, Decimal | None, Decimal | None], str]

_bounds: list[Bound] = []


def bounds_value(bound: Bound) -> None:
    """Ask ``bound`` before the worth of a contract changes. Called from an AppConfig's ``ready``."""
    _bounds.append(bound)


def problems_with_worth(contract: Contract, details: ContractDetails) -> list[tuple[str, str]]:
    """(field, message) for each bound that the new details would pass. ``contract`` is locked and not changed yet."""
    before, after = contract.worth, details.worth
    if before == after:
        return []
    return [(_field(contract, details), words) for bound in _bounds if (words := bound(contract, before, after))]


def _field(contract: Contract, details: ContractDetails) -> str:
    """What was typed otherwise: a value, or the days that an annual value is multiplied by."""
    for name in ("total_value", "annual_value", "ends_on"):
        if getattr(details, name) != getattr(contract, name):
            return name
    return "starts_on"
