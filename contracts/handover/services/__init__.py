"""From an award to a contract, and what its kick-off meeting settled."""

from contracts.handover.services.kickoff import agree_minute, keep_minute
from contracts.handover.services.making import make_contract

__all__ = ["agree_minute", "keep_minute", "make_contract"]
