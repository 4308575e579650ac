"""Writes of the bidding room: drafting, files, sending, opening."""

from procurement.bidding.services.again import start_again
from procurement.bidding.services.drafting import (
    add_commitment,
    change_commitment,
    remove_commitment,
    save_answer,
    save_commitments,
    save_price,
    start_bid,
)
from procurement.bidding.services.files import attach, detach, file_bytes
from procurement.bidding.services.opening import begin_opening, complete_opening, lapse_unsubmitted
from procurement.bidding.services.replacing import begin_replacement, drop_replacement
from procurement.bidding.services.seals import decide_seal, hand_in
from procurement.bidding.services.sending import confirm, submit, withdraw

__all__ = [
    "add_commitment",
    "attach",
    "begin_opening",
    "begin_replacement",
    "change_commitment",
    "complete_opening",
    "confirm",
    "decide_seal",
    "detach",
    "drop_replacement",
    "file_bytes",
    "hand_in",
    "lapse_unsubmitted",
    "remove_commitment",
    "save_answer",
    "save_commitments",
    "save_price",
    "start_again",
    "start_bid",
    "submit",
    "withdraw",
]
