"""What every file that a supplier takes out says of the contract it belongs to."""

from contracts.register.models import Contract
from socialvalue.exports.documents import Belongs


def belongs_to(contract: Contract, words: str) -> Belongs:
    """``words``: what of the contract. Its ``council`` is loaded."""
    return Belongs((contract.reference,), str(contract.council), contract.reference, words)
