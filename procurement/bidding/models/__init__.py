"""The supplier's bid. Until two people open it, its content exists only encrypted."""

from procurement.bidding.models.answer import Answer, OfferedCommitment, SealedFile, sealed_path
from procurement.bidding.models.bid import Bid
from procurement.bidding.models.broken_seal import BrokenSeal
from procurement.bidding.models.opening import Opening
from procurement.bidding.models.receipt import Receipt, ReceiptKey, Reconciliation
from procurement.bidding.models.sending import Sending
from procurement.bidding.models.submission import Submission

__all__ = [
    "Answer",
    "Bid",
    "BrokenSeal",
    "OfferedCommitment",
    "Opening",
    "Receipt",
    "ReceiptKey",
    "Reconciliation",
    "SealedFile",
    "Sending",
    "Submission",
    # Named here by the first migration
    "sealed_path",
]
