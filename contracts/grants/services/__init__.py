"""Writes about grants: what one is for, what is paid, what it did."""

from contracts.grants.services.evaluating import Evaluated, decide_evaluation, withdraw_evaluation, write_evaluation
from contracts.grants.services.paying import drop_payment, plan_payment, record_payment
from contracts.grants.services.terms import GrantDetails, say_what_for

__all__ = [
    "Evaluated",
    "GrantDetails",
    "decide_evaluation",
    "drop_payment",
    "plan_payment",
    "record_payment",
    "say_what_for",
    "withdraw_evaluation",
    "write_evaluation",
]
