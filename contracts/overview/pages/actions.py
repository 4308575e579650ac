"""What may be done to a contract, as one menu."""

from dataclasses import dataclass

from django.urls import reverse

from contracts.call_offs.permissions import can_record_call_off
from contracts.obligations.permissions import can_copy, can_shape
from contracts.register.models import Contract
from contracts.register.permissions import can_carry_on, can_change_supplier
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class Action:
    label: str
    url: str


def actions_of(contract: Contract, user: User) -> list[Action]:
    """What this person may do to the contract now, in the order of its life; what may not be done is left out."""
    shapes = can_shape(user, contract)
    offered = (
        ("Add an obligation", "obligation-new", shapes),
        ("Start from a published set of KPIs", "kpi-sets", shapes),
        ("Change details", "contract-edit", shapes),
        ("Change the dates", "contract-dates", shapes),
        ("Change the supplier", "contract-supplier", shapes and can_change_supplier(user, contract)),
        (
            "Extend the contract",
            "contract-carry-on",
            (contract.is_near_its_end or contract.has_no_end) and can_carry_on(user, contract),
        ),
        ("Record its framework agreement", "contract-call-off", can_record_call_off(user, contract)),
        ("End the contract", "contract-end", shapes and contract.is_active),
        ("Start a new contract from this one", "contract-copy", can_copy(user, contract)),
        ("Add what could be lost to the next commission", "contract-losses", user.can(P.EDIT_COMMISSIONS, contract.council_id)),
    )
    return [Action(label, reverse(name, args=[contract.pk])) for label, name, may in offered if may]
